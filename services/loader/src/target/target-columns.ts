import type pg from "pg";

/** A column of an existing table. */
export interface TargetColumn {
  readonly name: string;
  /** As declared: `numeric(10,2)`, or a domain's name. */
  readonly type: string;
  /** Type below all domains, those of an array's elements too, without its modifier: `numeric`, `numeric[]`. */
  readonly base: string;
  /** The same with its modifier, which a domain may have: `numeric(10,2)`. */
  readonly storedAs: string;
  /** True for an array, whose elements `maxLength` and `labels` are about. */
  readonly isArray: boolean;
  /** Greatest number of characters of a varchar or char; null for all others. */
  readonly maxLength: number | null;
  /** True if PostgreSQL computes its values, and takes none: generated columns, and identities GENERATED ALWAYS. */
  readonly isGenerated: boolean;
  /** True if it may be NULL, by itself and by its domain. */
  readonly isNullable: boolean;
  /** NOT NULL, which a statement may drop: not of a primary key, an identity, a replica identity or a parent table. */
  readonly isRequired: boolean;
  /** Labels of an enum; null for all others. */
  readonly labels: readonly string[] | null;
  /** ` collate "..."` if the column's collation is not its type's; otherwise empty. */
  readonly collate: string;
  /** The operator by which the type's indexes find equal values, whatever the search path has: `operator(pg_catalog.=)`. */
  readonly equals: string;
  /** `::type` with which this operator takes a domain's values, where it is for any enum, array or range; otherwise empty. */
  readonly comparedAs: string;
  /** True if values that are equal may differ: 1.0 and 1.00, `a` and `A` without regard to case. */
  readonly isLoose: boolean;
}

/**
 * Domains may be over domains, and over arrays whose elements are of a domain. `held` is the first type that is none. A
 * varchar's modifier is its length and four, and an array has that of its elements:
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/varchar.c
 * varchar has the operators of text: the default operator class of its own type does not exist.
 */
const targetColumns = `
  with recursive layers as (
    select attnum, attname, attcollation, attnotnull, attidentity, attgenerated, attrelid, atttypid as declared,
      atttypmod as declared_modifier, atttypid as type, atttypmod as modifier, null::oid as array_type, 0 as depth
    from pg_attribute
    where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
    union all
    select attnum, attname, attcollation, attnotnull, attidentity, attgenerated, attrelid, declared, declared_modifier,
      case typtype when 'd' then typbasetype else typelem end,
      case typtype when 'd' then typtypmod else modifier end,
      case typtype when 'd' then array_type else type end,
      depth + 1
    from layers join pg_type on pg_type.oid = type
    where typtype = 'd' or (typcategory = 'A' and array_type is null)
  ),
  bases as (
    select distinct on (attnum) layers.*, array_type is not null as is_array, coalesce(array_type, type) as held,
      case when array_type is null then '' else '[]' end as suffix
    from layers
    order by attnum, depth desc
  )
  select
    attname as name,
    format_type(declared, declared_modifier) as type,
    format_type(type, null) || suffix as base,
    format_type(type, modifier) || suffix as "storedAs",
    is_array as "isArray",
    case when type in ('varchar'::regtype, 'bpchar'::regtype) and modifier > 4 then modifier - 4 end as "maxLength",
    attgenerated <> '' or attidentity = 'a' as "isGenerated",
    not attnotnull and not (
      with recursive domains as (
        select typnotnull, typbasetype from pg_type where oid = declared
        union all
        select pg_type.typnotnull, pg_type.typbasetype from domains join pg_type on pg_type.oid = domains.typbasetype
      )
      select bool_or(typnotnull) from domains
    ) as "isNullable",
    attnotnull and attidentity = '' and not relispartition and not exists (
      select from pg_index where indrelid = attrelid and (indisprimary or indisreplident) and attnum = any (indkey)
    ) as "isRequired",
    (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = type) as labels,
    case when attcollation not in (0, typcollation) then format(' collate %I.%I', collation_schema.nspname, collname) else '' end as collate,
    coalesce(equality.operator, '=') as equals,
    case
      when declared <> held and (select typtype in ('e', 'r', 'm') or typcategory = 'A' from pg_type where oid = held)
      then '::' || format_type(held, null) else ''
    end as "comparedAs",
    held not in (
      'int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'bool'::regtype, 'date'::regtype, 'time'::regtype, 'uuid'::regtype,
      'timestamp'::regtype, 'timestamptz'::regtype, 'bytea'::regtype, 'text'::regtype, 'varchar'::regtype
    ) or not coalesce(collisdeterministic, true) as "isLoose"
  from bases
  join pg_type on pg_type.oid = declared
  join pg_class on pg_class.oid = attrelid
  left join pg_collation on pg_collation.oid = attcollation
  left join pg_namespace as collation_schema on collation_schema.oid = collnamespace
  left join lateral (
    select format('operator(%I.%s)', nspname, oprname) as operator
    from pg_opclass
    join pg_am on pg_am.oid = opcmethod and amname = 'btree'
    join pg_amop on amopfamily = opcfamily and amoplefttype = opcintype and amoprighttype = opcintype and amopstrategy = 3
    join pg_operator on pg_operator.oid = amopopr
    join pg_namespace on pg_namespace.oid = oprnamespace
    where opcdefault and opcintype = held
  ) as equality on true
  order by attnum
`;

/** @param target quoted. @returns by name; empty if there is no such table. */
export async function readTargetColumns(
  client: pg.PoolClient,
  target: string,
): Promise<ReadonlyMap<string, TargetColumn>> {
  const { rows } = await client.query<TargetColumn>(targetColumns, [target]);
  return new Map(rows.map((row) => [row.name, row]));
}
