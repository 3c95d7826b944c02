/** Guards stop a run before it replaces a good target by a bad snapshot. */
import { randomUUID } from "node:crypto";
import { beforeEach, expect } from "vitest";

import type { Guards, WriteMode } from "@datamantri/api";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun } from "./test-run.ts";

let pipelineId: string;
beforeEach(() => void (pipelineId = randomUUID()));

/** A run with this many rows; returns the guards' warnings. */
async function write(
  db: TestDestination,
  rowCount: number,
  guards: Guards = {},
  options: { writeMode?: WriteMode; name?: string | null } = {},
): Promise<readonly string[]> {
  const { writeMode = "replace", name = "x" } = options;
  await using run = new TestRun(db.url, { writeMode, pipelineId, config: { guards, key: ["id"] } });
  await run.prepare();
  const rows = Array.from({ length: rowCount }, (_, i) => tuple(bigint(i), name === null ? null : text(name)));
  if (rowCount > 0) await run.load(run.batchOf(0, rows));
  await run.finalize(rowCount);
  return run.warnings;
}

const rowsNow = (db: TestDestination) => db.value("select count(*)::int from target");

test.for(["replace", "mirror", "history"] as const)(
  "%s: stops for no rows where there were some",
  async (writeMode, { db }) => {
    await write(db, 3, {}, { writeMode });
    await expect(write(db, 0, {}, { writeMode })).rejects.toMatchObject({ code: "guard_stopped" });
    await expect(write(db, 0, {}, { writeMode })).rejects.toThrow(/guard "empty" stopped the run: no row was loaded/);
    expect(await rowsNow(db)).toBe(3);
  },
);

test("no rows: warn reports it and continues, allow continues", async ({ db }) => {
  await write(db, 3);
  expect(await write(db, 0, { empty: "warn" })).toEqual([expect.stringMatching(/guard "empty" warned/)]);
  expect(await rowsNow(db)).toBe(0);
  await write(db, 3);
  expect(await write(db, 0, { empty: "allow" })).toEqual([]);
});

test("far fewer rows than the previous run stop, beyond the threshold", async ({ db }) => {
  await write(db, 10);
  await expect(write(db, 4)).rejects.toThrow(
    /guard "shrink" stopped the run: the source has 4 rows, the run before had 10/,
  );
  expect(await write(db, 5)).toEqual([]);
  expect(await write(db, 1, { shrink_threshold: 0.9 })).toEqual([]);
  await write(db, 10);
  expect(await write(db, 1, { shrink: "warn" })).toHaveLength(1);
});

test("the previous run is one of the same pipeline", async ({ db }) => {
  await write(db, 10);
  pipelineId = randomUUID();
  expect(await write(db, 4)).toEqual([]);
});

test("a column that became NULL everywhere stops", async ({ db }) => {
  await write(db, 3);
  await expect(write(db, 3, {}, { name: null })).rejects.toThrow(/guard "all_null" .* NULL in every row: "name"/);
  expect(await db.value("select count(name)::int from target")).toBe(3);
  expect(await write(db, 3, { all_null: "warn" }, { name: null })).toHaveLength(1);
  // It was NULL before, so it is not reported.
  expect(await write(db, 3, {}, { name: null })).toEqual([]);
});

test("the first load, append and merge are not guarded", async ({ db }) => {
  expect(await write(db, 0)).toEqual([]);
  await write(db, 9, {}, { writeMode: "append" });
  expect(await write(db, 0, {}, { writeMode: "append" })).toEqual([]);
  expect(await write(db, 0, {}, { writeMode: "merge" })).toEqual([]);
});
