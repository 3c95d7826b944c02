/**
 * Takes everything from a table but its columns and rows, as statements for one message. A swap gives it away under
 * other names: indexes and constraints of both tables could not be in one schema. An undo gives the rows the indexes that
 * the target has then.
 */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { readTargetCatalog } from "./target-catalog.ts";
import type { DependentKind } from "./choose-replacement.ts";

/** What chooseReplacement lets a swapped table have. $1 is the table, $2 where it will be. */
const strip = `
  with target as (select * from pg_class where oid = to_regclass($1))
  select 0 as step, '' as name, format('alter table %s replica identity default', $1::text) as statement
  from target where relreplident <> 'd'
  union all
  select 1, tgname, format('drop trigger %I on %s', tgname, $1)
  from target join pg_trigger on tgrelid = target.oid and not tgisinternal
  union all
  select 2, polname, format('drop policy %I on %s', polname, $1) from target join pg_policy on polrelid = target.oid
  union all
  select 3, '', format('alter table %s disable row level security, no force row level security', $1)
  from target where relrowsecurity or relforcerowsecurity
  union all
  select 4, conname, format('alter table %s drop constraint %I', $1, conname)
  from target join pg_constraint on conrelid = target.oid and contype in ('p', 'u', 'x', 'c')
  union all
  select 5, indexrelid::regclass::text, format('drop index %s', indexrelid::regclass)
  from target join pg_index on indrelid = target.oid
  where not exists (select from pg_constraint where conindid = indexrelid and conrelid = target.oid)
  union all
  select 6, attname, format('alter table %s alter column %I drop not null', $1, attname)
  from target join pg_attribute on attrelid = target.oid and attnotnull and attnum > 0 and not attisdropped
  union all
  select 7, attname, format('alter table %s alter column %I set statistics -1', $1, attname)
  from target join pg_attribute on attrelid = target.oid and attstattarget >= 0 and attnum > 0 and not attisdropped
  union all
  select 8, coalesce(attname, ''),
    format('comment on %s is null',
      case when objsubid = 0 then format('table %s', $1) else format('column %s.%I', $1, attname) end)
  from target
  join pg_description on classoid = 'pg_class'::regclass and objoid = target.oid
  left join pg_attribute on attrelid = target.oid and attnum = objsubid and attnum > 0
  union all
  select 9, '', format('alter table %s reset (%s)', $1, string_agg(quote_ident(option_name), ', '))
  from target, pg_options_to_table(reloptions)
  having count(*) > 0
  union all
  select distinct 10, grantee::text,
    format('revoke all on %s from %s', $1, case grantee when 0 then 'public' else grantee::regrole::text end)
  from target
  cross join lateral (
    select grantee from aclexplode(relacl)
    union
    select grantee from pg_attribute, aclexplode(attacl) where attrelid = target.oid
  ) as grants
  where grantee <> relowner
  order by step, name
`;

/** What a stripped table still has: nothing by another's hand. */
const own: ReadonlySet<DependentKind> = new Set(["column_default", "row_type", "toast_table"]);

/** @param target quoted. @returns statements that leave its columns and rows alone. */
export async function readStripping(client: pg.PoolClient, target: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(strip, [target]);
  return rows.map(({ statement }) => statement);
}

/**
 * DROP would fail if anything still depended on the table; a table that is kept is asked.
 *
 * @param table quoted.
 * @throws PipelineError `sink_busy` that names the dependent object.
 */
export async function assertStripped(client: pg.PoolClient, table: string): Promise<void> {
  const { dependents } = await readTargetCatalog(client, table);
  const left = dependents.find(({ kind }) => !own.has(kind));
  if (left !== undefined) throw new PipelineError("sink_busy", `${left.name} still depends on the former table`);
}
