/** A run goes on from where another failed: what was loaded changes hands whole, once, and nobody else can add to it. */
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import { createDatabase, waitFor, type TestDatabase } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { Psql, TestRun, type RunOptions } from "./test-run.ts";

let database: TestDatabase;
let psql: Psql;
let runs: TestRun[];

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
  runs = [];
});

afterEach(async () => {
  await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()));
  await waitFor(async () => (await psql.loaderSessions()) === 0, { what: "the loader's sessions to end" });
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** Of one pipeline. */
function newRun(options: RunOptions = {}): TestRun {
  const run = new TestRun(database.url, { pipelineId: runs[0]?.pipelineId ?? crypto.randomUUID(), ...options });
  runs.push(run);
  return run;
}

/** With the rows 1 to 5 of two batches. */
async function failedRun(options: RunOptions = {}): Promise<TestRun> {
  const run = newRun(options);
  await run.prepare();
  expect(await run.load(run.batch(0, 1, 3), run.batch(1, 4, 2))).toBe(2);
  return run;
}

async function idsOf(table: string): Promise<number[]> {
  return (await psql.query<{ id: number }>(`select id::int from ${table} order by id`)).map(({ id }) => id);
}

/** State of the run in the ledger, and its rows there. */
async function ledgerOf({ runId }: TestRun): Promise<unknown> {
  const [row] = await psql.query(
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

const leftovers = async () => ({
  staging: await psql.stagingTables(),
  batches: await psql.value("select count(*)::int from datamantri.batches"),
  open: await psql.value("select count(*)::int from datamantri.runs where state = 'open'"),
});
const nothing = { staging: 0, batches: 0, open: 0 };

describe("taking over", () => {
  test("the batches that were loaded are the new run's, the others are still to come", async () => {
    const failed = await failedRun();
    const next = newRun();
    expect(await next.prepare(failed)).toBe(true);
    expect(await idsOf(next.staging)).toEqual([1, 2, 3, 4, 5]);
    expect([await ledgerOf(failed), await ledgerOf(next)]).toEqual([
      { state: "discarded", rows: 0 },
      { state: "open", rows: 5 },
    ]);
    expect(await psql.stagingTables()).toBe(1);

    expect(await failed.load(failed.batch(2, 6, 1))).toBe("closed");
    // A split that was half read is read again.
    expect(await next.load(next.batch(0, 1, 3), next.batch(1, 4, 2), next.batch(2, 6, 1))).toBe(1);
    expect(await next.finalize(6)).toBe(6);
    expect(await idsOf("public.target")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(next.verification).toMatchObject({ plannedRows: 6, ledgerRows: 6, stagedRows: 6, insertedRows: 6 });
    expect(await leftovers()).toEqual(nothing);
  });

  test("a repeat changes nothing", async () => {
    const failed = await failedRun();
    const next = newRun();
    await next.prepare(failed);
    await next.load(next.batch(2, 6, 1));
    expect(await next.prepare(failed)).toBe(false);
    expect(await idsOf(next.staging)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("with another content under a known id stops", async () => {
    const failed = await failedRun();
    const next = newRun();
    await next.prepare(failed);
    expect(await codeOf(next.load(next.batch(0, 100, 3)))).toBe("batch_conflict");
  });

  test.each(["append", "replace", "merge", "mirror", "history"] as const)(
    "leaves a target as one run would: %s",
    async (writeMode) => {
      const options = { writeMode, config: { key: ["id"] } };
      const before = newRun(options);
      await before.prepare();
      await before.load(before.batch(0, 4, 5));
      await before.finalize(5);
      const failed = await failedRun(options);
      const next = newRun(options);
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
      expect(await idsOf("public.target")).toEqual(all[writeMode].toSorted((a, b) => a - b));
      expect(await leftovers()).toEqual(nothing);
    },
  );

  test("a swap that was prepared is a swap still", async () => {
    await psql.query(`create table public.target (id bigint primary key, name text, more int default 7)`);
    const failed = await failedRun({ writeMode: "replace" });
    const next = newRun({ writeMode: "replace" });
    await next.prepare(failed);
    await next.finalize(5);
    expect(next.replacement).toBe("replaced by a swap");
    expect(await psql.query("select distinct more from public.target")).toEqual([{ more: 7 }]);
  });

  test("rejects count once, and are the new run's", async () => {
    const options = { config: { rejects: { max_rows: 2 } } };
    const failed = newRun(options);
    await failed.prepare();
    const rows = [
      tuple(bigint(1), text("one")),
      tuple(bigint(2), Buffer.from([0xff])),
      tuple(bigint(3), text("three")),
    ];
    const rowsOf = (run: TestRun) => run.batchOf(0, rows);
    expect(await failed.load(rowsOf(failed))).toBe(1);
    const next = newRun(options);
    await next.prepare(failed);
    expect(await next.load(rowsOf(next))).toBe(0);
    expect(await next.load(next.batch(1, 4, 1))).toBe(1);
    expect(await next.finalize(4)).toBe(3);
    expect(await psql.query("select run_id from datamantri.rejects")).toEqual([{ run_id: next.runId }]);
    expect(next.verification).toMatchObject({ plannedRows: 4, ledgerRows: 3, rejectedRows: 1, stagedRows: 3 });
    expect(await idsOf("public.target")).toEqual([1, 3, 4]);
  });

  test("while batches of the failed run are still being loaded: each is taken over whole or refused", async () => {
    const failed = newRun();
    await failed.prepare();
    const next = newRun();
    const batches = Array.from({ length: 30 }, (_, i) => i);
    const loads = batches.map((i) => failed.load(failed.batch(i, i * 10, 10)));
    const [prepared, ...outcomes] = await Promise.all([next.prepare(failed), ...loads]);
    expect(prepared).toBe(true);
    const taken = outcomes.filter((outcome) => outcome === 1).length;
    expect(outcomes.filter((outcome) => outcome === "closed")).toHaveLength(30 - taken);
    expect(await ledgerOf(next)).toEqual({ state: "open", rows: taken * 10 });
    expect(await next.load(...batches.map((i) => next.batch(i, i * 10, 10)))).toBe(30 - taken);
    await next.finalize(300);
    expect(await idsOf("public.target")).toEqual(Array.from({ length: 300 }, (_, id) => id));
  });

  test("finds a target that does not fit any more before a row is read", async () => {
    await psql.query(`create table public.target (id bigint, name text)`);
    const failed = await failedRun();
    await psql.query(`alter table public.target drop column name`);
    const next = newRun();
    expect(await codeOf(next.prepare(failed))).toBe("sink_table_mismatch");
    expect(await ledgerOf(failed)).toEqual({ state: "open", rows: 5 });
    await psql.query(`alter table public.target add column name text`);
    expect(await next.prepare(failed)).toBe(true);
  });
});

describe("nothing to take over", () => {
  test("because it was never there, was discarded, or dropped by hand", async () => {
    const unknown = newRun();
    const failed = await failedRun();
    expect(await codeOf(newRun().prepare(unknown))).toBe("staging_lost");
    await psql.query(`drop table ${failed.staging}`);
    expect(await codeOf(newRun().prepare(failed))).toBe("staging_lost");
    await failed.discard();
    expect(await codeOf(newRun().prepare(failed))).toBe("staging_lost");
    expect(await leftovers()).toEqual(nothing);
  });

  test("because it was finalized after all: its rows do not arrive twice", async () => {
    const failed = await failedRun();
    await failed.finalize(5);
    const next = newRun();
    expect(await codeOf(next.prepare(failed))).toBe("staging_lost");
    expect(await next.discard(failed)).toBe(true);
    expect(await idsOf("public.target")).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a run that should have taken over", () => {
  test("and did not get so far: the next one finds it under the older name", async () => {
    const [failed, second, third] = [await failedRun(), newRun(), newRun()];
    expect(await third.prepare(failed, second)).toBe(true);
    expect(await codeOf(second.prepare(failed))).toBe("staging_lost");
    expect(await ledgerOf(third)).toEqual({ state: "open", rows: 5 });
  });

  test("and did, without being able to say so: the next one finds it under the newer name", async () => {
    const [failed, second, third] = [await failedRun(), newRun(), newRun()];
    await second.prepare(failed);
    await second.load(second.batch(2, 6, 1));
    expect(await third.prepare(failed, second)).toBe(true);
    expect(await ledgerOf(third)).toEqual({ state: "open", rows: 6 });
    expect(await second.load(second.batch(3, 7, 1))).toBe("closed");
  });

  test.each([1, 2, 3, 4, 5])("and is at it: the last one has it in the end (%i)", async () => {
    const [failed, second, third] = [await failedRun(), newRun(), newRun()];
    const [, last] = await Promise.all([codeOf(second.prepare(failed)), codeOf(third.prepare(failed, second))]);
    expect(last).toBe("none");
    expect(await ledgerOf(third)).toEqual({ state: "open", rows: 5 });
    expect(await idsOf(third.staging)).toEqual([1, 2, 3, 4, 5]);
    expect(await psql.stagingTables()).toBe(1);
  });

  test("is discarded with what it was to take over, wherever that is", async () => {
    const [failed, second] = [await failedRun(), newRun()];
    expect(await second.discard(failed)).toBe(true);
    expect(await leftovers()).toEqual(nothing);
    expect(await second.prepare(failed)).toBe(false);
    expect(await failed.load(failed.batch(2, 6, 1))).toBe("closed");

    const [other, next] = [await failedRun(), newRun()];
    await next.prepare(other);
    expect(await next.discard(other)).toBe(true);
    expect(await leftovers()).toEqual(nothing);
  });

  test.each([1, 2, 3])("is discarded while it takes over: nothing stays (%i)", async () => {
    const [failed, second] = [await failedRun(), newRun()];
    await Promise.all([codeOf(second.prepare(failed)), second.discard(failed)]);
    expect(await leftovers()).toEqual(nothing);
  });
});
