/** Files are applied once, in order, by the first process; a database that does not match is refused. */
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";

import { migrate, MigrationError, NewerSchemaError, type MigrateOptions, type Migration } from "@datamantri/migrations";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  pool = new pg.Pool({ connectionString: database.url });
});
afterEach(async () => {
  await pool.end();
  await database[Symbol.asyncDispose]();
});

const first: Migration = { name: "0001-first", sql: "create table one (id integer); create table two (id integer)" };
const second: Migration = { name: "0002-second", sql: "alter table one add column more text" };

async function apply(migrations: readonly Migration[], options: Partial<MigrateOptions> = {}): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await migrate((text, values) => client.query(text, values as unknown[] | undefined), migrations, {
      schema: "own",
      newer: "refuse",
      ...options,
    });
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const list = async () =>
  (await pool.query<Record<string, unknown>>("select name, applied_at, xmin from own.migrations order by name")).rows;
const names = async () => (await list()).map(({ name }) => name);

test("missing migrations are applied in order, and none twice", async () => {
  await apply([first]);
  const before = await list();
  expect(await names()).toEqual([first.name]);
  await apply([first, second]);
  const after = await list();
  expect(after.map(({ name }) => name)).toEqual([first.name, second.name]);
  expect(after[0]).toEqual(before[0]);
  await apply([first, second]);
  expect(await list()).toEqual(after);
  expect((await pool.query("select id, more from one")).rows).toEqual([]);
});

test("one of many processes that start at once applies them", async () => {
  await Promise.all(Array.from({ length: 8 }, () => apply([first, second])));
  expect(await names()).toEqual([first.name, second.name]);
});

test("a database that lacks none is read without the lock", async () => {
  await apply([first]);
  const holder = await pool.connect();
  await holder.query("begin; select pg_advisory_xact_lock(hashtextextended('own.migrations', 0))");
  await apply([first]);
  await holder.query("rollback");
  holder.release();
});

test("one that fails leaves nothing of any", async () => {
  await expect(apply([first, { name: second.name, sql: `${second.sql}; select 1 / 0` }])).rejects.toThrow(
    "division by zero",
  );
  expect((await pool.query("select to_regclass('one') as one, to_regnamespace('own') as own")).rows).toEqual([
    { one: null, own: null },
  ]);
  await apply([first, second]);
  expect(await names()).toEqual([first.name, second.name]);
});

test("an applied one that was changed is an error, and nothing is applied", async () => {
  await apply([first]);
  const changed = apply([{ ...first, sql: `${first.sql};` }, second]);
  await expect(changed).rejects.toThrow(MigrationError);
  await expect(changed).rejects.toThrow(
    "0001-first differs from the file that was applied according to own.migrations",
  );
  expect(await names()).toEqual([first.name]);
});

test("a database of a newer release is refused, or accepted when its migrations only add", async () => {
  await apply([first, second]);
  const older = apply([first]);
  await expect(older).rejects.toThrow(NewerSchemaError);
  await expect(older).rejects.toThrow("own.migrations has the migration 0002-second, which this version does not know");
  await apply([first], { newer: "accept" });
  expect(await names()).toEqual([first.name, second.name]);
});

test("a user without CREATE on the database uses a schema that an administrator created", async () => {
  await pool.query(`
    create role ${database.name} login password 'x';
    create schema own authorization ${database.name};
    revoke all on schema public from public
  `);
  const url = new URL(database.url);
  [url.username, url.password] = [database.name, "x"];
  const limited = new pg.Client(url.href);
  await limited.connect();
  await limited.query("begin");
  const migrations = [{ name: "0001-first", sql: "create table own.one (id integer)" }];
  await migrate((text, values) => limited.query(text, values as unknown[] | undefined), migrations, {
    schema: "own",
    newer: "refuse",
  });
  await limited.query("commit");
  await limited.end();
  expect(await names()).toEqual(["0001-first"]);
  await pool.query(`drop schema own cascade; drop owned by ${database.name}; drop role ${database.name}`);
});
