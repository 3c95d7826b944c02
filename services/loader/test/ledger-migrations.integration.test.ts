/** The ledger's schema: made once, brought up to date by whoever comes first, left alone by older loaders. */
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import type { Migration } from "@datamantri/migrations";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { ensureLedger, ledgerMigrations } from "../src/ledger/ensure-ledger.ts";
import { Psql, TestRun } from "./test-run.ts";

let database: TestDatabase;
let psql: Psql;

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
});

afterEach(async () => {
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const names = ledgerMigrations.map(({ name }) => name);
const next: Migration = { name: "9999-test", sql: "create table datamantri.added (one integer)" };
const applied = "select name from datamantri.migrations order by name";

function ensure(run: TestRun, migrations: readonly Migration[]): Promise<void> {
  return run.destinations.inTransaction(run.runId, (client) => ensureLedger(client, migrations));
}

describe("the ledger's migrations", () => {
  test("are all applied by the first run, and not again by the next", async () => {
    await using run = new TestRun(database.url);
    await run.prepare();
    const first = await psql.query("select * from datamantri.migrations order by name");
    expect(first).toMatchObject(names.map((name) => ({ name })));
    await using other = new TestRun(database.url);
    await other.prepare();
    expect(await psql.query("select * from datamantri.migrations order by name")).toEqual(first);
  });

  test("a new one is applied once when many loaders find it missing", async () => {
    await using run = new TestRun(database.url);
    await run.prepare();
    const all = [...ledgerMigrations, next];
    await Promise.all(Array.from({ length: 4 }, () => ensure(run, all)));
    expect(await psql.query(applied)).toEqual([...names, next.name].map((name) => ({ name })));
    await ensure(run, ledgerMigrations);
    expect(await psql.value("select count(*)::int from datamantri.added")).toBe(0);
  });

  test("one that was changed after it was applied fails the step, at once", async () => {
    await using run = new TestRun(database.url);
    await run.prepare();
    const changed = ledgerMigrations.map((one) => ({ ...one, sql: `${one.sql}\n-- changed` }));
    await expect(ensure(run, changed)).rejects.toMatchObject({ code: "internal", isRetryable: false });
  });

  test("one that fails leaves nothing, and the next attempt applies it", async () => {
    await using run = new TestRun(database.url);
    const broken = { name: next.name, sql: `${next.sql}; select 1 / 0` };
    await expect(ensure(run, [...ledgerMigrations, broken])).rejects.toMatchObject({ name: "PipelineError" });
    expect(await psql.value("select to_regnamespace('datamantri')")).toBeNull();
    await ensure(run, [...ledgerMigrations, next]);
    expect(await psql.query(applied)).toEqual([...names, next.name].map((name) => ({ name })));
  });
});
