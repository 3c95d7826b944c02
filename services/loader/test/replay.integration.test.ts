/** After a fix, rejects are loaded by the run's mode: each once, however many replays run. */
import { describe, expect } from "vitest";

import { batchChecksum } from "@datamantri/contracts";

import { replayRejects } from "../src/rejects/replay-rejects.ts";
import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

const noon = new Date("2026-01-05T12:00:00Z");

const toRun = (db: TestDestination, options: RunOptions = {}, runId?: string): TestRun =>
  new TestRun(
    db.url,
    { takenAt: noon, ...options, config: { key: ["id"], rejects: { max_rows: 9 }, ...options.config } },
    runId,
  );

/** Loads rows of id and name by a run, some of which the target refuses, and finalizes it. */
async function load(run: TestRun, rows: readonly (readonly [number, string])[]): Promise<void> {
  await run.prepare();
  await run.load(
    run.batchOf(
      0,
      rows.map(([id, name]) => tuple(bigint(id), text(name))),
    ),
  );
  await run.finalize(rows.length);
}

const replay = (run: TestRun) =>
  replayRejects(run.destinations, {
    runId: run.runId,
    pipelineId: run.pipelineId,
    attempt: 1,
    columns: [...run.columns],
    takenAtMs: run.takenAtMs,
  });

const target = async (db: TestDestination): Promise<string[]> =>
  (await db.query<{ row: string }>("select t::text as row from public.target as t order by id, t::text")).map(
    ({ row }) => row,
  );

const widen = (db: TestDestination) => db.query("alter table public.target alter column name type text");

describe("by mode", () => {
  test.for(["append", "replace", "merge", "mirror"] as const)("%s", async (writeMode, { db }) => {
    await db.query("create table public.target (id bigint, name varchar(3))");
    await using run = toRun(db, { writeMode });
    await load(run, [
      [1, "a"],
      [2, "too long"],
      [3, "c"],
    ]);
    expect(await replay(run)).toEqual({ replayedCount: 0, rejectedCount: 1 });
    expect(await target(db)).toEqual(["(1,a)", "(3,c)"]);
    await widen(db);
    expect(await replay(run)).toEqual({ replayedCount: 1, rejectedCount: 0 });
    expect(await replay(run)).toEqual({ replayedCount: 1, rejectedCount: 0 });
    expect(await target(db)).toEqual(["(1,a)", '(2,"too long")', "(3,c)"]);
    expect(await db.stagingTables()).toBe(0);
  });

  test("history begins the version when its snapshot was taken, and ends no other", async ({ db }) => {
    await db.query(
      "create table public.target (id bigint, name varchar(3), valid_from timestamptz, valid_to timestamptz)",
    );
    await using run = toRun(db, { writeMode: "history" });
    await load(run, [
      [1, "a"],
      [2, "too long"],
    ]);
    await widen(db);
    await replay(run);
    const rows = await db.query("select id::int, valid_from, valid_to from public.target order by id");
    expect(rows).toEqual([1, 2].map((id) => ({ id, valid_from: noon, valid_to: null })));
  });

  test.for([
    ["hard", "", ""],
    ["soft", ", _deleted_at timestamptz", ","],
  ] as const)("mirror does not delete a rejected row (%s)", async ([delete_mode, column, nothing], { db }) => {
    await db.query(`create table public.target (id bigint, name varchar(3)${column})`);
    const options = { writeMode: "mirror" as const, config: { delete_mode } };
    await using before = toRun(db, options);
    await load(before, [
      [1, "a"],
      [2, "b"],
    ]);
    await using run = toRun(db, options);
    await load(run, [
      [1, "a"],
      [2, "too long"],
    ]);
    expect(await target(db)).toEqual([`(1,a${nothing})`, `(2,b${nothing})`]);
    await widen(db);
    await replay(run);
    expect(await target(db)).toEqual([`(1,a${nothing})`, `(2,"too long"${nothing})`]);
  });

  test("a rejected row's version continues in history until the row is loaded", async ({ db }) => {
    await db.query(
      "create table public.target (id bigint, name varchar(3), valid_from timestamptz, valid_to timestamptz)",
    );
    await using before = toRun(db, { writeMode: "history" });
    await load(before, [
      [1, "a"],
      [2, "b"],
    ]);
    await using run = toRun(db, { writeMode: "history" });
    await load(run, [
      [1, "a"],
      [2, "too long"],
    ]);
    const versions =
      "select name, valid_to is null as is_current from public.target where id = 2 order by valid_to nulls last";
    expect(await db.query(versions)).toEqual([{ name: "b", is_current: true }]);
    await widen(db);
    await replay(run);
    expect(await db.query(versions)).toEqual([
      { name: "b", is_current: false },
      { name: "too long", is_current: true },
    ]);
  });
});

test("several at once load each row once", async ({ db }) => {
  await db.query("create table public.target (id bigint, name varchar(3))");
  await using run = toRun(db);
  await load(
    run,
    Array.from({ length: 9 }, (_, id) => [id, "too long"] as const),
  );
  await widen(db);
  await using other = toRun(db, {}, run.runId);
  const outcomes = await Promise.all([replay(run), replay(other), replay(run)]);
  expect(outcomes).toEqual(Array.from({ length: 3 }, () => ({ replayedCount: 9, rejectedCount: 0 })));
  expect(await target(db)).toHaveLength(9);
});

test("rows that are still refused stay rejects, the others are loaded", async ({ db }) => {
  await db.query("create table public.target (id bigint, name varchar(3))");
  await using run = toRun(db);
  await load(run, [
    [1, "four"],
    [2, "too long"],
    [3, "five5"],
  ]);
  await db.query("alter table public.target alter column name type varchar(5)");
  expect(await replay(run)).toEqual({ replayedCount: 2, rejectedCount: 1 });
  expect(await target(db)).toEqual(["(1,four)", "(3,five5)"]);
});

test("when the target refuses the whole replay, everything stays unchanged", async ({ db }) => {
  await db.query("create table public.target (id bigint unique, name varchar(3))");
  await using run = toRun(db);
  await load(run, [
    [1, "a"],
    [1, "too long"],
  ]);
  await widen(db);
  await expect(replay(run)).rejects.toMatchObject({ code: "sink_rejected" });
  expect(await target(db)).toEqual(["(1,a)"]);
  expect(await db.value("select count(*)::int from datamantri.rejects where replayed_at is null")).toBe(1);
});

describe("rejects of the extractor, by the pipeline's current policy", () => {
  test.for([
    ["fail", []],
    ["reject", []],
    ["replace", ["(7,x\ufffd)"]],
    ["null", ["(7,)"]],
  ] as const)("%s", async ([policy, rows], { db }) => {
    await db.query("create table public.target (id bigint, name text)");
    await using run = toRun(db, { unrepresentable: policy });
    await run.prepare();
    const reject = {
      rowNumber: 0,
      columns: ["name"],
      reason: "nul",
      sourceRow: "{}",
      tuple: tuple(bigint(7), text("x\ufffd")),
    };
    const batch = { ...run.batchOf(0, []), rejects: [reject] };
    await run.load({ ...batch, checksum: batchChecksum(batch) });
    await run.finalize(1);
    const replayedCount = rows.length;
    expect(await replay(run)).toEqual({ replayedCount, rejectedCount: 1 - replayedCount });
    expect(await target(db)).toEqual(rows);
  });
});

describe("refused", () => {
  test("when the run has written nothing", async ({ db }) => {
    await db.query("create table public.target (id bigint, name varchar(3))");
    await using run = toRun(db);
    await run.prepare();
    await run.load(run.batchOf(0, [tuple(bigint(1), text("too long"))]));
    await expect(replay(run)).rejects.toMatchObject({ code: "conflict" });
    await run.discard();
    await expect(replay(run)).rejects.toMatchObject({ code: "conflict" });
  });

  test("when a later run has written the target, unless runs only add", async ({ db }) => {
    await db.query("create table public.target (id bigint, name varchar(3))");
    await using run = toRun(db, { writeMode: "merge" });
    await load(run, [[1, "too long"]]);
    await using later = toRun(db, { writeMode: "merge" });
    await load(later, [[1, "new"]]);
    await widen(db);
    await expect(replay(run)).rejects.toMatchObject({ code: "conflict" });
    expect(await target(db)).toEqual(["(1,new)"]);
    await using adding = toRun(db, { writeMode: "append" }, run.runId);
    expect(await replay(adding)).toEqual({ replayedCount: 1, rejectedCount: 0 });
  });
});
