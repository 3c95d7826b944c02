/** An undo while its destination does not answer, others write the target, or readers have old snapshots. */
import { describe, expect } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

const swaps = { writeMode: "replace", config: { keep_previous: 2 } } as const;
const inPlace = { writeMode: "replace", config: { keep_previous: 2, replace_by: "in_place" } } as const;
const ways = [
  ["swap", swaps],
  ["in place", inPlace],
] as const;

const rows = (db: TestDestination) => db.value("select string_agg(id || name, ',' order by id) from target");

const loaderWaits = `
  select pid from pg_stat_activity
  where application_name = 'datamantri-loader' and wait_event_type = 'Lock' and datname = current_database()
`;

async function load(db: TestDestination, name: string, options: RunOptions): Promise<TestRun> {
  await using run = new TestRun(db.url, options);
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(bigint(1), text(name))]));
  await run.finalize(1);
  return run;
}

describe.each(ways)("by %s", (_way, options) => {
  test("whether it has happened is unknown until the ledger answers", async ({ db }) => {
    const role = `undo_${Math.random().toString(36).slice(2)}`;
    await db.query(`
      create role ${role} login password 'only-for-tests';
      grant create on database ${db.name} to ${role};
      grant all on schema public to ${role}`);
    const asRole = { ...options, password: "only-for-tests", config: { ...options.config, user: role } };
    await load(db, "a", asRole);
    const undone = await load(db, "b", asRole);
    await using run = new TestRun(db.url, asRole);
    expect(await run.settleUndo(undone)).toBe(1);
    await db.query(`alter role ${role} password 'rotated'`);
    await using other = new TestRun(db.url, asRole, run.runId);
    await expect(other.settleUndo(undone)).rejects.toMatchObject({ code: "outcome_unknown", isRetryable: true });
    await db.query(`alter role ${role} password 'only-for-tests'`);
    expect(await other.settleUndo(undone)).toBe(1);
    expect(await rows(db)).toBe("1a");
    await db.query(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`);
  });

  test("one that has failed changes nothing when its task comes again", async ({ db }) => {
    await load(db, "a", options);
    const undone = await load(db, "b", options);
    await db.query("alter table target rename column name to other");
    await using run = new TestRun(db.url, options);
    await expect(run.settleUndo(undone)).rejects.toMatchObject({ code: "sink_table_mismatch" });
    await db.query("alter table target rename column other to name");
    await using again = new TestRun(db.url, options, run.runId);
    await expect(again.settleUndo(undone)).rejects.toMatchObject({ code: "sink_table_mismatch" });
    expect(await rows(db)).toBe("1b");
    await using next = new TestRun(db.url, options);
    expect(await next.settleUndo(undone)).toBe(1);
    expect(await rows(db)).toBe("1a");
  });

  test("what writes the target while it waits for the lock makes it fail", async ({ db }) => {
    await load(db, "a", options);
    const undone = await load(db, "b", options);
    const writer = await db.connect();
    await writer.query("begin; insert into target values (2, 'theirs')");
    await using run = new TestRun(db.url, options);
    const undoing = run.settleUndo(undone).catch((error: unknown) => error);
    await waitFor(() => db.value(loaderWaits), { what: "the undo to wait for the target" });
    // As a loader of 0.2.0 finalizes a run of another pipeline.
    await writer.query(`
      insert into datamantri.runs (run_id, pipeline_id, target, state, schema_fingerprint, columns, row_count, closed_at)
      values (gen_random_uuid(), gen_random_uuid(), '"public"."target"', 'finalized', '', '[]', 1, now());
      commit`);
    writer.release();
    expect(await undoing).toMatchObject({ code: "conflict" });
    expect(await rows(db)).toBe("1b,2theirs");
    expect(await db.value("select count(*)::int from datamantri.previous_states")).toBe(1);
  });

  test("another pipeline's run, which drops the former rows, waits for it or makes it fail", async ({ db }) => {
    await load(db, "a", options);
    const undone = await load(db, "b", options);
    await using other = new TestRun(db.url, { writeMode: "append" });
    await other.prepare();
    await other.load(other.batchOf(0, [tuple(bigint(9), text("z"))]));
    await using run = new TestRun(db.url, options);
    const [undoing, appending] = await Promise.allSettled([run.settleUndo(undone), other.settle(1)]);
    expect(appending.status).toBe("fulfilled");
    if (undoing.status === "fulfilled") expect(["1a,9z", "1a"]).toContain(await rows(db));
    else expect([undoing.reason.code, await rows(db)]).toEqual(["conflict", "1b,9z"]);
    expect(await db.value("select count(*)::int from datamantri.previous_states")).toBe(0);
  });

  test("a reader sees the old rows or the new ones", async ({ db }) => {
    await load(db, "a", options);
    const undone = await load(db, "b", options);
    const reader = await db.connect();
    await reader.query("begin isolation level repeatable read; select count(*) from datamantri.runs");
    await using run = new TestRun(db.url, options);
    expect(await run.settleUndo(undone)).toBe(1);
    const { rows: seen } = await reader.query<{ name: string }>("select name from target");
    // Both states were committed before its snapshot.
    expect(seen.length).toBe(1);
    expect(["a", "b"]).toContain(seen[0]!.name);
    await reader.query("commit");
    reader.release();
    expect(await rows(db)).toBe("1a");
  });

  test("a reader with a snapshot from before the load never sees an empty table", async ({ db }) => {
    await load(db, "a", options);
    const reader = await db.connect();
    await reader.query("begin isolation level repeatable read; select count(*) from datamantri.runs");
    const undone = await load(db, "b", { ...options, config: { ...options.config, replace_by: "in_place" } });
    await using run = new TestRun(db.url, { ...options, config: { replace_by: "auto" } });
    expect(await run.settleUndo(undone)).toBe(1);
    expect(run.replacement).toMatch(/^replaced in place: a transaction of session/);
    expect((await reader.query("select name from target")).rows).toEqual([{ name: "a" }]);
    await reader.query("commit");
    reader.release();
  });
});
