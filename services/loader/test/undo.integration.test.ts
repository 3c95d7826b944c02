/** A run is undone: the target has the rows from before it, and everything else that it has. */
import { describe, expect } from "vitest";

import { previousTableName } from "@datamantri/contracts";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import { targetOid } from "./replaced-target.ts";
import type { TestDestination } from "./test-destination.ts";
import { column, TestRun, type RunOptions } from "./test-run.ts";

const pipelineId = "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11";
const swaps: RunOptions = { pipelineId, writeMode: "replace", config: { keep_previous: 2, replace_by: "swap" } };
const inPlace: RunOptions = { ...swaps, config: { keep_previous: 2, replace_by: "in_place" } };
const ways = [
  ["swap", swaps],
  ["in place", inPlace],
] as const;

const rows = (db: TestDestination) => db.value("select string_agg(id || name, ',' order by id) from target");
const keptTables = (db: TestDestination) =>
  db.value(
    "select count(*)::int from pg_tables where schemaname = 'datamantri' and tablename like 'previous#_%' escape '#' and tablename <> 'previous_states'",
  );

/** A finalized run with one row for each name; ids from 1. */
async function load(db: TestDestination, names: readonly string[], options: RunOptions = swaps): Promise<TestRun> {
  await using run = new TestRun(db.url, { ...options, config: { guards: { shrink: "allow" }, ...options.config } });
  await run.prepare();
  await run.load(
    run.batchOf(
      0,
      names.map((name, i) => tuple(bigint(i + 1), text(name))),
    ),
  );
  await run.finalize(names.length);
  return run;
}

/** A run that has undone the other. */
async function undo(db: TestDestination, undone: TestRun, options: RunOptions = swaps): Promise<TestRun> {
  await using run = new TestRun(db.url, options);
  await run.undo(undone);
  expect(await db.stagingTables()).toBe(0);
  return run;
}

async function whyNot(db: TestDestination, undone: TestRun, options: RunOptions = swaps): Promise<string> {
  await using run = new TestRun(db.url, options);
  const before = [await rows(db), await keptTables(db)];
  const error = (await run.settleUndo(undone).catch((thrown: unknown) => thrown)) as Error & { code: string };
  expect([await rows(db), await keptTables(db)]).toEqual(before);
  return `${error.code}: ${error.message}`;
}

describe.each(ways)("by %s", (way, options) => {
  test("runs are undone one after the other, as far as states are kept", async ({ db }) => {
    const first = await load(db, ["a"], options);
    const second = await load(db, ["b", "b"], options);
    const third = await load(db, ["c"], options);
    const fourth = await load(db, ["d", "d", "d"], options);
    expect(first.undoableRunIds).toEqual([]);
    expect(second.undoableRunIds).toEqual([second.runId]);
    expect(fourth.undoableRunIds).toEqual([third.runId, fourth.runId]);
    expect(await keptTables(db)).toBe(2);

    const undone = await undo(db, fourth, options);
    expect(await rows(db)).toBe("1c");
    expect(undone.undoableRunIds).toEqual([third.runId]);
    expect(undone.replacement).toMatch(way === "swap" ? "replaced by a swap" : /^replaced in place/);
    expect(undone.warnings).toEqual([`undone: "public"."target" has the rows from before run ${fourth.runId}`]);
    const last = await undo(db, third, options);
    expect(await rows(db)).toBe("1b,2b");
    expect(last.undoableRunIds).toEqual([]);
    expect(await keptTables(db)).toBe(0);
    expect(await whyNot(db, second, options)).toContain("are not kept");

    const next = await load(db, ["e"], options);
    expect(next.undoableRunIds).toEqual([next.runId]);
    await undo(db, next, options);
    expect(await rows(db)).toBe("1b,2b");
  });

  test("it is the newest run first, and once", async ({ db }) => {
    await load(db, ["a"], options);
    const second = await load(db, ["b"], options);
    const third = await load(db, ["c"], options);
    expect(await whyNot(db, second, options)).toContain(`run ${third.runId} has replaced the rows`);
    await undo(db, third, options);
    expect(await whyNot(db, third, options)).toContain("are not kept");
    expect(await rows(db)).toBe("1b");
  });

  test("a repeated delivery changes nothing, and says the same", async ({ db }) => {
    await load(db, ["a", "a"], options);
    const second = await load(db, ["b"], options);
    const third = await load(db, ["c"], options);
    const run = await undo(db, third, options);
    await using again = new TestRun(db.url, options, run.runId);
    expect(await again.settleUndo(third)).toBe(1);
    expect([await rows(db), again.undoableRunIds]).toEqual(["1b", [second.runId]]);
  });

  test("an undo that was refused stays refused", async ({ db }) => {
    await load(db, ["a"], options);
    const second = await load(db, ["b"], options);
    const third = await load(db, ["c"], options);
    await using early = new TestRun(db.url, options);
    await expect(early.settleUndo(second)).rejects.toMatchObject({ code: "conflict" });
    await undo(db, third, options);
    await expect(early.settleUndo(second)).rejects.toMatchObject({ code: "conflict" });
    expect(await rows(db)).toBe("1b");
  });

  test("one that was cancelled before does nothing", async ({ db }) => {
    await load(db, ["a"], options);
    const second = await load(db, ["b"], options);
    await using run = new TestRun(db.url, options);
    expect(await run.discard()).toBe(true);
    await expect(run.settleUndo(second)).rejects.toMatchObject({ code: "run_closed" });
    expect(await rows(db)).toBe("1b");
    const undone = await undo(db, second, options);
    expect(undone.verification.level).toBe("none");
  });

  test("others' changes since the load are overwritten", async ({ db }) => {
    await load(db, ["a", "b"], options);
    const second = await load(db, ["c"], options);
    await db.query("insert into target values (9, 'theirs'); update target set name = 'changed' where id = 1");
    await undo(db, second, options);
    expect(await rows(db)).toBe("1a,2b");
  });

  test("what the target got since stays: an index, a column, a grant, a view", async ({ db }) => {
    await load(db, ["a"], options);
    const second = await load(db, ["b"], options);
    await db.query(`
      create index later on target (name);
      alter table target add column noted text default 'none';
      comment on table target is 'theirs';
      grant select on target to public;
      create view seen as select id, name from target`);
    await undo(db, second, { ...options, config: { replace_by: "auto" } });
    expect(await db.query("select * from target")).toEqual([{ id: "1", name: "a", noted: "none" }]);
    expect(await db.query("select * from seen")).toEqual([{ id: "1", name: "a" }]);
    expect(await db.value("select indexrelid::regclass::text from pg_index where indrelid = 'target'::regclass")).toBe(
      "later",
    );
    expect(await db.value("select obj_description('target'::regclass)")).toBe("theirs");
    expect(await db.value("select relacl::text from pg_class where oid = 'target'::regclass")).toContain("{");
  });

  test("a column that the former rows have, and the target no longer", async ({ db }) => {
    await load(db, ["a"], options);
    const second = await load(db, ["b"], options);
    await db.query("alter table target drop column name; alter table target add column name text");
    await undo(db, second, { ...options, config: { replace_by: "auto" } });
    expect(await rows(db)).toBe("1a");
    const third = await load(db, ["c"], { ...options, config: { ...options.config, replace_by: "auto" } });
    await db.query("alter table target rename column name to other");
    await using run = new TestRun(db.url, options);
    await expect(run.undo(third)).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining('has no column "name" any more') as string,
    });
  });
});

describe("a state is worthless after", () => {
  test.for([
    ["a run that keeps none", { ...swaps, config: { replace_by: "swap" } }],
    ["another write mode", { pipelineId, writeMode: "append" }],
    ["another pipeline's run", { writeMode: "append" }],
  ] as const)("%s: it is dropped", async ([, other], { db }) => {
    await load(db, ["a"]);
    const second = await load(db, ["b"]);
    expect(await keptTables(db)).toBe(1);
    const third = await load(db, ["c"], other);
    expect([third.undoableRunIds, await keptTables(db)]).toEqual([[], 0]);
    expect(await whyNot(db, second)).toContain("are not kept");
    expect(await db.value("select count(*)::int from datamantri.previous_states")).toBe(0);
  });

  test("a run of a loader that does not know it: refused, and dropped by the next run", async ({ db }) => {
    await load(db, ["a"]);
    const second = await load(db, ["b"]);
    const other = "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33";
    await db.query(`
      insert into datamantri.runs (run_id, pipeline_id, target, state, schema_fingerprint, columns, row_count, closed_at)
      values ('${other}', '${pipelineId}', '"public"."target"', 'finalized', '', '[]', 0, now())`);
    expect(await whyNot(db, second)).toContain(`run ${other} has written`);
    const third = await load(db, ["c"], { ...swaps, config: { ...swaps.config, schema_drift: "evolve" } });
    expect(third.undoableRunIds).toEqual([third.runId]);
  });

  test("a replay of another run's rejects", async ({ db }) => {
    await load(db, ["a"]);
    const second = await load(db, ["b"]);
    const replay = (runId: string) => `
      insert into datamantri.rejects (run_id, pipeline_id, target, split, row_number, column_names, reason, replayed_at)
      values ('${runId}', '${pipelineId}', '"public"."target"', 0, 1, '{}', '', now())`;
    await db.query(replay("0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33"));
    expect(await whyNot(db, second)).toContain("has written");
    await db.query("delete from datamantri.rejects");
    // Its own belong to it.
    await db.query(replay(second.runId));
    await undo(db, second);
    expect(await rows(db)).toBe("1a");
  });

  test("somebody has dropped its table", async ({ db }) => {
    await load(db, ["a"]);
    const second = await load(db, ["b"]);
    await db.query(`drop table datamantri.${previousTableName(second.runId)}`);
    expect(await whyNot(db, second)).toContain("somebody has dropped");
    const third = await load(db, ["c"], { ...swaps, config: { ...swaps.config, keep_previous: 1 } });
    expect(third.undoableRunIds).toEqual([third.runId]);
  });
});

test("a kept table on which somebody's view depends stays, and fails no run", async ({ db }) => {
  await load(db, ["a"]);
  const second = await load(db, ["b"]);
  const kept = `datamantri.${previousTableName(second.runId)}`;
  await db.query(`create view theirs as select * from ${kept}`);
  const third = await load(db, ["c"], { ...swaps, config: { replace_by: "swap" } });
  expect(third.warnings).toEqual([
    `"datamantri"."${previousTableName(second.runId)}" stays, because other objects depend on it: drop it yourself`,
  ]);
  expect(await db.query("select * from theirs")).toHaveLength(1);
});

test("a swap keeps the rows of a table with everything, and the table loses nothing", async ({ db }) => {
  const reader = `test_reader_${Math.random().toString(36).slice(2)}`;
  await db.query(`create role ${reader}`);
  await db.query(`
    create table target (
      id bigint primary key, name varchar collate "C" default 'x' not null check (name <> ''),
      region text default 'nowhere', shouted text generated always as (upper(name)) stored
    ) with (fillfactor = 70);
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create index by_name on target (name);
    create unique index once on target (id, name);
    alter table target cluster on by_name;
    alter table target replica identity using index once;
    alter table target alter column id set not null;
    alter table target alter column name set statistics 250;
    create trigger touched before update on target for each row execute function touch();
    alter table target enable row level security;
    create policy mine on target for select to ${reader} using (id > 0);
    grant select on target to ${reader} with grant option;
    grant update (name) on target to ${reader};
    create view names as select name from target;
    comment on table target is 'a table';
    comment on column target.name is 'a name';
    insert into target (id, name, region) values (1, 'old', 'here')`);
  const look = () =>
    db.query(`
      select relacl::text, reloptions, relreplident, obj_description(pg_class.oid) as comment, relrowsecurity,
        (select array_agg(pg_get_constraintdef(oid) order by conname) from pg_constraint where conrelid = pg_class.oid) as constraints,
        (select array_agg(pg_get_indexdef(indexrelid) || indisclustered order by 1) from pg_index where indrelid = pg_class.oid) as indexes,
        (select array_agg(attname || attnotnull || coalesce(attacl::text, '') || coalesce(attstattarget, -1) order by attnum) from pg_attribute where attrelid = pg_class.oid and attnum > 0) as columns,
        (select array_agg(pg_get_triggerdef(oid)) from pg_trigger where tgrelid = pg_class.oid) as triggers
      from pg_class where oid = 'target'::regclass`);
  const [before, oid] = [await look(), await targetOid(db)];
  const run = await load(db, ["new", "newer"]);
  expect(run.replacement).toBe("replaced by a swap");
  expect(await look()).toEqual(before);
  const kept = `datamantri.${previousTableName(run.runId)}`;
  // The same table, without a copy, and nothing but rows and columns: nobody else may read it.
  expect(await db.value(`select '${kept}'::regclass::oid`)).toBe(oid);
  expect(
    await db.query(`
      select relacl, reloptions, relreplident, relhastriggers, relrowsecurity, obj_description(oid) as comment,
        (select count(*)::int from pg_index where indrelid = pg_class.oid) as indexes,
        (select count(*)::int from pg_constraint where conrelid = pg_class.oid) as constraints
      from pg_class where oid = '${kept}'::regclass`),
  ).toMatchObject([{ reloptions: null, relreplident: "d", comment: null, indexes: 0, constraints: 0 }]);
  expect(await db.value(`select has_table_privilege('${reader}', '${kept}', 'SELECT')`)).toBe(false);
  const undone = await undo(db, run);
  expect(undone.replacement).toBe("replaced by a swap");
  expect(await look()).toEqual(before);
  expect(await db.query("select * from target")).toEqual([{ id: "1", name: "old", region: "here", shouted: "OLD" }]);
  expect(await db.query("select * from names")).toEqual([{ name: "old" }]);
  await db.query(`drop owned by ${reader}; drop role ${reader}`);
});

test("in place keeps every column, identities too, and what refers to the table", async ({ db }) => {
  await db.query(`
    create table target (
      number bigint generated always as identity, id bigint primary key, name text, region text default 'nowhere',
      shouted text generated always as (upper(name)) stored
    );
    create table orders (target_id bigint references target (id));
    create materialized view all_names as select name from target;
    insert into target (id, name, region) values (1, 'old', 'here'), (2, 'older', 'there');
    insert into orders values (1)`);
  const options = { ...swaps, config: { keep_previous: 1 } };
  const oid = await targetOid(db);
  const run = await load(db, ["new"], options);
  expect(run.replacement).toMatch(/^replaced in place/);
  const undone = await undo(db, run, options);
  expect(undone.replacement).toMatch(/^replaced in place/);
  expect(await targetOid(db)).toBe(oid);
  expect(await db.query("select * from target order by id")).toEqual([
    { number: "1", id: "1", name: "old", region: "here", shouted: "OLD" },
    { number: "2", id: "2", name: "older", region: "there", shouted: "OLDER" },
  ]);
  await db.query("insert into target (id) values (9)");
  expect(await db.value("select number from target where id = 9")).toBe("4");
  // Rows that others refer to must be among the former ones.
  const next = await load(db, ["x", "y", "z"], options);
  await db.query("delete from orders; insert into orders values (3)");
  await using refused = new TestRun(db.url, options);
  await expect(refused.settleUndo(next)).rejects.toMatchObject({ code: "sink_rejected" });
  expect(await rows(db)).toBe("1x,2y,3z");
});

test("a column that a run has added stays, and so does its type", async ({ db }) => {
  const options = { ...swaps, config: { keep_previous: 3, schema_drift: "evolve" as const } };
  await load(db, ["a"], options);
  const second = await load(db, ["b"], options);
  await using wider = new TestRun(db.url, {
    ...options,
    columns: [column("id", "INT64"), column("name", "STRING"), column("more", "STRING")],
  });
  await wider.prepare();
  await wider.load(wider.batchOf(0, [tuple(bigint(1), text("c"), text("more"))]));
  await wider.finalize(1);
  await db.query("alter table target alter column id type numeric");
  await undo(db, wider, options);
  expect(await db.query("select * from target")).toEqual([{ id: "1", name: "b", more: null }]);
  await undo(db, second, options);
  expect(await db.query("select * from target")).toEqual([{ id: "1", name: "a", more: null }]);
  // A later run finds the columns that are there.
  await db.query("alter table target alter column id type bigint");
  await using later = new TestRun(db.url, {
    ...options,
    columns: [column("id", "INT64"), column("name", "STRING"), column("more", "STRING")],
  });
  await later.prepare();
  await later.load(later.batchOf(0, [tuple(bigint(1), text("d"), text("e"))]));
  expect(await later.finalize(1)).toBe(1);
});

test("a user who lacks privileges is told before a row is read", async ({ db }) => {
  const role = `test_keeper_${Math.random().toString(36).slice(2)}`;
  await db.query(`create role ${role} login password 'only-for-tests'; grant all on schema public to ${role}`);
  await load(db, ["a"]);
  await db.query(`
    grant usage, create on schema datamantri to ${role};
    grant select, insert, update, delete on datamantri.runs, datamantri.batches, datamantri.rejects,
      datamantri.verifications, datamantri.migrations to ${role};
    grant insert (id, name), delete, select (id) on target to ${role}`);
  const asRole = { ...swaps, password: "only-for-tests" };
  const keeping = { ...asRole, config: { user: role, keep_previous: 1 } };
  const message = async (options: RunOptions) => {
    await using run = new TestRun(db.url, options);
    return run.prepare().catch((error: unknown) => (error as Error).message);
  };
  expect(await message(keeping)).toContain(
    `Run: GRANT SELECT, INSERT, UPDATE, DELETE ON datamantri.previous_states TO "${role}"`,
  );
  await db.query(`grant select, insert, update, delete on datamantri.previous_states to ${role}`);
  expect(await message(keeping)).toContain(`Run: GRANT SELECT ("name") ON "public"."target" TO "${role}"`);
  await db.query(`revoke all on datamantri.previous_states from ${role}; grant select on target to ${role}`);
  // Other runs need nothing of it.
  await load(db, ["b"], { ...asRole, config: { user: role } });
  expect(await rows(db)).toBe("1b");
  await db.query(`drop owned by ${role}; drop role ${role}`);
});
