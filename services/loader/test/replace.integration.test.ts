/** Replacing a table that things hang on: all of them stay, by a swap or, where that cannot be, in place. */
import { describe, expect } from "vitest";

import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** A finalized run with rows 1 to 4. */
async function replace(
  db: TestDestination,
  options: RunOptions = {},
  beforeFinalizing?: () => Promise<unknown>,
): Promise<TestRun> {
  await using run = new TestRun(db.url, { writeMode: "replace", ...options });
  await run.prepare();
  await run.load(run.batch(0, 1, 2), run.batch(1, 3, 2));
  await beforeFinalizing?.();
  expect(await run.finalize(4)).toBe(4);
  expect(await db.stagingTables()).toBe(0);
  return run;
}

const targetIds = (db: TestDestination) => db.value("select string_agg(id::text, ',' order by id) from target");
const targetOid = (db: TestDestination) => db.value("select 'target'::regclass::oid");

/** All that can be seen of the table, without object ids. */
const everything = `
  select jsonb_build_object(
    'table', (select to_jsonb(c) - '{oid,relname,relnatts,relfilenode,reltype,reltoastrelid,relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,relacl,relhasindex,relchecks,relhasrules}'::text[]
        from pg_class c where c.oid = t.oid),
    'grants', (select jsonb_agg(g order by g::text) from pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner))) g where c.oid = t.oid),
    'columns', (select jsonb_agg(to_jsonb(a) - '{attrelid,attnum,atthasmissing,attmissingval,attacl}'::text[]
          || jsonb_build_object('acl', attacl::text, 'default', (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = a.attrelid and adnum = attnum))
          order by attnum)
        from pg_attribute a where attrelid = t.oid and attnum > 0 and not attisdropped),
    'constraints', (select jsonb_agg(jsonb_build_array(conname, pg_get_constraintdef(oid), condeferrable, convalidated,
          obj_description(oid, 'pg_constraint')) order by conname) from pg_constraint where conrelid = t.oid and contype <> 't'),
    'indexes', (select jsonb_agg(jsonb_build_array(pg_get_indexdef(indexrelid), indisclustered, indisreplident, indisprimary,
          obj_description(indexrelid, 'pg_class')) order by 1) from (select * from pg_index order by indexrelid::regclass::text) i where indrelid = t.oid),
    'triggers', (select jsonb_agg(jsonb_build_array(pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')) order by tgname)
        from pg_trigger where tgrelid = t.oid and not tgisinternal),
    'policies', (select jsonb_agg(to_jsonb(p) order by policyname) from pg_policies p where tablename = 'target'),
    'comments', (select jsonb_agg(jsonb_build_array(attname, description) order by attname) from pg_description left join pg_attribute on attrelid = objoid and attnum = objsubid where objoid = t.oid and classoid = 'pg_class'::regclass),
    'views', (select jsonb_agg(jsonb_build_array(c.oid, relname, relacl, reloptions, relowner, pg_get_viewdef(c.oid), obj_description(c.oid, 'pg_class')) order by relname)
        from pg_class c where relkind = 'v' and relnamespace = 'public'::regnamespace),
    'sequences', (select jsonb_agg(jsonb_build_array(d.objid, d.deptype) order by 1) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' where d.refobjid = t.oid)
  ) as everything
  from pg_class t where t.oid = 'target'::regclass
`;

const plain = "create table target (id bigint, name text)";

describe("a swap", () => {
  test("puts the loaded table in the target's place, without copying a row", async ({ db }) => {
    await db.query(`${plain}; insert into target values (0, 'old')`);
    const before = await targetOid(db);
    const run = await replace(db);
    expect(run.replacement).toBe("replaced by a swap");
    expect(await targetIds(db)).toBe("1,2,3,4");
    expect(await targetOid(db)).not.toBe(before);
    expect(await db.value("select reloptions from pg_class where oid = 'target'::regclass")).toBeNull();
    expect((await replace(db)).replacement).toBe("replaced by a swap");
  });

  test("keeps everything that hangs on the table", async ({ db }) => {
    const roles = ["reader", "writer"].map((name) => `test_${name}_${Math.random().toString(36).slice(2)}`);
    const [reader, writer] = roles;
    await db.query(`create role ${reader}; create role ${writer}; grant create on schema public to ${writer}`);
    await db.query(`
      create function touch() returns trigger language plpgsql as 'begin return new; end';
      create table target (
        gone int,
        "na me" varchar(40) collate "C" default 'x' not null,
        name text not null,
        region text default 'nowhere',
        shouted text generated always as (upper(name)) stored,
        code int not null default 7 check (code > 0),
        constraint "my key" primary key (id) include (name) deferrable,
        id bigint
      ) with (fillfactor = 70)
    `);
    await db.query("alter table target drop column gone");
    await db.query(`
      create index by_name on target (name);
      create unique index "By Code!" on target (lower(name) desc nulls last, id) include (code) nulls not distinct with (fillfactor = 80) where id > 0;
      create index by_hash on target using hash (region);
      alter table target cluster on by_name;
      alter table target add constraint no_overlap exclude using btree (id with =);
      alter table target add constraint checked_later check (code < 1000) not valid;
      alter table target add constraint once unique (id, name);
      alter table target replica identity full;
      alter table target alter column name set statistics 250;
      alter table target alter column name set storage external;
      alter table target alter column region set compression pglz;
      create trigger touched before update of name on target for each row when (old.id > 1) execute function touch();
      create trigger never after insert on target execute function touch();
      alter table target disable trigger never;
      alter table target enable always trigger touched;
      alter table target enable row level security;
      create policy mine on target as restrictive for update to ${reader} using (id > 0) with check (id < 10);
      create policy self on target for select using (id in (select max(id) from target t));
      grant select on target to ${reader} with grant option;
      grant select on target to public;
      grant update (name), references (id) on target to ${writer};
      create view names with (security_barrier = true, check_option = local) as select id, name as "The Name" from target where id > 1;
      create view twice as select n.id, t.region from names n join target t using (id);
      create view grouped as select id, name, count(*) as count from target group by id, name;
      create view above as select * from twice;
      create materialized view apart as select 1 as one;
      alter view names alter column id set default 5;
      grant select on names to ${reader};
      comment on table target is 'It''s the target';
      comment on column target.name is 'a name';
      comment on index by_name is 'an index';
      comment on constraint once on target is 'a constraint';
      comment on trigger touched on target is 'a trigger';
      comment on policy mine on target is 'a policy';
      comment on view names is 'a view';
      alter view names owner to ${writer};
      alter table target owner to ${writer};
      revoke delete on target from ${writer};
      insert into target (id, name) values (0, 'old')
    `);
    const before = { everything: await db.value(everything), oid: await targetOid(db) };
    const run = await replace(db);
    expect(run.replacement).toBe("replaced by a swap");
    expect(await targetOid(db)).not.toBe(before.oid);
    expect(await db.value(everything)).toEqual(before.everything);
    expect(await db.query("select id, name, shouted, region, code from target where id = 2")).toEqual([
      { id: "2", name: "row 2", shouted: "ROW 2", region: "nowhere", code: 7 },
    ]);
    expect(await db.query("select * from names order by id")).toHaveLength(3);
    expect(await db.query("select * from above")).toHaveLength(3);
    // And once more, onto the one that was made by a swap.
    expect((await replace(db)).replacement).toBe("replaced by a swap");
    expect(await db.value(everything)).toEqual(before.everything);
    await db.query(`drop owned by ${reader}, ${writer} cascade; drop role ${reader}, ${writer}`);
  });

  test("puts a view, an index and a grant over that came while rows were loaded", async ({ db }) => {
    await db.query(plain);
    const run = await replace(db, {}, () =>
      db.query(
        "create view names as select name from target; create index late on target (id); grant insert on target to public",
      ),
    );
    expect(run.replacement).toBe("replaced by a swap");
    expect(await db.value("select count(*)::int from names")).toBe(4);
    expect(await db.value("select tablename from pg_indexes where indexname = 'late'")).toBe("target");
    expect(await db.value("select relacl::text from pg_class where oid = 'target'::regclass")).toContain("=a/");
  });

  test("fills columns that the source does not have, in any order, and takes shorter text types", async ({ db }) => {
    await db.query(
      "create table target (extra int default 7, name varchar(10) not null, at timestamptz default now(), id bigint)",
    );
    expect((await replace(db)).replacement).toBe("replaced by a swap");
    expect(
      await db.value("select count(*)::int from target where extra = 7 and at is not null and name like 'row _'"),
    ).toBe(4);
  });

  test("of rows that a constraint refuses fails the run, and nothing changes", async ({ db }) => {
    await db.query(
      "create table target (id bigint, name text unique check (name <> 'row 3')); insert into target values (0, 'old')",
    );
    await using run = new TestRun(db.url, { writeMode: "replace" });
    await run.prepare();
    await run.load(run.batch(0, 1, 4));
    await expect(run.finalize(4)).rejects.toMatchObject({
      code: "sink_rejected",
      message: expect.stringContaining("target_name_check") as string,
    });
    expect(await targetIds(db)).toBe("0");
    expect(await run.discard()).toBe(true);
    expect(await db.stagingTables()).toBe(0);
  });

  test("by the table's owner, who is no superuser and sees others' sessions without their queries", async ({ db }) => {
    const owner = `test_owner_${Math.random().toString(36).slice(2)}`;
    await db.query(`create role ${owner} login password 'only-for-tests'; grant create on schema public to ${owner}`);
    await db.query(`grant create on database ${db.name} to ${owner}`);
    await db.query(`${plain}; create index on target (id); alter table target owner to ${owner}`);
    const asOwner: RunOptions = { config: { user: owner }, password: "only-for-tests" };
    expect((await replace(db, asOwner)).replacement).toBe("replaced by a swap");
    const reader = await db.connect();
    await reader.query("begin isolation level repeatable read; select 1");
    expect((await replace(db, asOwner)).replacement).toMatch(
      /^replaced in place: a transaction of session \d+ \(user "/,
    );
    await reader.query("rollback");
    reader.release();
    await db.query(`drop owned by ${owner} cascade; drop role ${owner}`);
  });
});

describe("in place, because a swap would not leave it as it was", () => {
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
      "something depends on it",
    ],
    ["a table that inherits", `${plain}; create table other () inherits (target)`, "inherits"],
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
    ["another type", "create table target (id integer, name text)", 'another type than its values come in ("id")'],
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

  test("a view of somebody else's", async ({ db }) => {
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
    expect(run.replacement).toBe("replaced in place: its columns have changed since the run began");
    expect(await db.value("select sum(later)::int from target")).toBe(12);
  });

  test("the next run swaps again, once the obstacle is gone", async ({ db }) => {
    await db.query(`${plain}; create materialized view m as select id from target`);
    expect((await replace(db)).replacement).toContain("materialized view");
    await db.query("drop materialized view m");
    expect((await replace(db)).replacement).toBe("replaced by a swap");
  });
});

test("replace_by swap fails with the reason, before a row is read, where a swap cannot be", async ({ db }) => {
  await db.query(`${plain}; create materialized view m as select id from target`);
  await using run = new TestRun(db.url, { writeMode: "replace", config: { replace_by: "swap" } });
  await expect(run.prepare()).rejects.toMatchObject({
    code: "sink_table_mismatch",
    message: expect.stringContaining("cannot be replaced by a swap: a materialized view reads it (") as string,
  });
  await db.query("drop materialized view m");
  expect((await replace(db, { config: { replace_by: "swap" } })).replacement).toBe("replaced by a swap");
});

test("runs on the release that its project is for", async ({ db, task }) => {
  const major = Math.floor(Number(await db.value("show server_version_num")) / 10_000);
  expect(major).toBe(task.file.projectName === "integration-postgres-15" ? 15 : 18);
});
