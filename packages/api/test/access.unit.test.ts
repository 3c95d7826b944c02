import { expect, test } from "vitest";

import { accessNames, accessOf, accessSecrets } from "../src/index.ts";
import { refuseBothConnections } from "../src/pipelines/one-connection.ts";

const kinds = ["bigquery", "postgres"] as const;

/** The fields that are refused. */
function refused(kind: (typeof kinds)[number], config: object): readonly unknown[] {
  const fields: unknown[] = [];
  const context = { addIssue: ({ path }: { readonly path: readonly unknown[] }) => fields.push(path[0]) };
  refuseBothConnections(kind)(config, context as never);
  return fields;
}

test.each(kinds)("a side with a stored connection (%s) may not have the connection's fields", (kind) => {
  const names = [...accessNames(kind), accessSecrets[kind]];
  const all = Object.fromEntries(names.map((name) => [name, "x"]));
  expect(new Set(refused(kind, { ...all, connection_id: "c" }))).toEqual(new Set(names));
  expect(refused(kind, { connection_id: "c", table: "t" })).toEqual([]);
  expect(refused(kind, all)).toEqual([]);
});

test("a side without a stored connection needs its endpoint", () => {
  expect(refused("bigquery", {})).toEqual(["project"]);
  expect(refused("postgres", {})).toEqual(["host", "database", "user"]);
});

test("the access fields are selected from any object, in one order", () => {
  const access = accessOf("postgres", { table: "t", user: "u", ssl_mode: undefined, host: "h" } as { host: string });
  expect(JSON.stringify(access)).toBe('{"host":"h","user":"u"}');
});
