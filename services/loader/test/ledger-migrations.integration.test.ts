/** The ledger's schema: created once, migrated by the first newer loader, ignored by older loaders. */
import { describe, expect } from "vitest";

import type { Migration } from "@datamantri/migrations";

import { ensureLedger, ledgerMigrations } from "../src/ledger/ensure-ledger.ts";
import { test } from "./fixtures.ts";
import { TestRun } from "./test-run.ts";

const names = ledgerMigrations.map(({ name }) => name);
const next: Migration = { name: "9999-test", sql: "create table datamantri.added (one integer)" };
const applied = "select name from datamantri.migrations order by name";

function ensure(run: TestRun, migrations: readonly Migration[]): Promise<void> {
  return run.destinations.inTransaction(run.runId, (client) => ensureLedger(client, migrations));
}

describe("the ledger's migrations", () => {
  test("are all applied by the first run, and not again by the next", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const first = await db.query("select * from datamantri.migrations order by name");
    expect(first).toMatchObject(names.map((name) => ({ name })));
    await using other = new TestRun(db.url);
    await other.prepare();
    expect(await db.query("select * from datamantri.migrations order by name")).toEqual(first);
  });

  test("a new one is applied once when many loaders find it missing", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const all = [...ledgerMigrations, next];
    await Promise.all(Array.from({ length: 4 }, () => ensure(run, all)));
    expect(await db.query(applied)).toEqual([...names, next.name].map((name) => ({ name })));
    await ensure(run, ledgerMigrations);
    expect(await db.value("select count(*)::int from datamantri.added")).toBe(0);
  });

  test("one that was changed after it was applied fails the step, at once", async ({ db }) => {
    await using run = new TestRun(db.url);
    await run.prepare();
    const changed = ledgerMigrations.map((one) => ({ ...one, sql: `${one.sql}\n-- changed` }));
    await expect(ensure(run, changed)).rejects.toMatchObject({ code: "internal", isRetryable: false });
  });

  test("one that fails leaves nothing, and the next attempt applies it", async ({ db }) => {
    await using run = new TestRun(db.url);
    const broken = { name: next.name, sql: `${next.sql}; select 1 / 0` };
    await expect(ensure(run, [...ledgerMigrations, broken])).rejects.toMatchObject({ name: "PipelineError" });
    expect(await db.value("select to_regnamespace('datamantri')")).toBeNull();
    await ensure(run, [...ledgerMigrations, next]);
    expect(await db.query(applied)).toEqual([...names, next.name].map((name) => ({ name })));
  });
});
