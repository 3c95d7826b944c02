import { testConfiguration } from "@datamantri/testkit";
import { expect, test } from "vitest";

import { changesEndpoints, findChanges } from "../src/runs/same-work.ts";

const work = testConfiguration({
  mode: "merge",
  mapping: { columns: [{ source: "id", name: "key" }] },
  source_config: { project: "p", dataset: "d", table: "t", cursor_column: "at", labels: { team: "a" } },
  destination_config: { host: "db", port: 5432, database: "w", user: "u", schema: "s", table: "t", key: ["id"] },
});
const { source_config: source, destination_config: destination } = work;

test("the same work has no changes, and an absent mapping equals an empty one", () => {
  expect(findChanges(work, structuredClone(work))).toEqual([]);
  const unmapped = structuredClone({ ...work, mapping: null });
  expect(findChanges(unmapped, { ...unmapped, mapping: undefined as never })).toEqual([]);
});

test.each([
  [{ source_config: { ...source, impersonate_service_account: "a@b", maximum_bytes_billed: "9", labels: {} } }],
  [{ source_config: { ...source, connection_id: "c", allow_query_billing: true, skip_unchanged: true } }],
  [{ destination_config: { ...destination, connection_id: "c", user: "v", ssl_mode: "require" as const } }],
  [{ destination_config: { ...destination, guards: { empty: "allow" as const }, schema_drift: "evolve" as const } }],
])("what people change after a failure does not change the work: %j", (changed) => {
  expect(findChanges(work, { ...work, ...changed })).toEqual([]);
});

test.each([
  [{ mode: "append" as const }, "mode"],
  [{ mapping: null }, "mapping"],
  [{ mapping: { ...work.mapping, unrepresentable: "null" as const } }, "mapping"],
  [{ source_config: { ...source, table: "u" } }, "source_config.table"],
  [{ source_config: { ...source, read: "incremental" as const } }, "source_config.read"],
  [{ source_config: { project: "p", dataset: "d", table: "t" } }, "source_config.cursor_column"],
  [{ destination_config: { ...destination, key: ["id", "at"] } }, "destination_config.key"],
  [{ destination_config: { ...destination, database: "x" } }, "destination_config.database"],
  [{ destination_config: { ...destination, rejects: { max_rows: 1 } } }, "destination_config.rejects"],
  [{ destination_config: { ...destination, verification: "full" as const } }, "destination_config.verification"],
])("options that decide which rows are written, and how, change the work: %j", (changed, field) => {
  expect(findChanges(work, { ...work, ...changed })).toContain(field);
});

test.each([
  [{ source_config: { ...source, query: "select 1" } }, true],
  [{ destination_config: { ...destination, schema: "other" } }, true],
  [{ source_config: { ...source, location: "EU", lookback_seconds: 60, labels: {} } }, false],
  [{ destination_config: { ...destination, user: "v", key: ["at"], verification: "full" as const } }, false],
  [{ mode: "append" as const, mapping: null }, false],
  // An option that this release does not know may choose another table.
  [{ source_config: { ...source, new_option: "x" } as typeof source }, true],
])("the watermark applies unless another table is read or written: %j", (changed, isElsewhere) => {
  expect(changesEndpoints(work, { ...work, ...changed })).toBe(isElsewhere);
  if (isElsewhere) expect(findChanges(work, { ...work, ...changed })).not.toEqual([]);
});
