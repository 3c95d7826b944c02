/** Schema drift: the source's columns have changed since the previous run. */
import { randomUUID } from "node:crypto";
import { beforeEach, expect } from "vitest";

import type { Column } from "@datamantri/contracts";
import type { DestinationConfig, Mapping, WriteMode } from "@datamantri/api";

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
  // jsonb's binary format begins with its version.
  STRUCT: () => Buffer.concat([Buffer.from([1]), text("{}")]),
  // 7 in numeric's binary format: one digit, weight 0, positive, no fraction.
  NUMERIC: () => Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0, 7]),
};

/** Loads one row with these columns; returns the lines for the run's log. */
async function write(
  db: TestDestination,
  columns: readonly Column[],
  drift?: DestinationConfig["schema_drift"],
  writeMode: WriteMode = "append",
  mapping: Mapping = {},
): Promise<readonly string[]> {
  const config = { schema_drift: drift, key: ["id"] };
  await using run = new TestRun(db.url, { columns, writeMode, config, pipelineId, mapping });
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

const modes = ["append", "replace", "merge", "mirror", "history"] as const;
const bySource = (message: string) => ({
  code: "schema_drift",
  message: expect.stringMatching(`^the source has changed .*${message}`) as string,
});
const byMapping = (message: string) => ({
  code: "schema_drift",
  message: expect.stringMatching(`^the pipeline's mapping has changed .*${message}.*Undo that`) as string,
});

test.for(modes)("a changed mapping is told from a changed source: %s", async (mode, { db }) => {
  const all = [id, name, extra];
  const excludes = (source: string): Mapping => ({ columns: [{ source, exclude: true }] });
  await write(db, [id, name], "freeze", mode, excludes("extra"));
  const renamed = column("label", "STRING", { sourcePath: ["name"] });
  await expect(write(db, [id, renamed], "freeze", mode)).rejects.toMatchObject(
    byMapping('"name" is now called "label"'),
  );
  await expect(write(db, [id, renamed], "ignore_new", mode)).rejects.toMatchObject(byMapping('"name" is now called'));
  await expect(write(db, [id], "freeze", mode, excludes("NAME"))).rejects.toMatchObject(byMapping('gone "name"'));
  await expect(write(db, all, "freeze", mode)).rejects.toMatchObject(byMapping('new "extra"'));
  const cast = column("name", "STRING", { targetType: "integer" });
  await expect(write(db, [id, cast], "freeze", mode)).rejects.toMatchObject(byMapping('"name" text is now integer'));
  await expect(write(db, [id, cast], "evolve", mode)).rejects.toMatchObject(byMapping('"name" text is now integer'));
  await expect(write(db, [id], "freeze", mode)).rejects.toMatchObject(bySource('gone "name"'));
  const capital = column("Name", "STRING");
  await expect(write(db, [id, capital], "freeze", mode)).rejects.toMatchObject(bySource('"name" is now called "Name"'));
  const other = column("other", "STRING");
  await expect(write(db, [id, name, other], "freeze", mode)).rejects.toMatchObject(bySource('new "other" text$'));
  await expect(write(db, [id, renamed, other], "freeze", mode)).rejects.toThrow(
    /^the source has changed \(freeze\): new "other" text; the pipeline's mapping has changed \(freeze\): "name" is now called/,
  );
});

test("a mapping that flattens a STRUCT, and one that does so no longer", async ({ db }) => {
  const city = column("city", "STRING");
  const whole = column("address", "STRUCT", { fields: [city] });
  const flat = column("address_city", "STRING", { sourcePath: ["address", "city"] });
  await write(db, [id, whole]);
  await expect(write(db, [id, flat])).rejects.toMatchObject(byMapping('new "address_city" text, gone "address"'));
  await write(db, [id, flat], "evolve");
  await expect(write(db, [id, whole])).rejects.toMatchObject(byMapping('new "address" jsonb, gone "address_city"'));
});

test.for(modes)("fields inside of a STRUCT are seen: %s", async (mode, { db }) => {
  const [city, zip] = [column("city", "STRING"), column("zip", "STRING")];
  const address = (...fields: readonly Column[]) =>
    column("address", "STRUCT", { fields: [column("geo", "STRUCT", { repeated: true, fields: [...fields] })] });
  await write(db, [id, address(city)], "freeze", mode);
  await write(db, [id, address(city)], "freeze", mode);
  const wider = [id, address(city, zip)];
  await expect(write(db, wider, "freeze", mode)).rejects.toMatchObject(bySource('new "address.geo.zip" STRING'));
  const others = [id, address(column("city", "INT64"))];
  await expect(write(db, others, "freeze", mode)).rejects.toMatchObject(
    bySource('"address.geo.city" STRING is now INT64'),
  );
  const excluded = { columns: [{ source: "address.geo.city", exclude: true }] };
  const narrower = [id, address(zip)];
  await expect(write(db, narrower, "freeze", mode, excluded)).rejects.toThrow(
    /source has changed \(freeze\): new "address.geo.zip" STRING; the pipeline's mapping .*gone "address.geo.city"/,
  );
  expect(await write(db, wider, "ignore_new", mode)).toEqual([
    'schema drift inside of columns, written as it is: new "address.geo.zip" STRING',
  ]);
  expect(await write(db, narrower, "evolve", mode)).toEqual([
    'schema drift, the target follows: gone "address.geo.city"',
  ]);
  expect(await write(db, narrower, "freeze", mode)).toEqual([]);
});

test("a ledger of an older loader: what it does not say is no change", async ({ db }) => {
  const address = column("address", "STRUCT", { fields: [extra] });
  await write(db, [id, address]);
  await db.query(`
    update datamantri.runs set excluded = null, columns = (
      select jsonb_agg(jsonb_build_object('name', entry -> 'name', 'type', entry -> 'type'))
      from jsonb_array_elements(columns) as entry
    )`);
  await write(db, [id, { ...address, fields: [name] }]);
  await expect(write(db, [id, name])).rejects.toMatchObject(bySource('new "name" text, '));
});

const dependents = {
  "a view": "create view seen as select id from target",
  "a materialized view": "create materialized view seen as select id from target",
  "a rule": "create rule watch as on update to target where new.id > 1 do instead nothing",
  "a generated column": "alter table target add twice bigint generated always as (id * 2) stored",
  "a policy": "create policy own on target using (id > 0)",
  "a trigger": `create function act() returns trigger language plpgsql as 'begin return new; end';
    create trigger act after update on target for each row when (new.id > 0) execute function act()`,
  "a function's body": "create function total() returns numeric begin atomic select sum(id) from target; end",
  "a publication's columns": "create publication feed for table target (id)",
  "a publication's condition": "create publication feed for table target where (id > 0)",
  "a column of its row type": "create table other (whole target)",
};

test.for(Object.entries(dependents))(
  "a type that %s depends on is not changed, and the run says so",
  async ([, sql], { db }) => {
    await write(db, [id, name], "evolve");
    await db.query(sql);
    const wide = [column("id", "NUMERIC"), name];
    const attempt = new TestRun(db.url, { columns: wide, config: { schema_drift: "evolve" }, pipelineId });
    await expect(attempt.prepare()).rejects.toMatchObject({
      code: "schema_drift",
      message: expect.stringMatching(/cannot change the types.*"id": \S+/) as string,
    });
    await attempt[Symbol.asyncDispose]();
    // PostgreSQL itself refuses it.
    await expect(db.query("alter table target alter id type numeric")).rejects.toThrow();
  },
);

/** What a run of `evolve` finds out before a row is read, each as its target and the columns that it widens or adds. */
const stuck = {
  "an identity": ["create table target (id bigint generated by default as identity, name text)", "wider"],
  "a foreign key to a bigint": [
    "create table parent (id bigint primary key); insert into parent values (1); create table target (id bigint references parent, name text)",
    "wider",
  ],
  "an index on an expression": [
    "create table target (id bigint, name text); create index on target ((id # 3))",
    "wider",
  ],
  "a check": ["create table target (id bigint check (id # 3 > 0), name text)", "wider"],
  "a partition": [
    "create table whole (id bigint, name text) partition by list (id); create table target partition of whole default",
    "more",
  ],
  "a typed table": ["create type shape as (id bigint, name text); create table target of shape", "more"],
  "a view": ["create table below (id bigint, name text); create view target as select * from below", "more"],
} as const;

test.for(Object.entries(stuck))("evolve is refused before a row is read by %s", async ([, [sql, how]], { db }) => {
  await db.query(sql);
  await write(db, [id, name], "evolve");
  const columns = how === "wider" ? [column("id", "NUMERIC"), name] : [id, name, extra];
  const run = new TestRun(db.url, { columns, config: { schema_drift: "evolve" }, pipelineId });
  await expect(run.prepare()).rejects.toMatchObject({
    code: "schema_drift",
    message: expect.stringMatching(/cannot follow the source|cannot change the types/) as string,
  });
  expect(await db.value("select count(*)::int from pg_tables where tablename like '%tried'")).toBe(0);
  await run[Symbol.asyncDispose]();
  // PostgreSQL itself refuses it.
  const change = how === "wider" ? "alter id type numeric" : "add extra text";
  await expect(db.query(`alter table target ${change}`)).rejects.toThrow();
});

test("a lock on the target is waited for, not taken for a change that PostgreSQL refuses", async ({ db }) => {
  await write(db, [id, name], "evolve");
  const holder = await db.connect();
  await holder.query("begin; lock table target in access exclusive mode");
  const columns = [id, name, extra];
  await using run = new TestRun(db.url, { columns, config: { schema_drift: "evolve" }, pipelineId });
  await expect(run.prepare()).rejects.toMatchObject({ code: "sink_busy", isRetryable: true });
  await holder.query("rollback");
  holder.release();
  expect(await run.prepare()).toBe(true);
});

test("a key may get a column that the target does not have yet", async ({ db }) => {
  await write(db, [id, name], "evolve", "mirror");
  const config = { schema_drift: "evolve", key: ["id", "extra"] } as const;
  await db.query("alter table target drop constraint target_pkey");
  await using run = new TestRun(db.url, { columns: [id, name, extra], writeMode: "mirror", config, pipelineId });
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(bigint(1), text("s1"), text("x"))]));
  expect(await run.finalize(1)).toBe(1);
  expect(await db.query("select extra from target")).toEqual([{ extra: "x" }]);
});

// https://docs.cloud.google.com/bigquery/docs/schemas#column_names
test.for(["evolve", "ignore_new", "freeze"] as const)(
  "a column whose name changes its case alone is refused, with what keeps its values together: %s",
  async (drift, { db }) => {
    await write(db, [id, name], drift);
    const renamed = column("Name", "STRING");
    const refusal = drift === "freeze" ? /"name" is now called "Name"/ : /Give "Name" its former name in mapping/;
    await expect(write(db, [id, renamed], drift)).rejects.toMatchObject({
      code: "schema_drift",
      message: expect.stringMatching(refusal) as string,
    });
    const mapping = { columns: [{ source: "Name", name: "name" }] };
    await write(db, [id, { ...name, sourcePath: ["Name"] }], drift, "append", mapping);
    expect(await rows(db)).toHaveLength(2);
  },
);

test("indexes, defaults, checks and foreign keys follow a wider type; so does what somebody widened before", async ({
  db,
}) => {
  await write(db, [id, name], "evolve");
  await db.query(`
    alter table target add primary key (id), alter id set default 5, add check (id > 0);
    create table letters (person bigint references target);
    create view names as select name from target`);
  const wide = column("id", "NUMERIC");
  expect(await write(db, [wide, name], "evolve")).toHaveLength(1);
  await db.query(
    'create view seen as select id from target; delete from datamantri.runs where columns @> \'[{"type": "numeric"}]\'; delete from target',
  );
  expect(await write(db, [wide, name], "evolve")).toHaveLength(1);
});

test.for(modes)("evolve widens the limits of a mapping's casts: %s", async (mode, { db }) => {
  const cast = (targetType: string) => column("name", "STRING", { targetType });
  await write(db, [id, cast("character varying(3)")], "evolve", mode);
  const wide = [id, cast("character varying(5)")];
  await expect(write(db, wide, "freeze", mode)).rejects.toMatchObject(byMapping("varying\\(5\\)"));
  expect(await write(db, wide, "evolve", mode)).toHaveLength(1);
  expect(
    await db.value(
      "select atttypmod - 4 from pg_attribute where attrelid = 'public.target'::regclass and attname = 'name'",
    ),
  ).toBe(5);
  await expect(write(db, [id, cast("character varying(4)")], "evolve", mode)).rejects.toMatchObject({
    code: "schema_drift",
  });
});

test("evolve widens a type that somebody else chose, if it is narrower", async ({ db }) => {
  await db.query("create table target (id integer, name text)");
  await write(db, [id, name], "evolve");
  await write(db, [column("id", "NUMERIC"), name], "evolve");
  expect(await rows(db)).toEqual([
    { id: "1", name: "s1" },
    { id: "7", name: "s1" },
  ]);
});

test.for(modes)("evolve leaves a type that somebody else chose, if it holds the values: %s", async (mode, { db }) => {
  const own = mode === "history" ? ", valid_from timestamptz, valid_to timestamptz" : "";
  await db.query(`create table target (id bigint, name text${own})`);
  const cast = (targetType: string) => column("name", "STRING", { targetType });
  await write(db, [id, cast("character varying(3)")], "evolve", mode);
  await write(db, [id, cast("character varying(5)")], "evolve", mode);
  const typeOf =
    "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'public.target'::regclass and attname = $1";
  expect(await db.value(typeOf, ["name"])).toBe("text");
  await expect(write(db, [column("id", "FLOAT64"), name], "evolve", mode)).rejects.toMatchObject({
    code: "schema_drift",
  });
});

test("freeze refuses another kind of value in a column that stays jsonb; evolve writes it and says so", async ({
  db,
}) => {
  const json = (type: string, more: Partial<Column> = {}) => column("value", type, more);
  const struct = json("STRUCT", { fields: [column("x", "INT64")] });
  bytes["JSON"] = bytes["STRUCT"]!;
  await write(db, [id, json("JSON")]);
  await expect(write(db, [id, struct])).rejects.toThrow('the source has changed (freeze): "value" JSON is now STRUCT');
  expect(await write(db, [id, struct], "evolve")).toEqual([
    'schema drift, the target follows: "value" JSON is now STRUCT',
  ]);
});
