/** First contact with a destination: it works, or says what a person has to do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { createDatabase, freePort, waitFor, type TestDatabase } from "@datamantri/testkit";

import { column, Psql, TestRun, twoColumns, type RunOptions } from "./test-run.ts";

let database: TestDatabase;
let psql: Psql;

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  psql = new Psql(database.url);
});

afterEach(async () => {
  await waitFor(async () => (await psql.loaderSessions()) === 0, { what: "the loader's sessions to end" });
  await psql[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const role = `test_${Math.random().toString(36).slice(2)}`;
const withRole: RunOptions = { config: { user: role }, password: "only-for-tests" };

beforeAll(async () => {
  await using admin = new Psql(inject("postgres").url);
  await admin.query(`create role ${role} login password 'only-for-tests'`);
});
afterAll(async () => {
  await using admin = new Psql(inject("postgres").url);
  await admin.query(`drop role if exists ${role}`);
});

describe("preparing a run", () => {
  test("never connects to what a cloud machine tells about itself, however it is written", async () => {
    for (const host of ["169.254.169.254", "::ffff:a9fe:a9fe", "fd00:ec2::254", "2852039166", "0xa9fea9fe"]) {
      await using run = new TestRun(database.url, { config: { host } });
      await expect(run.prepare()).rejects.toMatchObject({ code: "egress_refused" });
    }
  });

  test("makes the ledger, opens the run and creates its staging table; a repeat does nothing", async () => {
    await using run = new TestRun(database.url);
    expect(await run.prepare()).toBe(true);
    expect(await run.prepare()).toBe(false);
    expect(await psql.query("select run_id, state, target from datamantri.runs")).toEqual([
      { run_id: run.runId, state: "open", target: '"public"."target"' },
    ]);
    expect(await psql.stagingTables()).toBe(1);
    expect(await psql.value(`select reloptions::text from pg_class where oid = '${run.staging}'::regclass`)).toBe(
      "{autovacuum_enabled=false}",
    );
  });

  test("works for many first runs at once", async () => {
    const runs = Array.from({ length: 8 }, () => new TestRun(database.url));
    const opened = await Promise.all(runs.map((run) => run.prepare()));
    await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()));
    expect(opened).toEqual(runs.map(() => true));
    expect(await psql.stagingTables()).toBe(8);
  });

  test("of one run by several loaders at once opens it once", async () => {
    await using run = new TestRun(database.url);
    const opened = await Promise.all([run.prepare(), run.prepare(), run.prepare()]);
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await psql.stagingTables()).toBe(1);
  });

  test("does not wait for a run whose target somebody has locked", async () => {
    await psql.query("create table target (id bigint, name text)");
    await using first = new TestRun(database.url, { config: { table: "other" } });
    await first.prepare();
    const holder = await psql.connect();
    await holder.query("begin; lock table target in access exclusive mode");
    await using stuck = new TestRun(database.url);
    const waiting = stuck.prepare();
    await waitFor(() => psql.value(isWaiting), { what: "the first loader to wait for the lock" });
    await using run = new TestRun(database.url, { config: { table: "another" } });
    expect(await run.prepare()).toBe(true);
    await holder.query("rollback");
    holder.release();
    expect(await waiting).toBe(true);
  });

  test("guards its transactions against frozen workers and dead machines", async () => {
    await using run = new TestRun(database.url);
    const settings = await run.destinations.inTransaction(run.runId, async (client) => {
      const names = "'idle_in_transaction_session_timeout','lock_timeout','tcp_keepalives_idle'";
      const { rows } = await client.query<{ name: string; setting: string }>(
        `select name, current_setting(name) as setting from pg_settings where name in (${names}) order by name`,
      );
      return rows.map(({ setting }) => setting);
    });
    expect(settings).toEqual(["2min", "30s", "30"]);
  });
});

const isWaiting = `
  select true from pg_stat_activity
  where application_name = 'datamantri-loader' and wait_event_type = 'Lock' and datname = current_database()
`;

describe("a destination that cannot be used", () => {
  test("a schema that is missing", async () => {
    await using run = new TestRun(database.url, { config: { schema: "nowhere" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_schema_missing",
      message: 'the schema "nowhere" does not exist',
    });
    expect(await psql.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("no right to create the ledger", async () => {
    await using run = new TestRun(database.url, withRole);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringMatching(
        `permission denied for database ${database.name}.*at .*/${database.name}$`,
      ) as string,
    });
  });

  test("a ledger schema made by an administrator is enough", async () => {
    await psql.query(`create schema datamantri authorization ${role}; grant create on schema public to ${role}`);
    await using run = new TestRun(database.url, withRole);
    expect(await run.prepare()).toBe(true);
    expect(await psql.stagingTables()).toBe(1);
  });

  test("no right to create the target", async () => {
    await psql.query(`grant create on database ${database.name} to ${role}; create schema closed`);
    await psql.query(`grant usage on schema closed to ${role}`);
    await using run = new TestRun(database.url, { ...withRole, config: { user: role, schema: "closed" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: `the user "${role}" may not create tables in "closed"`,
    });
    expect(await psql.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("no right to empty the target that is to be replaced", async () => {
    await psql.query("create table target (id bigint, name text)");
    await psql.query(`grant create on database ${database.name} to ${role}; grant select, insert on target to ${role}`);
    await using appending = new TestRun(database.url, withRole);
    expect(await appending.prepare()).toBe(true);
    await using replacing = new TestRun(database.url, { ...withRole, writeMode: "replace" });
    await expect(replacing.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining("replacing needs DELETE") as string,
    });
  });

  test.each([
    ["a wrong password", { password: "wrong" }, "sink_credentials_invalid", "password authentication failed"],
    ["no password", { password: null }, "sink_credentials_invalid", "password authentication failed"],
    ["an unknown user", { config: { user: "nobody_here" } }, "sink_credentials_invalid", "nobody_here"],
    [
      "an unknown database",
      { config: { database: "nowhere" } },
      "sink_credentials_invalid",
      '"nowhere" does not exist',
    ],
    ["no TLS there", { config: { ssl_mode: "require" } }, "sink_unreachable", "does not support SSL"],
    ["an unknown host", { config: { host: "nowhere.invalid" } }, "sink_unreachable", "nowhere.invalid"],
  ] as const)("%s", async (_name, options, code, words) => {
    await using run = new TestRun(database.url, options);
    const failure: Error & { code?: string } = await run.prepare().then(
      () => expect.unreachable(),
      (error: Error) => error,
    );
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(JSON.stringify(failure)).not.toContain("only-for-tests");
  });

  test("nothing listens there", async () => {
    const port = await freePort();
    await using run = new TestRun(database.url, { config: { port } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_unreachable",
      message: expect.stringMatching(`cannot reach PostgreSQL at .*:${port}/.*ECONNREFUSED`) as string,
    });
  });
});

describe("a target that is there already", () => {
  test.each([
    ["lacks a column", "create table target (id bigint)", 'column "name"'],
    ["has another type", "create table target (id boolean, name text)", 'column "id" is of type boolean'],
    ["is a view that takes no rows", "create view target as select 1::bigint as id, 'x' as name", "cannot insert into"],
  ])("%s", async (_name, sql, words) => {
    await psql.query(sql);
    await using run = new TestRun(database.url);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining(words) as string,
    });
    expect(await psql.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("is not replaced when that would delete rows of another table", async () => {
    await psql.query("create table target (id bigint primary key, name text)");
    await psql.query("create table child (target_id bigint references target on delete cascade)");
    await using run = new TestRun(database.url, { writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("would change rows of child") as string,
    });
    await using appending = new TestRun(database.url);
    expect(await appending.prepare()).toBe(true);
  });

  test("may have more columns than the source, in another order", async () => {
    await psql.query("create table target (extra int default 7, name text, id bigint)");
    await using run = new TestRun(database.url);
    expect(await run.prepare()).toBe(true);
  });

  test("needs a value that the source does not have", async () => {
    await psql.query("create table target (id bigint, name text, region text not null, code int not null default 1)");
    await using run = new TestRun(database.url);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining('takes no row without a value for "region",') as string,
    });
    await psql.query(
      "create function fill() returns trigger language plpgsql as 'begin new.region = 1; return new; end'",
    );
    await psql.query("create trigger fill before insert on target for each row execute function fill()");
    expect(await run.prepare()).toBe(true);
  });

  test("is not replaced when it is published and subscribers could not tell which rows went", async () => {
    await psql.query("create table target (id bigint, name text); create publication p for table target");
    await using run = new TestRun(database.url, { writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("does not have a replica identity") as string,
    });
  });

  test("is not replaced by a user from whom row security hides rows", async () => {
    await psql.query("create table target (id bigint, name text); alter table target enable row level security");
    await psql.query(`grant create on database ${database.name} to ${role}; grant all on target to ${role}`);
    await using run = new TestRun(database.url, { ...withRole, writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining("row security hides rows") as string,
    });
  });

  test("more columns than a table can have", async () => {
    const columns = Array.from({ length: 1_601 }, (_, i) => column(`c${i}`, "INT64"));
    await using run = new TestRun(database.url, { columns });
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });

  test("two columns that PostgreSQL cannot tell apart", async () => {
    await using run = new TestRun(database.url, { columns: [...twoColumns, column("name", "INT64")] });
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });
});
