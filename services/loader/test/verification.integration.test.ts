/** Comparisons before a run's rows move, and the state after a mismatch. */
import { describe, expect } from "vitest";

import { stagingStatement, toStatistics } from "@datamantri/verification";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { digestKey, TestRun, type RunOptions } from "./test-run.ts";

/** A run with rows 1 to 4 in its staging table. */
async function loadedRun(db: TestDestination, options: RunOptions = {}): Promise<TestRun> {
  const run = new TestRun(db.url, options);
  await run.prepare();
  await run.load(run.batch(0, 1, 2), run.batch(1, 3, 2));
  return run;
}

const full = (more: RunOptions = {}): RunOptions => ({ ...more, config: { ...more.config, verification: "full" } });

/** BigQuery's statistics for the currently staged rows: they are equal. */
async function computeStatistics(db: TestDestination, run: TestRun, key = digestKey): Promise<void> {
  const [row] = await db.query<{ values: string[] }>(stagingStatement(run.columns, run.staging, "columns"));
  run.source = toStatistics(run.columns, row!.values, "columns", key);
}

describe("the counts of a verification", () => {
  const agreed = {
    level: "counts",
    plannedRows: 4,
    ledgerRows: 4,
    rejectedRows: 0,
    stagedRows: 4,
    rowsHash: "",
    columns: [],
  };

  test("of a first load: the staging table's rows are the target's", async ({ db }) => {
    await using run = await loadedRun(db);
    await run.finalize(4);
    expect(run.verification).toEqual({ ...agreed, insertedRows: 4, updatedRows: 0, deletedRows: 0 });
  });

  test("of a first load with a duplicate key: one of the two rows is omitted", async ({ db }) => {
    await using run = new TestRun(db.url, { writeMode: "merge", cursorColumn: "name", config: { key: ["id"] } });
    await run.prepare();
    await run.load(
      run.batchOf(0, [tuple(bigint(1), text("a")), tuple(bigint(1), text("b")), tuple(bigint(2), text("c"))]),
    );
    await run.finalize(3);
    expect(run.verification).toMatchObject({ stagedRows: 3, insertedRows: 2, deletedRows: 0 });
  });

  test.for([
    ["append", {}, { insertedRows: 4, updatedRows: 0, deletedRows: 0 }],
    ["replace", { config: { replace_by: "in_place" } }, { insertedRows: 4, updatedRows: 0, deletedRows: 2 }],
    // The old table is dropped as a whole: its rows are not deleted.
    ["replace", { config: { replace_by: "swap" } }, { insertedRows: 4, updatedRows: 0, deletedRows: 0 }],
    ["merge", { config: { key: ["id"] } }, { insertedRows: 3, updatedRows: 1, deletedRows: 0 }],
    ["mirror", { config: { key: ["id"] } }, { insertedRows: 3, updatedRows: 1, deletedRows: 1 }],
  ] as const)("of %s into a table that has two rows", async ([writeMode, options, changes], { db }) => {
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("insert into target values (4, 'old'), (9, 'old')");
    if (writeMode === "append") await db.query("alter table target drop constraint target_pkey");
    await using run = await loadedRun(db, { writeMode, ...options });
    await run.finalize(4);
    expect(run.verification).toMatchObject({ ...agreed, ...changes });
  });

  test("of a partitioned target", async ({ db }) => {
    await db.query("create table target (id bigint, name text) partition by hash (id)");
    for (const part of [0, 1]) {
      await db.query(`create table p${part} partition of target for values with (modulus 2, remainder ${part})`);
    }
    await using run = await loadedRun(db);
    await run.finalize(4);
    expect(run.verification).toMatchObject({ insertedRows: 4 });
  });

  test("are the same when the run is finalized again: the ledger keeps the verification", async ({ db }) => {
    await using run = await loadedRun(db);
    await run.finalize(4);
    const first = run.verification;
    await using other = new TestRun(db.url, {}, run.runId);
    await other.finalize(4);
    expect(other.verification).toEqual(first);
    expect(await db.value("select verification->>'level' from datamantri.verifications")).toBe("counts");
  });
});

describe("a full verification", () => {
  test("stores the source's digests when every value matches", async ({ db }) => {
    await using run = await loadedRun(db, full());
    await computeStatistics(db, run);
    expect(await run.finalize(4)).toBe(4);
    expect(run.verification).toMatchObject({
      level: "full",
      stagedRows: 4,
      insertedRows: 4,
      rowsHash: run.source.rowsHash,
    });
    expect(run.verification.columns).toEqual(run.source.columns);
    expect(run.verification.columns.map(({ name }) => name)).toEqual(["id", "name"]);
    expect(JSON.stringify(run.verification)).not.toContain("row 1");
  });

  test("of no rows matches too", async ({ db }) => {
    await using run = new TestRun(db.url, full());
    await run.prepare();
    await computeStatistics(db, run);
    expect(await run.finalize(0)).toBe(0);
  });

  test.for([
    ["a changed number", "update $ set id = 5 where id = 4", /"id" \(max, sum, hash\)/],
    ["a changed text", "update $ set name = 'row 3' where id = 2", /"name" \(hash\)/],
    ["a value that became NULL", "update $ set name = null where id = 2", /"name" \(nulls, sum, hash\)/],
    ["values that changed places", "update $ set name = 'row ' || 7 - id where id in (3, 4)", /the rows \(hash\)$/],
  ] as const)("stops %s, names it and leaves the target", async ([_what, change, named], { db }) => {
    await db.query("create table target (id bigint, name text)");
    await db.query("insert into target values (0, 'old')");
    await using run = await loadedRun(db, full({ writeMode: "replace" }));
    await computeStatistics(db, run);
    await db.query(change.replace("$", run.staging));
    const error = await run.finalize(4).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "certificate_mismatch", message: expect.stringMatching(named) as string });
    expect(String(error)).not.toMatch(/row [X0-9]/);
    expect(await db.query("select id, name from target")).toEqual([{ id: "0", name: "old" }]);
    expect(await db.value("select state from datamantri.runs")).toBe("open");
    expect(await db.value("select count(*)::int from datamantri.verifications")).toBe(0);
    expect(await run.discard()).toBe(true);
  });

  test("with another key says nothing about these rows", async ({ db }) => {
    await using run = await loadedRun(db, full());
    await computeStatistics(db, run, "another run's key");
    await expect(run.finalize(4)).rejects.toMatchObject({ code: "certificate_mismatch" });
  });

  test("requires a database in UTF8 when there is text", async ({ db }) => {
    await db.query("create database latin encoding 'LATIN1' locale 'C' template template0");
    const url = Object.assign(new URL(db.url), { pathname: "/latin" }).href;
    try {
      await using run = new TestRun(url, full());
      await run.prepare();
      await expect(run.finalize(0)).rejects.toMatchObject({
        code: "request_invalid",
        message: expect.stringContaining("LATIN1") as string,
      });
    } finally {
      await db.query("drop database latin with (force)");
    }
  });
});

test("no verification: no values are compared, and the counts are still those of the run", async ({ db }) => {
  await using run = await loadedRun(db, { config: { verification: "none" } });
  await run.finalize(4);
  expect(run.verification).toMatchObject({ level: "none", stagedRows: 4, columns: [] });
});
