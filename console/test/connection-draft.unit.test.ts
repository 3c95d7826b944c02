import { accessNames } from "@datamantri/api/values";
import { expect, test } from "vitest";

import type { Connection } from "../src/api/types.ts";
import { toConnectionDraft, toConnectionInput } from "../src/pages/connections/connection-draft.ts";

/** A stored connection with every field. */
function storedOf(kind: Connection["kind"]): Connection {
  const names: readonly string[] = accessNames(kind);
  const config = Object.fromEntries(names.map((name) => [name, name === "port" ? 5_433 : `any ${name}`]));
  return { id: "c", name: "n", kind, config, version: 1, created_by: "a", created_at: "", updated_at: "" } as never;
}

test.each(["bigquery", "postgres"] as const)("editing a connection to %s loses none of its fields", (kind) => {
  const { name, config } = storedOf(kind);
  expect(toConnectionInput(toConnectionDraft(storedOf(kind)))).toEqual({ name, kind, config });
});

test("an empty field is not sent, and neither is an unchanged secret", () => {
  const draft = { ...toConnectionDraft(storedOf("postgres")), ssl_mode: "", require_auth: "" };
  const { config } = toConnectionInput(draft);
  expect(config).not.toHaveProperty("ssl_mode");
  expect(config).not.toHaveProperty("password");
  expect(toConnectionInput({ ...draft, secret: "s" }).config).toMatchObject({ password: "s" });
  expect(toConnectionInput({ ...draft, isSecretRemoved: true }).config).toMatchObject({ password: null });
});
