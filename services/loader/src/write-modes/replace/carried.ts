/**
 * Everything that a replacement table must take over, as statements that PostgreSQL itself generates. Anything not here
 * is an obstacle (choose-replacement.ts), or is covered by CREATE TABLE ... LIKE.
 */
import type pg from "pg";

/** Slow work, on the staging table ($2), which no other session uses yet. $1 is the target. */
const onStaging = `
  with target as (
    select pg_class.*, nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where pg_class.oid = to_regclass($1)
  ),
  actions as (
    -- 2: NOT NULL before the primary key, which would make it by another name. 3: the rest, in one pass over the rows.
    -- What is NOT VALID holds for new rows, and all rows are new. The definition ends with it.
    select case contype when 'n' then 2 else 3 end as step, conname::text as name,
      format('add constraint %I %s', conname, regexp_replace(pg_get_constraintdef(con.oid), ' NOT VALID$', '')) as action
    from target
    join pg_constraint con on conrelid = target.oid and contype in ('n', 'p', 'u', 'x', 'c')
    union all
    -- Before PostgreSQL 18, NOT NULL is not a constraint.
    select 2, attname, format('alter column %I set not null', attname)
    from target
    join pg_attribute on attrelid = target.oid and attnotnull and attnum > 0 and not attisdropped
    where not exists (select from pg_constraint where conrelid = attrelid and contype = 'n' and conkey = array[attnum])
    union all
    -- 17 says NULL where 15 says -1.
    select 3, attname, format('alter column %I set statistics %s', attname, attstattarget)
    from target
    join pg_attribute on attrelid = target.oid and attstattarget >= 0 and attnum > 0 and not attisdropped
  ),
  indexes as (
    select rel.relname, pg_get_indexdef(indexrelid) as definition,
      format('CREATE %sINDEX %I ON ', unique_word, rel.relname) as beginning,
      format('%I.%I', target.nspname, target.relname) as on_table
    from target
    join pg_index on indrelid = target.oid
    join pg_class rel on rel.oid = indexrelid
    cross join lateral (select case when indisunique then 'UNIQUE ' else '' end as unique_word) as words
    where not exists (select from pg_constraint where conindid = indexrelid and conrelid = target.oid)
  )
  select 0 as step, '' as name, format('alter table %s reset (autovacuum_enabled)', $2::text) as statement
  union all
  select 1, '', format('alter table %s set (%s)', $2, string_agg(format('%I = %L', option_name, option_value), ', '))
  from target, pg_options_to_table(reloptions)
  having count(*) > 0
  union all
  select step, '', format('alter table %s %s', $2, string_agg(action, ', ' order by name)) from actions group by step
  union all
  select 4, relname,
    -- The only definition that names the table where another one is meant.
    beginning || $2 || substr(definition, length(beginning || on_table) + 1)
  from indexes
  union all
  select 5, rel.relname, format('alter table %s cluster on %I', $2, rel.relname)
  from target
  join pg_index on indrelid = target.oid and indisclustered
  join pg_class rel on rel.oid = indexrelid
  union all
  select 6, '', format('alter table %s replica identity %s', $2, case relreplident when 'f' then 'full' else 'nothing' end)
  from target
  where relreplident in ('f', 'n')
  union all
  select 6, rel.relname, format('alter table %s replica identity using index %I', $2, rel.relname)
  from target
  join pg_index on indrelid = target.oid and indisreplident
  join pg_class rel on rel.oid = indexrelid
  where target.relreplident = 'i'
  union all
  select 7, '', format('analyze %s', $2)
  order by step, name
`;

/** Fast work, after the staging table has the target's name ($1); $2 is the staging table's old name. */
const onTarget = `
  with target as (select * from pg_class where oid = to_regclass($1)),
  grants as (
    select '' as column, grants.*
    from target, aclexplode(coalesce(relacl, acldefault('r', relowner))) as grants
    union all
    select format('(%I)', attname), grants.*
    from target
    join pg_attribute on attrelid = target.oid and not attisdropped
    cross join lateral aclexplode(attacl) as grants
  ),
  strangers as (
    select grantee from pg_class, aclexplode(relacl) where pg_class.oid = to_regclass($2)
    union
    select relowner from target
  ),
  roles as (
    select 0::oid as oid, 'public' as name
    union all
    select oid, quote_ident(rolname) from pg_roles
  )
  select 0 as step, '' as name, format('alter table %s owner to %s', $1::text, relowner::regrole) as statement
  from target
  union all
  select 1, roles.name, format('revoke all on %s from %s', $1, roles.name) from strangers join roles on roles.oid = grantee
  union all
  select 2, roles.name || privilege_type || grants.column,
    format('grant %s %s on %s to %s%s', privilege_type, grants.column, $1, roles.name,
      case when is_grantable then ' with grant option' end)
  from grants
  join roles on roles.oid = grantee
  union all
  select 3, '', format('alter table %s enable row level security', $1) from target where relrowsecurity
  union all
  select 3, 'force', format('alter table %s force row level security', $1) from target where relforcerowsecurity
  union all
  select 4, polname,
    format('create policy %I on %s as %s for %s to %s%s%s', polname, $1,
      case when polpermissive then 'permissive' else 'restrictive' end,
      case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(roles.name, ', ' order by roles.name) from roles where roles.oid = any (polroles)),
      ' using (' || pg_get_expr(polqual, polrelid) || ')',
      ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
  from target
  join pg_policy on polrelid = target.oid
  union all
  select 5, tgname, pg_get_triggerdef(pg_trigger.oid)
  from target
  join pg_trigger on tgrelid = target.oid and not tgisinternal
  union all
  select 6, tgname,
    format('alter table %s %s trigger %I', $1,
      case tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, tgname)
  from target
  join pg_trigger on tgrelid = target.oid and not tgisinternal and tgenabled <> 'O'
  union all
  select 7, coalesce(attname, ''),
    format('comment on %s is %L',
      case when objsubid = 0 then format('table %s', $1) else format('column %s.%I', $1, attname) end, description)
  from target
  join pg_description on classoid = 'pg_class'::regclass and objoid = target.oid
  left join pg_attribute on attrelid = target.oid and attnum = objsubid and attnum > 0
  union all
  select 7, object.name, format('comment on %s %s is %L', object.kind, object.name, description)
  from target
  cross join lateral (
    select 'pg_constraint'::regclass as class, oid, 'constraint' as kind, format('%I on %s', conname, $1) as name
    from pg_constraint where conrelid = target.oid
    union all
    select 'pg_trigger'::regclass, oid, 'trigger', format('%I on %s', tgname, $1)
    from pg_trigger where tgrelid = target.oid
    union all
    select 'pg_policy'::regclass, oid, 'policy', format('%I on %s', polname, $1)
    from pg_policy where polrelid = target.oid
    union all
    select 'pg_class'::regclass, indexrelid, 'index', indexrelid::regclass::text
    from pg_index where indrelid = target.oid
  ) as object
  join pg_description on classoid = object.class and objoid = object.oid and objsubid = 0
  order by step, name
`;

/**
 * Views that read the target: they are bound to the table, not to its name. In between, a view has its columns and
 * returns no rows, as pg_dump does with circular views.
 */
const views = `
  select distinct viw.oid,
    format('alter view %s owner to %s', viw.oid::regclass, viw.relowner::regrole) as lock,
    format('create or replace view %s as select %s', viw.oid::regclass, (
      select string_agg(
        format('null::%s%s as %I', format_type(atttypid, atttypmod),
          case when attcollation <> 0 then ' collate ' || attcollation::regcollation end, attname),
        ', ' order by attnum)
      from pg_attribute where attrelid = viw.oid and attnum > 0 and not attisdropped
    )) as hollow,
    format('create or replace view %s %s as %s', viw.oid::regclass,
      (
        select 'with (' || string_agg(format('%I = %L', option_name, option_value), ', ') || ')'
        from pg_options_to_table(viw.reloptions)
      ),
      rtrim(pg_get_viewdef(viw.oid), ';')) as definition
  from pg_depend
  join pg_rewrite on classid = 'pg_rewrite'::regclass and objid = pg_rewrite.oid
  join pg_class viw on viw.oid = ev_class and viw.relkind = 'v'
  where refclassid = 'pg_class'::regclass and refobjid = to_regclass($1)
  order by viw.oid
`;

export interface CarriedView {
  /** Changes nothing and waits until no session reads the view. */
  readonly lock: string;
  readonly hollow: string;
  readonly definition: string;
}

export interface Carried {
  readonly oid: string;
  readonly onStaging: readonly string[];
  readonly onTarget: readonly string[];
  readonly views: readonly CarriedView[];
}

/** @param target quoted, like `staging`. */
export async function readCarried(client: pg.PoolClient, target: string, staging: string): Promise<Carried> {
  const statements = async (query: string): Promise<string[]> => {
    const { rows } = await client.query<{ statement: string }>(query, [target, staging]);
    return rows.map(({ statement }) => statement);
  };
  const { rows } = await client.query<{ oid: string }>(`select to_regclass($1)::oid::text as oid`, [target]);
  return {
    oid: rows[0]!.oid,
    onStaging: await statements(onStaging),
    onTarget: await statements(onTarget),
    views: (await client.query<CarriedView>(views, [target])).rows,
  };
}
