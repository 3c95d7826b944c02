/** First connection to a destination: it works, or the error says what a person has to do. */
import { describe, expect } from "vitest";

import { freePort, waitFor } from "@datamantri/testkit";

import { test } from "./fixtures.ts";
import { column, TestRun, twoColumns, type RunOptions } from "./test-run.ts";

const role = `test_${Math.random().toString(36).slice(2)}`;
const withRole: RunOptions = { config: { user: role }, password: "only-for-tests" };

test.beforeEach(async ({ db }) => void (await db.query(`create role ${role} login password 'only-for-tests'`)));
test.afterEach(async ({ db }) => void (await db.query(`drop owned by ${role}; drop role ${role}`)));

describe("preparing a run", () => {
  test("never connects to a cloud machine's metadata address, in any notation", async ({ db }) => {
    for (const host of ["169.254.169.254", "::ffff:a9fe:a9fe", "fd00:ec2::254", "2852039166", "0xa9fea9fe"]) {
      await using run = new TestRun(db.url, { config: { host } });
      await expect(run.prepare()).rejects.toMatchObject({ code: "egress_refused" });
    }
  });

  test("creates the ledger, opens the run and creates its staging table; a repeat does nothing", async ({ db }) => {
    await using run = new TestRun(db.url);
    expect(await run.prepare()).toBe(true);
    expect(await run.prepare()).toBe(false);
    expect(await db.query("select run_id, state, target from datamantri.runs")).toEqual([
      { run_id: run.runId, state: "open", target: '"public"."target"' },
    ]);
    expect(await db.stagingTables()).toBe(1);
    expect(await db.value(`select reloptions::text from pg_class where oid = '${run.staging}'::regclass`)).toBe(
      "{autovacuum_enabled=false}",
    );
  });

  test("works for many first runs at once", async ({ db }) => {
    const runs = Array.from({ length: 8 }, () => new TestRun(db.url));
    const opened = await Promise.all(runs.map((run) => run.prepare()));
    await Promise.all(runs.map((run) => run[Symbol.asyncDispose]()));
    expect(opened).toEqual(runs.map(() => true));
    expect(await db.stagingTables()).toBe(8);
  });

  test("of one run by several loaders at once opens it once", async ({ db }) => {
    await using run = new TestRun(db.url);
    const opened = await Promise.all([run.prepare(), run.prepare(), run.prepare()]);
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await db.stagingTables()).toBe(1);
  });

  test("does not wait for a run whose target is locked", async ({ db }) => {
    await db.query("create table target (id bigint, name text)");
    await using first = new TestRun(db.url, { config: { table: "other" } });
    await first.prepare();
    const holder = await db.connect();
    await holder.query("begin; lock table target in access exclusive mode");
    await using stuck = new TestRun(db.url);
    const waiting = stuck.prepare();
    await waitFor(() => db.value(isWaiting), { what: "the first loader to wait for the lock" });
    await using run = new TestRun(db.url, { config: { table: "another" } });
    expect(await run.prepare()).toBe(true);
    await holder.query("rollback");
    holder.release();
    expect(await waiting).toBe(true);
  });

  test("guards its transactions against frozen workers and dead machines", async ({ db }) => {
    await using run = new TestRun(db.url);
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
  test("a missing schema", async ({ db }) => {
    await using run = new TestRun(db.url, { config: { schema: "nowhere" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_schema_missing",
      message: 'the schema "nowhere" does not exist',
    });
    expect(await db.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("no permission to create the ledger", async ({ db }) => {
    await using run = new TestRun(db.url, withRole);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining(`Run: GRANT CREATE ON DATABASE "${db.name}" TO "${role}"`) as string,
    });
  });

  test("a ledger schema made by an administrator is enough", async ({ db }) => {
    await db.query(`create schema datamantri authorization ${role}; grant create on schema public to ${role}`);
    await using run = new TestRun(db.url, withRole);
    expect(await run.prepare()).toBe(true);
    expect(await db.stagingTables()).toBe(1);
  });

  // S14. https://www.postgresql.org/docs/current/trigger-definition.html: statement triggers fire for no rows, too.
  test.for(["append", "replace", "merge", "mirror", "history"] as const)(
    "S14: preparing fires no trigger of the target: %s",
    async (writeMode, { db }) => {
      await db.query(`
        create table target (id bigint, name text, valid_from timestamptz, valid_to timestamptz);
        create table fired (operation text);
        create function note() returns trigger language plpgsql as $$ begin insert into fired values (tg_op); return null; end $$;
        create trigger before_all before insert or update or delete or truncate on target execute function note();
        create trigger after_all after insert or update or delete or truncate on target execute function note()`);
      await using run = new TestRun(db.url, { writeMode, config: { key: ["id"] } });
      expect(await run.prepare()).toBe(true);
      expect(await db.query("select * from fired")).toEqual([]);
    },
  );

  // https://www.postgresql.org/docs/current/sql-createtable.html: a table's name is unlike that of any type in its schema.
  test.for([
    ["a sequence", "create sequence target", "sequence"],
    ["an index", "create table t (id int); create index target on t (id)", "index"],
    ["a partitioned index", "create table t (id int) partition by list (id); create index target on t (id)", "index"],
    ["a composite type", "create type target as (id int)", "composite type"],
    ["a domain", "create domain target as int", "domain"],
    ["an enum", "create type target as enum ('a')", "enum"],
    ["a range", "create type target as range (subtype = float8)", "type"],
  ] as const)("the target's name is that of %s", async ([, made, kind], { db }) => {
    await db.query(made);
    for (const writeMode of ["append", "replace", "merge"] as const) {
      await using run = new TestRun(db.url, { writeMode, config: { key: ["id"] } });
      await expect(run.prepare()).rejects.toMatchObject({
        code: "sink_table_mismatch",
        message: expect.stringMatching(
          `^"public"."target" is an? ${kind}, not a table: write to another table, or rename the ${kind}$`,
        ) as string,
      });
    }
  });

  test("a new target may have the name of an array type that PostgreSQL made", async ({ db }) => {
    await db.query("create domain thing as int");
    await using run = new TestRun(db.url, { config: { table: "_thing" } });
    await run.prepare();
    expect(await run.finalize(0)).toBe(0);
  });

  // https://www.postgresql.org/docs/current/datatype-json.html: json has no equality operator.
  test.for(["merge", "mirror", "history"] as const)("a key of type json: %s", async (writeMode, { db }) => {
    const key = column("id", "JSON");
    const prepare = async (targetType: string) => {
      const columns = [{ ...key, targetType }, column("name", "STRING")];
      await using run = new TestRun(db.url, { columns, writeMode, config: { key: ["id"] } });
      return await run.prepare();
    };
    await expect(prepare("json")).rejects.toMatchObject({
      code: "sink_key_invalid",
      message: expect.stringContaining("cast it to jsonb by the mapping, or name another key") as string,
    });
    await db.query("create domain document as json; create table target (id document, name text)");
    await db.query("alter table target add valid_from timestamptz, add valid_to timestamptz");
    await expect(prepare("")).rejects.toMatchObject({
      code: "sink_key_invalid",
      message: expect.stringContaining('ALTER TABLE "public"."target" ALTER COLUMN "id" TYPE jsonb') as string,
    });
    await db.query(`alter table "public"."target" alter column "id" type jsonb using "id"::jsonb`);
    expect(await prepare("")).toBe(true);
  });

  test("no permission to create the target", async ({ db }) => {
    await db.query(`grant create on database ${db.name} to ${role}; create schema closed`);
    await db.query(`grant usage on schema closed to ${role}`);
    await using run = new TestRun(db.url, { ...withRole, config: { user: role, schema: "closed" } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: `the user "${role}" may not create tables in "closed". Run: GRANT CREATE ON SCHEMA "closed" TO "${role}"`,
    });
    expect(await db.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("no permission to empty the target that is to be replaced", async ({ db }) => {
    await db.query("create table target (id bigint, name text)");
    await db.query(`grant create on database ${db.name} to ${role}; grant select, insert on target to ${role}`);
    await using appending = new TestRun(db.url, withRole);
    expect(await appending.prepare()).toBe(true);
    await using replacing = new TestRun(db.url, { ...withRole, writeMode: "replace" });
    await expect(replacing.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining("replacing needs DELETE") as string,
    });
  });

  test.for([
    ["a wrong password", { password: "wrong" }, "sink_credentials_invalid", "password authentication failed"],
    ["no password", { password: null }, "sink_credentials_invalid", "password authentication failed"],
    ["an unknown user", { config: { user: "nobody_here" } }, "sink_credentials_invalid", "nobody_here"],
    [
      "an unknown database",
      { config: { database: "nowhere" } },
      "sink_credentials_invalid",
      '"nowhere" does not exist',
    ],
    ["no TLS there", { config: { ssl_mode: "require" } }, "sink_tls_failed", "does not offer TLS"],
    ["an unknown host", { config: { host: "nowhere.invalid" } }, "sink_unreachable", "nowhere.invalid"],
  ] as const)("%s", async ([_name, options, code, words], { db }) => {
    await using run = new TestRun(db.url, options);
    const failure: Error & { code?: string } = await run.prepare().then(
      () => expect.unreachable(),
      (error: Error) => error,
    );
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(JSON.stringify(failure)).not.toContain("only-for-tests");
  });

  test("no server listens there", async ({ db }) => {
    const port = await freePort();
    await using run = new TestRun(db.url, { config: { port } });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_unreachable",
      message: expect.stringMatching(`cannot connect to PostgreSQL at .*:${port}/.*ECONNREFUSED`) as string,
    });
  });
});

describe("an existing target", () => {
  test.for([
    ["lacks a column", "create table target (id bigint)", 'column "name"'],
    ["has another type", "create table target (id boolean, name text)", 'column "id" is of type boolean'],
    ["is a view that takes no rows", "create view target as select 1::bigint as id, 'x' as name", "cannot insert into"],
  ] as const)("%s", async ([_name, sql, words], { db }) => {
    await db.query(sql);
    await using run = new TestRun(db.url);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining(words) as string,
    });
    expect(await db.value("select to_regnamespace('datamantri')")).toBeNull();
  });

  test("is not replaced when that would delete rows of another table", async ({ db }) => {
    await db.query("create table target (id bigint primary key, name text)");
    await db.query("create table child (target_id bigint references target on delete cascade)");
    await using run = new TestRun(db.url, { writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("would change rows of child") as string,
    });
    await using appending = new TestRun(db.url);
    expect(await appending.prepare()).toBe(true);
  });

  test("may have more columns than the source, in another order", async ({ db }) => {
    await db.query("create table target (extra int default 7, name text, id bigint)");
    await using run = new TestRun(db.url);
    expect(await run.prepare()).toBe(true);
  });

  test("needs a value that the source does not have", async ({ db }) => {
    await db.query("create table target (id bigint, name text, region text not null, code int not null default 1)");
    await using run = new TestRun(db.url);
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining('requires a value for "region",') as string,
    });
    await db.query(
      "create function fill() returns trigger language plpgsql as 'begin new.region = 1; return new; end'",
    );
    await db.query("create trigger fill before insert on target for each row execute function fill()");
    expect(await run.prepare()).toBe(true);
  });

  test("is not replaced when it is published and subscribers could not identify the deleted rows", async ({ db }) => {
    await db.query("create table target (id bigint, name text); create publication p for table target");
    await using run = new TestRun(db.url, { writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining("does not have a replica identity") as string,
    });
  });

  test("is not replaced by a user from whom row security hides rows", async ({ db }) => {
    await db.query("create table target (id bigint, name text); alter table target enable row level security");
    await db.query(`grant create on database ${db.name} to ${role}; grant all on target to ${role}`);
    await using run = new TestRun(db.url, { ...withRole, writeMode: "replace" });
    await expect(run.prepare()).rejects.toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining("row security hides rows") as string,
    });
  });

  test("more columns than a table can have", async ({ db }) => {
    const columns = Array.from({ length: 1_601 }, (_, i) => column(`c${i}`, "INT64"));
    await using run = new TestRun(db.url, { columns });
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });

  test("two columns that PostgreSQL cannot distinguish", async ({ db }) => {
    await using run = new TestRun(db.url, { columns: [...twoColumns, column("name", "INT64")] });
    await expect(run.prepare()).rejects.toMatchObject({ code: "sink_table_mismatch" });
  });
});
