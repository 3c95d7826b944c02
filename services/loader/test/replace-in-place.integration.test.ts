/** Replacing a table in place, where a swap would lose something. */
import { describe, expect } from "vitest";

import { test } from "./fixtures.ts";
import { plain, replace, targetIds, targetOid } from "./replaced-target.ts";
import { TestRun } from "./test-run.ts";

describe("in place, because a swap would lose something", () => {
  const other = "create table other (id bigint primary key)";
  test.for([
    [
      "an identity column",
      "create table target (id bigint, name text, n int generated always as identity)",
      "sequence",
    ],
    ["a sequence", "create table target (id bigint, name text, n serial)", "sequence"],
    [
      "a foreign key",
      `${other}; insert into other values (1), (2), (3), (4);
      create table target (id bigint references other, name text)`,
      "foreign key refers to",
    ],
    [
      "a foreign key of another table",
      `create table target (id bigint primary key, name text);
      create table child (id bigint references target)`,
      "another table's foreign key",
    ],
    [
      "a foreign key to itself",
      "create table target (id bigint primary key, name text, up bigint references target)",
      "foreign key",
    ],
    [
      "a trigger on INSERT",
      `${plain}; create function f() returns trigger language plpgsql as 'begin return new; end';
      create trigger t before insert on target for each row execute function f()`,
      "trigger would not fire",
    ],
    [
      "a trigger on TRUNCATE",
      `${plain}; create function f() returns trigger language plpgsql as 'begin return null; end';
      create trigger t after truncate on target execute function f()`,
      "trigger would not fire",
    ],
    ["a rule", `${plain}; create rule r as on update to target do instead nothing`, "a rule refers to it"],
    [
      "a rule of a view",
      `${plain}; create view v as select 1 as id;
      create rule r as on insert to v do instead insert into target values (new.id)`,
      "a rule refers to it",
    ],
    [
      "a publication",
      "create table target (id bigint primary key, name text); create publication p for table target (id) where (id > 0)",
      "subscribers",
    ],
    [
      "a publication of all tables",
      "create table target (id bigint primary key, name text); create publication p for all tables",
      "subscribers",
    ],
    [
      "a publication of its schema",
      "create table target (id bigint primary key, name text); create publication p for tables in schema public",
      "subscribers",
    ],
    ["a materialized view", `${plain}; create materialized view m as select id from target`, "materialized view"],
    ["a view of whole rows", `${plain}; create view v as select target from target`, "row type is in use"],
    [
      "a function that takes its rows",
      `${plain}; create function f(r target) returns int language sql as 'select 1'`,
      "row type is in use",
    ],
    ["a table with its row type", `${plain}; create table other (rows target[])`, "row type is in use"],
    [
      "a function bound to it",
      `${plain}; create function f() returns bigint begin atomic select max(id) from target; end`,
      "a function's body",
    ],
    [
      "a policy of another table",
      `${plain}; ${other}; create policy p on other using (id in (select id from target))`,
      "a dependent object cannot be transferred by a swap",
    ],
    ["a table that it inherits from", `${other}; create table target (name text) inherits (other)`, "inherits"],
    [
      "partitions",
      `create table target (id bigint, name text) partition by range (id);
      create table part partition of target default`,
      "is inherited from",
    ],
    [
      "being a partition",
      `create table other (id bigint, name text) partition by range (id);
      create table target partition of other default`,
      "partition",
    ],
    ["no log", "create unlogged table target (id bigint, name text)", "ordinary table"],
    ["extended statistics", `${plain}; create statistics s on id, name from target`, "extended statistics"],
    ["options of a column", `${plain}; alter table target alter column id set (n_distinct = 5)`, "have options"],
    [
      "options of its TOAST table",
      "create table target (id bigint, name text) with (toast.autovacuum_enabled = off)",
      "have options",
    ],
    [
      "statistics of an index",
      `${plain}; create index i on target (lower(name)); alter index i alter column 1 set statistics 50`,
      "an index has",
    ],
    ["another type", "create table target (id integer, name text)", 'type differs from that of its values ("id")'],
    ["its own way", plain, "replace_by says so"],
  ] as const)("%s", async ([name, sql, words], { db }) => {
    await db.query(sql);
    const before = await targetOid(db);
    const run = await replace(db, name === "its own way" ? { config: { replace_by: "in_place" } } : {});
    expect(run.replacement).toMatch(/^replaced in place: /);
    expect(run.replacement).toContain(words);
    expect(await targetIds(db)).toBe("1,2,3,4");
    expect(await targetOid(db)).toBe(before);
  });

  test("another user's view", async ({ db }) => {
    const owner = `test_owner_${Math.random().toString(36).slice(2)}`;
    await db.query(`create role ${owner} login password 'only-for-tests'; grant create on schema public to ${owner}`);
    await db.query(`grant create on database ${db.name} to ${owner}`);
    await db.query(`${plain}; create view v as select id from target; alter table target owner to ${owner}`);
    const run = await replace(db, { config: { user: owner }, password: "only-for-tests" });
    expect(run.replacement).toContain("the user does not own a view of it (rule _RETURN on view v)");
    await db.query(`alter view v owner to ${owner}; alter table target owner to current_user`);
    await db.query(`grant select, insert, delete on target to ${owner}`);
    const other = await replace(db, { config: { user: owner }, password: "only-for-tests" });
    expect(other.replacement).toContain("is not its owner");
    await db.query(`drop owned by ${owner} cascade; drop role ${owner}`);
  });

  test("columns that change while rows are loaded", async ({ db }) => {
    await db.query(plain);
    const run = await replace(db, {}, () => db.query("alter table target add column later int default 3"));
    expect(run.replacement).toBe("replaced in place: its columns changed after the run began");
    expect(await db.value("select sum(later)::int from target")).toBe(12);
  });

  test("the next run swaps again, once the obstacle is removed", async ({ db }) => {
    await db.query(`${plain}; create materialized view m as select id from target`);
    expect((await replace(db)).replacement).toContain("materialized view");
    await db.query("drop materialized view m");
    expect((await replace(db)).replacement).toBe("replaced by a swap");
  });
});

test("replace_by swap fails with the reason, before a row is read, where a swap is impossible", async ({ db }) => {
  await db.query(`${plain}; create materialized view m as select id from target`);
  await using run = new TestRun(db.url, { writeMode: "replace", config: { replace_by: "swap" } });
  await expect(run.prepare()).rejects.toMatchObject({
    code: "sink_table_mismatch",
    message: expect.stringContaining("cannot be replaced by a swap: a materialized view reads it (") as string,
  });
  await db.query("drop materialized view m");
  expect((await replace(db, { config: { replace_by: "swap" } })).replacement).toBe("replaced by a swap");
});

test("runs on its project's release of PostgreSQL", async ({ db, task }) => {
  const major = Math.floor(Number(await db.value("show server_version_num")) / 10_000);
  expect(major).toBe(task.file.projectName === "integration-postgres-15" ? 15 : 18);
});
