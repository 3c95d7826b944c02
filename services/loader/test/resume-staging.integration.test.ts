/** A run resumes a failed one: the loaded rows move to it completely, once, and no other run can add to them. */
import { afterEach, beforeEach, describe, expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";
let runs: TestRun[];

beforeEach(async () => {
  runs = [];
});

afterEach(async () => {
  await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()));
});

/** A new run of the same pipeline. */
function newRun(db: TestDestination, options: RunOptions = {}): TestRun {
  const run = new TestRun(db.url, { pipelineId: runs[0]?.pipelineId ?? crypto.randomUUID(), ...options });
  runs.push(run);
  return run;
}

/** A failed run with the rows 1 to 5 in two batches. */
async function failedRun(db: TestDestination, options: RunOptions = {}): Promise<TestRun> {
  const run = newRun(db, options);
  await run.prepare();
  expect(await run.load(run.batch(0, 1, 3), run.batch(1, 4, 2))).toBe(2);
  return run;
}

async function idsOf(db: TestDestination, table: string): Promise<number[]> {
  return (await db.query<{ id: number }>(`select id::int from ${table} order by id`)).map(({ id }) => id);
}

/** State of the run in the ledger, and its rows there. */
async function ledgerOf(db: TestDestination, { runId }: TestRun): Promise<unknown> {
  const [row] = await db.query(
    `select state, (select coalesce(sum(row_count), 0)::int from datamantri.batches where run_id = $1) as rows
     from datamantri.runs where run_id = $1`,
    [runId],
  );
  return row;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: { code?: string }) => error.code,
  );

const leftovers = async (db: TestDestination) => ({
  staging: await db.stagingTables(),
  batches: await db.value("select count(*)::int from datamantri.batches"),
  open: await db.value("select count(*)::int from datamantri.runs where state = 'open'"),
});
const nothing = { staging: 0, batches: 0, open: 0 };

describe("taking over", () => {
  test("the loaded batches belong to the new run, the others are still to come", async ({ db }) => {
    const failed = await failedRun(db);
    const next = newRun(db);
    expect(await next.prepare(failed)).toBe(true);
    expect(await idsOf(db, next.staging)).toEqual([1, 2, 3, 4, 5]);
    expect([await ledgerOf(db, failed), await ledgerOf(db, next)]).toEqual([
      { state: "discarded", rows: 0 },
      { state: "open", rows: 5 },
    ]);
    expect(await db.stagingTables()).toBe(1);

    expect(await failed.load(failed.batch(2, 6, 1))).toBe("closed");
    // A half-read split is read again.
    expect(await next.load(next.batch(0, 1, 3), next.batch(1, 4, 2), next.batch(2, 6, 1))).toBe(1);
    expect(await next.finalize(6)).toBe(6);
    expect(await idsOf(db, "public.target")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(next.verification).toMatchObject({ plannedRows: 6, ledgerRows: 6, stagedRows: 6, insertedRows: 6 });
    expect(await leftovers(db)).toEqual(nothing);
  });

  test("a repeat changes nothing", async ({ db }) => {
    const failed = await failedRun(db);
    const next = newRun(db);
    await next.prepare(failed);
    await next.load(next.batch(2, 6, 1));
    expect(await next.prepare(failed)).toBe(false);
    expect(await idsOf(db, next.staging)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("another content under a known id stops the run", async ({ db }) => {
    const failed = await failedRun(db);
    const next = newRun(db);
    await next.prepare(failed);
    expect(await codeOf(next.load(next.batch(0, 100, 3)))).toBe("batch_conflict");
  });

  test.for(["append", "replace", "merge", "mirror", "history"] as const)(
    "leaves a target as one run would: %s",
    async (writeMode, { db }) => {
      const options = { writeMode, config: { key: ["id"] } };
      const before = newRun(db, options);
      await before.prepare();
      await before.load(before.batch(0, 4, 5));
      await before.finalize(5);
      const failed = await failedRun(db, options);
      const next = newRun(db, options);
      await next.prepare(failed);
      await next.load(next.batch(2, 6, 1));
      await next.finalize(6);
      const [old, fresh] = [
        [4, 5, 6, 7, 8],
        [1, 2, 3, 4, 5, 6],
      ];
      const all = {
        append: [...old, ...fresh],
        replace: fresh,
        merge: [...new Set([...old, ...fresh])],
        mirror: fresh,
        history: [...new Set([...old, ...fresh])],
      };
      expect(await idsOf(db, "public.target")).toEqual(all[writeMode].toSorted((a, b) => a - b));
      expect(await leftovers(db)).toEqual(nothing);
    },
  );

  test("a prepared swap is still a swap", async ({ db }) => {
    await db.query(`create table public.target (id bigint primary key, name text, more int default 7)`);
    const failed = await failedRun(db, { writeMode: "replace" });
    const next = newRun(db, { writeMode: "replace" });
    await next.prepare(failed);
    await next.finalize(5);
    expect(next.replacement).toBe("replaced by a swap");
    expect(await db.query("select distinct more from public.target")).toEqual([{ more: 7 }]);
  });

  test("rejects count once, and belong to the new run", async ({ db }) => {
    const options = { config: { rejects: { max_rows: 2 } } };
    const failed = newRun(db, options);
    await failed.prepare();
    const rows = [
      tuple(bigint(1), text("one")),
      tuple(bigint(2), Buffer.from([0xff])),
      tuple(bigint(3), text("three")),
    ];
    const rowsOf = (run: TestRun) => run.batchOf(0, rows);
    expect(await failed.load(rowsOf(failed))).toBe(1);
    const next = newRun(db, options);
    await next.prepare(failed);
    expect(await next.load(rowsOf(next))).toBe(0);
    expect(await next.load(next.batch(1, 4, 1))).toBe(1);
    expect(await next.finalize(4)).toBe(3);
    expect(await db.query("select run_id from datamantri.rejects")).toEqual([{ run_id: next.runId }]);
    expect(next.verification).toMatchObject({ plannedRows: 4, ledgerRows: 3, rejectedRows: 1, stagedRows: 3 });
    expect(await idsOf(db, "public.target")).toEqual([1, 3, 4]);
  });

  test("while batches of the failed run are still being loaded: each is taken over completely or refused", async ({
    db,
  }) => {
    const failed = newRun(db);
    await failed.prepare();
    const next = newRun(db);
    const batches = Array.from({ length: 30 }, (_, i) => i);
    const loads = batches.map((i) => failed.load(failed.batch(i, i * 10, 10)));
    const [prepared, ...outcomes] = await Promise.all([next.prepare(failed), ...loads]);
    expect(prepared).toBe(true);
    const taken = outcomes.filter((outcome) => outcome === 1).length;
    expect(outcomes.filter((outcome) => outcome === "closed")).toHaveLength(30 - taken);
    expect(await ledgerOf(db, next)).toEqual({ state: "open", rows: taken * 10 });
    expect(await next.load(...batches.map((i) => next.batch(i, i * 10, 10)))).toBe(30 - taken);
    await next.finalize(300);
    expect(await idsOf(db, "public.target")).toEqual(Array.from({ length: 300 }, (_, id) => id));
  });

  test("finds a target that no longer fits before a row is read", async ({ db }) => {
    await db.query(`create table public.target (id bigint, name text)`);
    const failed = await failedRun(db);
    await db.query(`alter table public.target drop column name`);
    const next = newRun(db);
    expect(await codeOf(next.prepare(failed))).toBe("sink_table_mismatch");
    expect(await ledgerOf(db, failed)).toEqual({ state: "open", rows: 5 });
    await db.query(`alter table public.target add column name text`);
    expect(await next.prepare(failed)).toBe(true);
  });
});

describe("nothing to take over", () => {
  test("because it never existed, was discarded, or dropped manually", async ({ db }) => {
    const unknown = newRun(db);
    const failed = await failedRun(db);
    expect(await codeOf(newRun(db).prepare(unknown))).toBe("staging_lost");
    await db.query(`drop table ${failed.staging}`);
    expect(await codeOf(newRun(db).prepare(failed))).toBe("staging_lost");
    await failed.discard();
    expect(await codeOf(newRun(db).prepare(failed))).toBe("staging_lost");
    expect(await leftovers(db)).toEqual(nothing);
  });

  test("because it was finalized after all: its rows do not arrive twice", async ({ db }) => {
    const failed = await failedRun(db);
    await failed.finalize(5);
    const next = newRun(db);
    expect(await codeOf(next.prepare(failed))).toBe("staging_lost");
    expect(await next.discard(failed)).toBe(true);
    expect(await idsOf(db, "public.target")).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a run that was to take over", () => {
  test("and did not get that far: the next one finds the rows under the older id", async ({ db }) => {
    const [failed, second, third] = [await failedRun(db), newRun(db), newRun(db)];
    expect(await third.prepare(failed, second)).toBe(true);
    expect(await codeOf(second.prepare(failed))).toBe("staging_lost");
    expect(await ledgerOf(db, third)).toEqual({ state: "open", rows: 5 });
  });

  test("and did, without reporting it: the next one finds the rows under the newer id", async ({ db }) => {
    const [failed, second, third] = [await failedRun(db), newRun(db), newRun(db)];
    await second.prepare(failed);
    await second.load(second.batch(2, 6, 1));
    expect(await third.prepare(failed, second)).toBe(true);
    expect(await ledgerOf(db, third)).toEqual({ state: "open", rows: 6 });
    expect(await second.load(second.batch(3, 7, 1))).toBe("closed");
  });

  test.for([1, 2, 3, 4, 5])("and is doing so: the last one gets the rows in the end (%i)", async (_, { db }) => {
    const [failed, second, third] = [await failedRun(db), newRun(db), newRun(db)];
    const [, last] = await Promise.all([codeOf(second.prepare(failed)), codeOf(third.prepare(failed, second))]);
    expect(last).toBe("none");
    expect(await ledgerOf(db, third)).toEqual({ state: "open", rows: 5 });
    expect(await idsOf(db, third.staging)).toEqual([1, 2, 3, 4, 5]);
    expect(await db.stagingTables()).toBe(1);
  });

  test("is discarded with the rows it was to take over, wherever they are", async ({ db }) => {
    const [failed, second] = [await failedRun(db), newRun(db)];
    expect(await second.discard(failed)).toBe(true);
    expect(await leftovers(db)).toEqual(nothing);
    expect(await second.prepare(failed)).toBe(false);
    expect(await failed.load(failed.batch(2, 6, 1))).toBe("closed");

    const [other, next] = [await failedRun(db), newRun(db)];
    await next.prepare(other);
    expect(await next.discard(other)).toBe(true);
    expect(await leftovers(db)).toEqual(nothing);
  });

  test.for([1, 2, 3])("is discarded while it takes over: nothing stays (%i)", async (_, { db }) => {
    const [failed, second] = [await failedRun(db), newRun(db)];
    await Promise.all([codeOf(second.prepare(failed)), second.discard(failed)]);
    expect(await leftovers(db)).toEqual(nothing);
  });
});
