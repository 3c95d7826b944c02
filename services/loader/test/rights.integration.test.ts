/** Each write mode's privileges: a missing one is refused before a row is read, and the GRANT that it names is enough. */
import { expect } from "vitest";

import type { DestinationConfig, WriteMode } from "@datamantri/api";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun } from "./test-run.ts";

const role = `rights_${Math.random().toString(36).slice(2)}`;
const password = "only-for-tests";

test.beforeEach(async ({ db }) => {
  await db.query(`create role ${role} login password '${password}'; grant create on database ${db.name} to ${role}`);
});
test.afterEach(async ({ db }) => void (await db.query(`drop owned by ${role}; drop role ${role}`)));

const modes: readonly (readonly [string, WriteMode, Partial<DestinationConfig>, needs: string])[] = [
  ["append", "append", {}, "INSERT"],
  ["replace", "replace", {}, "SELECT INSERT DELETE"],
  ["replace in place", "replace", { replace_by: "in_place" }, "SELECT INSERT DELETE"],
  ["replace without guards", "replace", { guards: { empty: "allow", all_null: "allow" } }, "INSERT DELETE"],
  ["merge", "merge", { key: ["id"] }, "SELECT INSERT UPDATE"],
  ["mirror", "mirror", { key: ["id"] }, "SELECT INSERT UPDATE DELETE"],
  ["soft mirror", "mirror", { key: ["id"], delete_mode: "soft" }, "SELECT INSERT UPDATE"],
  ["history", "history", { key: ["id"] }, "SELECT INSERT UPDATE"],
];

async function makeTarget(db: TestDestination, more = ""): Promise<void> {
  await db.query(`create table target (id bigint, name text, _deleted_at timestamptz, valid_from timestamptz,
    valid_to timestamptz${more})`);
  await db.query(
    "insert into target (id, name, valid_from) values (1, 'before', now() - interval '1 day'), (3, 'x', now() - interval '1 day')",
  );
}

function openRun(db: TestDestination, writeMode: WriteMode, config: Partial<DestinationConfig>): TestRun {
  return new TestRun(db.url, { writeMode, password, config: { ...config, user: role } });
}

test("an increment of append needs no right to read the target, also if it is empty", async ({ db }) => {
  await db.query(`create table target (id bigint, name text); grant insert on target to ${role}`);
  const source = { read: "incremental", cursor_column: "id" } as const;
  await using run = new TestRun(db.url, { password, config: { user: role }, cursorColumn: "id", source });
  run.before = { column: "id", type: "INT64", value: "0" };
  await move(run);
  expect(run.warnings).toEqual([]);
});

test("a merge that has to delete rows, because they exchange unique values, names the GRANT", async ({ db }) => {
  await db.query(`
    create table target (id bigint primary key, name text unique);
    insert into target values (1, 'b'), (2, 'a');
    grant select, insert, update on target to ${role}`);
  await using run = openRun(db, "merge", { key: ["id"] });
  const grant = `GRANT DELETE ON "public"."target" TO "${role}"`;
  await expect(move(run)).rejects.toMatchObject({
    code: "sink_permission_denied",
    message: expect.stringContaining(`Run: ${grant}`) as string,
  });
  await db.query(grant);
  expect(await run.finalize(2)).toBe(2);
  expect(await db.query("select id::int, name from target order by id")).toEqual([
    { id: 1, name: "a" },
    { id: 2, name: "b" },
  ]);
});

test("a ledger that another user has made is opened by the GRANTs that the refusals name", async ({ db }) => {
  await using other = new TestRun(db.url);
  await other.prepare();
  await db.query(`grant create on schema public to ${role}`);
  await using run = openRun(db, "append", {});
  const said: string[] = [];
  for (let tries = 0; tries < 3; tries++) {
    const error = await run.prepare().then(
      () => undefined,
      (failure: Error) => failure,
    );
    if (error === undefined) break;
    const grant = /Run: (GRANT .*)$/.exec(error.message)?.[1];
    said.push(grant ?? error.message);
    await db.query(grant!);
  }
  expect(said).toEqual([
    `GRANT USAGE, CREATE ON SCHEMA datamantri TO "${role}"`,
    expect.stringMatching(/^GRANT SELECT, INSERT, UPDATE, DELETE ON datamantri\.\w+/) as string,
  ]);
});

async function move(run: TestRun): Promise<void> {
  await run.prepare();
  await run.load(run.batchOf(0, [tuple(bigint(1), text("a")), tuple(bigint(2), text("b"))]));
  expect(await run.finalize(2)).toBe(2);
}

/** @returns the message of the refusal, which leaves nothing behind. */
async function refusal(db: TestDestination, run: TestRun): Promise<string> {
  const error = await run.prepare().then(
    () => expect.unreachable("the run was not refused"),
    (failure: Error & { code?: string }) => failure,
  );
  expect(error).toMatchObject({ code: "sink_permission_denied" });
  expect(
    await db.value(
      "select to_regclass('datamantri.runs') is null or not exists (select from pg_tables where schemaname = 'datamantri' and tablename like 'staging%')",
    ),
  ).toBe(true);
  return error.message;
}

/** A backfill of append. */
const range = { column: "id", from: "1", to: "3" };

test("a backfill: each privilege is needed, and the GRANT that the refusal names is enough", async ({ db }) => {
  await makeTarget(db);
  for (const privilege of ["SELECT", "INSERT", "DELETE"]) {
    await db.query(`grant all on target to ${role}; revoke ${privilege} on target from ${role}`);
    await using run = openRun(db, "append", {});
    run.range = range;
    expect(await refusal(db, run)).toContain(`Run: GRANT ${privilege} ON "public"."target" TO "${role}"`);
  }
  await db.query(`revoke all on target from ${role}`);
  await using run = openRun(db, "append", {});
  run.range = range;
  await db.query((await refusal(db, run)).split("Run: ")[1]!);
  await move(run);
});

test.for(modes)("%s: the GRANT that the refusal names is enough", async ([, mode, config, needs], { db }) => {
  await makeTarget(db);
  await using run = openRun(db, mode, config);
  const message = await refusal(db, run);
  const grant = `GRANT ${needs.replaceAll(" ", ", ")} ON "public"."target" TO "${role}"`;
  expect(new Set(message.split("Run: ")[1]!.match(/SELECT|INSERT|UPDATE|DELETE/g))).toEqual(new Set(needs.split(" ")));
  expect(message.split("Run: ")[1]!.length).toBe(grant.length);
  await db.query(message.split("Run: ")[1]!);
  await move(run);
});

test.for(modes)("%s: each privilege is needed", async ([, mode, config, needs], { db }) => {
  await makeTarget(db);
  for (const privilege of needs.split(" ")) {
    await db.query(`grant all on target to ${role}; revoke ${privilege} on target from ${role}`);
    await using run = openRun(db, mode, config);
    expect(await refusal(db, run)).toContain(`Run: GRANT ${privilege} ON "public"."target" TO "${role}"`);
  }
});

test.for(modes)("%s: privileges on columns", async ([, mode, config, needs], { db }) => {
  await makeTarget(db, ", secret text");
  const columns = "id, name, _deleted_at, valid_from, valid_to";
  const grants = needs
    .split(" ")
    .map((privilege) => (privilege === "DELETE" ? privilege : `${privilege} (${columns})`));
  await db.query(`grant ${grants.join(", ")} on target to ${role}`);
  await using run = openRun(db, mode, config);
  const locks = needs.includes("UPDATE") && !needs.includes("DELETE");
  if (locks) {
    // The lock against other writers needs more: https://www.postgresql.org/docs/current/sql-lock.html
    const message = await refusal(db, run);
    expect(message).toContain(`Run: GRANT UPDATE ON "public"."target" TO "${role}"`);
    await db.query(message.split("Run: ")[1]!);
  }
  await db.query(`revoke insert (name) on target from ${role}`);
  expect(await refusal(db, run)).toContain(`Run: GRANT INSERT ("name") ON "public"."target" TO "${role}"`);
  await db.query(`grant insert (name) on target to ${role}`);
  await move(run);
});

test("a default's sequence, an identity column and a default that is not used", async ({ db }) => {
  await makeTarget(db, ", number serial, other bigint generated always as identity");
  await db.query("create sequence ids; alter table target alter id set default nextval('ids')");
  await db.query(`grant insert on target to ${role}`);
  await using run = openRun(db, "append", {});
  const message = await refusal(db, run);
  expect(message).toContain(`Run: GRANT USAGE ON SEQUENCE target_number_seq TO "${role}"`);
  expect(message).not.toContain("ids");
  await db.query(message.split("Run: ")[1]!);
  await move(run);
});

test("a schema that the user may not use", async ({ db }) => {
  await db.query("create schema closed; create table closed.target (id bigint, name text)");
  await db.query(`grant all on closed.target to ${role}`);
  await using run = openRun(db, "append", { schema: "closed" });
  const message = await refusal(db, run);
  expect(message).toContain(`Run: GRANT USAGE ON SCHEMA "closed" TO "${role}"`);
  await db.query(message.split("Run: ")[1]!);
  await move(run);
});

test("a new target in a schema where the user may not create tables", async ({ db }) => {
  await db.query(`create schema closed; grant usage on schema closed to ${role}`);
  await using run = openRun(db, "append", { schema: "closed" });
  const message = await refusal(db, run);
  await db.query(message.split("Run: ")[1]!);
  await move(run);
});

test("columns that drift adds are the owner's to add", async ({ db }) => {
  await makeTarget(db);
  await db.query(`grant all on target to ${role}`);
  const config = { schema_drift: "evolve" } as const;
  const pipelineId = crypto.randomUUID();
  const options = { password, pipelineId, config: { ...config, user: role } };
  const [id, name] = new TestRun(db.url).columns;
  await using first = new TestRun(db.url, { ...options, columns: [id!] });
  await first.prepare();
  await first.finalize(0);
  await using run = new TestRun(db.url, { ...options, columns: [id!, { ...name!, name: "extra" }] });
  expect(await refusal(db, run)).toMatch(/is not the owner of .*: schema_drift changes its columns.*Run: GRANT /);
});
