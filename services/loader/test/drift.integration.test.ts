/** Schema drift: the source's columns have changed since the previous run. */
import { randomUUID } from "node:crypto";
import { beforeEach, expect } from "vitest";

import type { Column } from "@datamantri/contracts";
import type { DestinationConfig, WriteMode } from "@datamantri/api";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun } from "./test-run.ts";
let pipelineId: string;

beforeEach(async () => {
  pipelineId = randomUUID();
});

const id = column("id", "INT64");
const name = column("name", "STRING");
const extra = column("extra", "STRING");

const bytes: Record<string, (i: number) => Buffer> = {
  INT64: bigint,
  STRING: (i) => text(`s${i}`),
  // 7 in numeric's binary format: one digit, weight 0, positive, no fraction.
  NUMERIC: () => Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0, 7]),
};

/** Loads one row with these columns; returns the lines for the run's log. */
async function write(
  db: TestDestination,
  columns: readonly Column[],
  drift?: DestinationConfig["schema_drift"],
  writeMode: WriteMode = "append",
): Promise<readonly string[]> {
  const config = { schema_drift: drift, key: ["id"] };
  await using run = new TestRun(db.url, { columns, writeMode, config, pipelineId });
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(...columns.map(({ type }) => bytes[type]!(1)))]));
  await run.finalize(1);
  return run.warnings;
}

const rows = (db: TestDestination) => db.query("select * from public.target");

test("freeze, the default: a new, a removed and a changed column fail the run by name, before a row is read", async ({
  db,
}) => {
  await write(db, [id, name]);
  await expect(write(db, [id, name, extra])).rejects.toMatchObject({ code: "schema_drift" });
  await expect(write(db, [id, name, extra])).rejects.toThrow(/\(freeze\): new "extra" text/);
  await expect(write(db, [id])).rejects.toThrow(/gone "name"/);
  await expect(write(db, [column("id", "STRING"), name])).rejects.toThrow(/"id" bigint is now text/);
  expect(await rows(db)).toHaveLength(1);
  expect(await db.stagingTables()).toBe(0);
});

test.for(["append", "replace", "mirror"] as const)(
  "evolve adds new columns and reports it: %s",
  async (writeMode, { db }) => {
    await write(db, [id, name], "evolve", writeMode);
    expect(await write(db, [id, name, extra], "evolve", writeMode)).toEqual([
      'schema drift, the target follows: new "extra" text',
    ]);
    expect((await rows(db)).at(-1)).toEqual({ id: "1", name: "s1", extra: "s1" });
    // Already known, so not reported.
    expect(await write(db, [id, name, extra], "evolve", writeMode)).toEqual([]);
  },
);

test("evolve keeps a removed column, and widens a type", async ({ db }) => {
  await write(db, [id, name], "evolve");
  await write(db, [id], "evolve");
  expect((await rows(db)).at(-1)).toEqual({ id: "1", name: null });
  await write(db, [column("id", "NUMERIC")], "evolve");
  expect((await rows(db)).at(-1)).toEqual({ id: "7", name: null });
  await expect(write(db, [column("id", "STRING")], "evolve")).rejects.toMatchObject({ code: "schema_drift" });
});

test("ignore_new ignores new columns and refuses missing ones", async ({ db }) => {
  await write(db, [id, name], "ignore_new");
  expect(await write(db, [extra, id, name], "ignore_new")).toHaveLength(1);
  expect((await rows(db)).at(-1)).toEqual({ id: "1", name: "s1" });
  await expect(write(db, [id], "ignore_new")).rejects.toMatchObject({ code: "schema_drift" });
});

test.for(["append", "replace", "merge", "mirror", "history"] as const)(
  "ignore_new ignores a column for good, until another policy wants it: %s",
  async (writeMode, { db }) => {
    await write(db, [id, name], "ignore_new", writeMode);
    const ignored = ['schema drift, new columns are ignored: new "extra" text'];
    for (let again = 0; again < 3; again++) {
      expect(await write(db, [id, name, extra], "ignore_new", writeMode)).toEqual(ignored);
    }
    // What is ignored may change and go.
    expect(await write(db, [id, name, column("extra", "INT64")], "ignore_new", writeMode)).toHaveLength(1);
    expect(await write(db, [id, name], "ignore_new", writeMode)).toEqual([]);
    await write(db, [id, name, extra], "ignore_new", writeMode);
    await expect(write(db, [id, name, extra], "freeze", writeMode)).rejects.toThrow(/\(freeze\): new "extra" text/);
    expect(await write(db, [id, name, extra], "evolve", writeMode)).toEqual([
      'schema drift, the target follows: new "extra" text',
    ]);
    expect((await rows(db)).at(-1)).toMatchObject({ id: "1", name: "s1", extra: "s1" });
  },
);

test("ignore_new leaves alone what others have added to the target", async ({ db }) => {
  await write(db, [id, name], "ignore_new", "merge");
  await db.query("alter table target add extra text default 'a note'; update target set extra = 'a note'");
  await write(db, [id, name, extra], "ignore_new", "merge");
  expect(await rows(db)).toEqual([{ id: "1", name: "s1", extra: "a note" }]);
});

test("a run that fails leaves the target's columns as they were", async ({ db }) => {
  await write(db, [id, name], "evolve", "merge");
  const columns = [id, name, extra];
  await using run = new TestRun(db.url, {
    columns,
    writeMode: "merge",
    config: { schema_drift: "evolve", key: ["id"] },
    pipelineId,
  });
  await run.prepare();
  const row = tuple(bigint(2), text("a"), text("b"));
  await run.load(run.batchOf(0, [row, row]));
  await expect(run.finalize(2)).rejects.toMatchObject({ code: "sink_key_invalid" });
  expect(await rows(db)).toEqual([{ id: "1", name: "s1" }]);
});

test("a table in use is altered later: the run gives up its lock soon, so that readers do not queue behind it", async ({
  db,
}) => {
  await write(db, [id, name], "evolve", "append");
  await using run = new TestRun(db.url, {
    columns: [id, name, extra],
    config: { schema_drift: "evolve" },
    pipelineId,
  });
  await run.prepare();
  const holder = await db.connect();
  await holder.query("begin; select from target");
  await expect(run.finalize(0)).rejects.toMatchObject({ code: "sink_busy" });
  expect(await rows(db)).toHaveLength(1);
  await holder.query("commit");
  holder.release();
  expect(await run.finalize(0)).toBe(0);
  expect((await rows(db)).at(-1)).toEqual({ id: "1", name: "s1", extra: null });
});
