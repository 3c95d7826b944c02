import { expect, test } from "vitest";

import { accessNames } from "@datamantri/api/values";

import { openSourceResolver } from "../src/resolve-source.ts";

const store = {
  connection: async () => ({ config: { project: "p" }, credentials: "stored" }),
  credentials: async () => "own",
};
const resolve = openSourceResolver(store, { directory: "", environment: {} });

test.each(accessNames("bigquery"))(
  "a stored connection's credentials are not used with another %s than its own",
  async (field) => {
    const config = { connection_id: "1", data_project: "d", [field]: "http://evil" };
    const { config: used, credentials } = await resolve({ config, credentials: null });
    expect(credentials).toBe("stored");
    expect(used).toEqual({ connection_id: "1", data_project: "d", project: "p" });
  },
);
