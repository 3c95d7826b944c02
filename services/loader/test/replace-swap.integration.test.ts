/** Replacing a table with dependents by a swap: all of them stay. */
import { describe, expect } from "vitest";

import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import { plain, replace, targetIds, targetOid } from "./replaced-target.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** All visible properties of the table, without object ids. */
const everything = `
  select jsonb_build_object(
    'table', (select to_jsonb(c) - '{oid,relname,relnatts,relfilenode,reltype,reltoastrelid,relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid,relacl,relhasindex,relchecks,relhasrules}'::text[]
        from pg_class c where c.oid = t.oid),
    'grants', (select jsonb_agg(g order by g::text) from pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner))) g where c.oid = t.oid),
    'columns', (select jsonb_agg(to_jsonb(a) - '{attrelid,attnum,atthasmissing,attmissingval,attacl}'::text[]
          || jsonb_build_object('acl', attacl::text, 'default', (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = a.attrelid and adnum = attnum))
          order by attnum)
        from pg_attribute a where attrelid = t.oid and attnum > 0 and not attisdropped),
    'constraints', (select jsonb_agg(jsonb_build_array(conname, pg_get_constraintdef(oid), condeferrable,
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

const release = async (db: TestDestination) => Math.floor(Number(await db.value("show server_version_num")) / 10_000);

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

  test("keeps all dependents of the table", async ({ db }) => {
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
      alter table target add constraint checked check (code < 1000);
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
    // Once more, on the table that a swap created.
    expect((await replace(db)).replacement).toBe("replaced by a swap");
    expect(await db.value(everything)).toEqual(before.everything);
    await db.query(`drop owned by ${reader}, ${writer} cascade; drop role ${reader}, ${writer}`);
  });

  test("keeps a view, an index and a grant that were created while rows were loaded", async ({ db }) => {
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

  test("fills columns that the source does not have, in any order, and accepts varchar for text", async ({ db }) => {
    await db.query(
      "create table target (extra int default 7, name varchar not null, at timestamptz default now(), id bigint)",
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

  // https://www.postgresql.org/docs/current/sql-altertable.html: NOT VALID is "enforced against subsequent inserts".
  describe.for([
    ["check", "check (id > 1) not valid", 15],
    ["inherited check", "check (id > 1 and name <> ' NOT VALID') no inherit not valid", 15],
    ["NOT NULL", "not null name not valid", 18],
  ] as const)("of a target whose %s is NOT VALID", ([, rule, since]) => {
    const older = "insert into target values (1, null); alter table target add constraint rule";

    test.for(["swap", "in_place"] as const)("fails for a row that violates it: %s", async (by, { db, skip }) => {
      if ((await release(db)) < since) skip(`since PostgreSQL ${since}`);
      await db.query(`${plain}; ${older} ${rule}`);
      await using run = new TestRun(db.url, { writeMode: "replace", config: { replace_by: by } });
      await run.prepare();
      await run.load(run.batchOf(0, [tuple(bigint(1), null), tuple(bigint(2), text("b"))]));
      const finalizing = run.finalize(2);
      await expect(finalizing).rejects.toMatchObject({ code: "sink_rejected" });
      await expect(finalizing).rejects.toThrow(/"target".*(violate|null values)/);
      await expect(finalizing).rejects.not.toThrow("staging");
      expect(await targetIds(db)).toBe("1");
    });

    test("has checked it for all rows", async ({ db, skip }) => {
      if ((await release(db)) < since) skip(`since PostgreSQL ${since}`);
      await db.query(`${plain}; ${older} ${rule}`);
      const replaced = await replace(db, {}, async () => {
        await db.query("alter table target drop constraint rule");
        await db.query(`alter table target add constraint rule ${rule.replaceAll("> 1", "> 0")}`);
      });
      expect(replaced.replacement).toBe("replaced by a swap");
      expect(
        await db.query("select conname, convalidated from pg_constraint where conrelid = 'target'::regclass"),
      ).toEqual([{ conname: "rule", convalidated: true }]);
    });
  });

  test("keeps a check that is NOT ENFORCED as it is", async ({ db, skip }) => {
    if ((await release(db)) < 18) skip("since PostgreSQL 18");
    await db.query(`${plain}; alter table target add constraint rule check (id > 1) not enforced`);
    expect((await replace(db)).replacement).toBe("replaced by a swap");
    const rule = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'rule'";
    expect(await db.value(rule)).toBe("CHECK ((id > 1)) NOT ENFORCED");
  });

  test("by the table's owner, who is not a superuser and sees others' sessions without their queries", async ({
    db,
  }) => {
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
