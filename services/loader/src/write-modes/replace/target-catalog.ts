/** Reads the target's columns and dependents from PostgreSQL's catalogs. */
import type pg from "pg";

import type { Dependent, TargetColumn } from "./choose-replacement.ts";

/**
 * Everything in pg_depend by kind, and dependents that it does not have. An unknown kind is `other`, which rules out a
 * swap. https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
const dependents = `
  with target as (select * from pg_class where oid = to_regclass($1)),
  found as (
    select
      case
        when def.adrelid = target.oid then 'column_default'
        when con.conrelid = target.oid then case con.contype when 'f' then 'foreign_key' else 'constraint' end
        when con.contype = 'f' then 'reference'
        when tri.tgrelid = target.oid then 'trigger'
        when pol.polrelid = target.oid then 'policy'
        when typ.typrelid = target.oid then 'row_type'
        when rel.relkind = 'i' then 'index'
        when rel.relkind = 't' then 'toast_table'
        when rel.relkind = 'S' then 'sequence'
        when rel.relkind in ('r', 'p', 'f') then 'inheritance'
        when vie.relkind = 'v' and rul.rulename = '_RETURN' then
          case when pg_has_role(vie.relowner, 'USAGE') then 'view' else 'view_not_ours' end
        when vie.relkind = 'm' then 'materialized_view'
        when rul.oid is not null then 'rule'
        when dep.classid = 'pg_proc'::regclass then 'function'
        when dep.classid = 'pg_statistic_ext'::regclass then 'statistics'
        when dep.classid = 'pg_publication_rel'::regclass then 'publication'
        else 'other'
      end as kind,
      pg_describe_object(dep.classid, dep.objid, 0) as name
    from target
    join pg_depend dep on dep.refclassid = 'pg_class'::regclass and dep.refobjid = target.oid
      and not (dep.classid = 'pg_class'::regclass and dep.objid = target.oid)
    left join pg_attrdef def on dep.classid = 'pg_attrdef'::regclass and def.oid = dep.objid
    left join pg_constraint con on dep.classid = 'pg_constraint'::regclass and con.oid = dep.objid
    left join pg_trigger tri on dep.classid = 'pg_trigger'::regclass and tri.oid = dep.objid
    left join pg_policy pol on dep.classid = 'pg_policy'::regclass and pol.oid = dep.objid
    left join pg_type typ on dep.classid = 'pg_type'::regclass and typ.oid = dep.objid
    left join pg_class rel on dep.classid = 'pg_class'::regclass and rel.oid = dep.objid
    left join pg_rewrite rul on dep.classid = 'pg_rewrite'::regclass and rul.oid = dep.objid
    left join pg_class vie on vie.oid = rul.ev_class

    union
    select 'row_type_user', pg_describe_object(classid, objid, objsubid)
    from target
    join pg_type on typrelid = target.oid
    join pg_depend on refclassid = 'pg_type'::regclass and refobjid in (pg_type.oid, typarray) and deptype <> 'i'

    union
    select 'not_ours', relowner::regrole::text from target where not pg_has_role(relowner, 'USAGE')
    union
    select 'no_create', relnamespace::regnamespace::text
    from target
    where not (has_schema_privilege(relnamespace, 'CREATE') and has_schema_privilege(relowner, relnamespace, 'CREATE'))
    union
    select 'not_a_table', relkind::text || relpersistence::text
    from target
    where relkind <> 'r' or relpersistence <> 'p' or reloftype <> 0
    union
    select 'inheritance', inhparent::regclass::text from target join pg_inherits on inhrelid = oid
    union
    select 'extension', pg_describe_object(refclassid, refobjid, 0)
    from target
    join pg_depend on classid = 'pg_class'::regclass and objid = target.oid and deptype = 'e'
    union
    select 'access_method', target.oid::regclass::text
    from target
    left join pg_am on pg_am.oid = relam
    where relkind = 'r' and (reltablespace <> 0 or amname is distinct from 'heap')
    union
    select 'column_options', attname
    from target
    join pg_attribute on attrelid = target.oid and not attisdropped and attoptions is not null
    union
    select 'column_options', 'TOAST'
    from target
    join pg_class toast on toast.oid = target.reltoastrelid and toast.reloptions is not null
    union
    -- INSERT, DELETE, TRUNCATE: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/catalog/pg_trigger.h
    select 'firing_trigger', tgname
    from target
    join pg_trigger on tgrelid = target.oid and not tgisinternal and tgenabled in ('O', 'A')
    where tgtype & (4 | 8 | 32) <> 0
    union
    select 'publication', pubname
    from target
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_publication_tables on schemaname = nspname and tablename = relname
    union
    select 'subscription', srsubid::text from target join pg_subscription_rel on srrelid = target.oid
    union
    select 'security_label', provider from target join pg_seclabel on classoid = 'pg_class'::regclass and objoid = target.oid
    union
    select 'foreign_grant', grantor::regrole::text
    from target
    join pg_attribute on attrelid = target.oid
    cross join lateral (select * from aclexplode(relacl) union all select * from aclexplode(attacl)) as grants
    where grantor <> relowner
    union
    select 'unusual_index', rel.relname
    from target
    join pg_index on indrelid = target.oid
    join pg_class rel on rel.oid = indexrelid
    where not indisvalid or rel.reltablespace <> 0
      or (rel.reloptions is not null and exists (select from pg_constraint where conindid = indexrelid))
      or exists (select from pg_attribute where attrelid = indexrelid and attstattarget >= 0)
  )
  select kind, name from found order by kind, name
`;

/** Columns in table order, with the properties that a copy of the table needs from the first row on. */
const columns = `
  select attname as name, format_type(atttypid, null) as base, format_type(atttypid, atttypmod) as type,
    attcollation::regcollation::text as collation, attgenerated as generated, attstorage as storage,
    attcompression as compression, pg_get_expr(adbin, adrelid) as default
  from pg_attribute
  left join pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
  order by attnum
`;

export interface TargetCatalog {
  readonly dependents: readonly Dependent[];
  readonly columns: readonly TargetColumn[];
}

/** @param target quoted. */
export async function readTargetCatalog(client: pg.PoolClient, target: string): Promise<TargetCatalog> {
  const found = await client.query<Dependent>(dependents, [target]);
  return { dependents: found.rows, columns: await readColumns(client, target) };
}

/** Returns equal lists for tables whose rows have the same form. */
export async function readColumns(client: pg.PoolClient, table: string): Promise<readonly TargetColumn[]> {
  const { rows } = await client.query<TargetColumn>(columns, [table]);
  return rows;
}
