import { expect, test } from "vitest";

import type { PostgresConnection } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";
import { HostList } from "@datamantri/runtime";

import { openDestinationResolver } from "../src/connect/resolve-destination.ts";

const stored: PostgresConnection = { host: "db", port: 5_432, database: "w", user: "u" };
const store = { connection: async () => ({ config: stored, password: "stored" }), password: async () => "own" };
const resolve = openDestinationResolver(store, { directory: "", environment: {} }, new HostList(""));

test.each(accessNames("postgres"))(
  "a stored connection's password is not used with another %s than its own",
  async (field) => {
    const config = { connection_id: "1", schema: "s", [field]: "evil" };
    const { config: used, password } = await resolve({ config, password: null });
    expect(password).toBe("stored");
    expect(used).toEqual({ connection_id: "1", schema: "s", ...stored, ssl_mode: "verify-full" });
  },
);
