/**
 * Finds what keeps PostgreSQL from changing a column's type: objects that it cannot adapt itself. Indexes, constraints
 * and defaults follow. https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { toColumnType } from "../columns/column-types.ts";

/**
 * The same kinds as RememberAllDependentForRebuilding refuses, a partition key, columns of tables above, and tables that
 * have the row type as a column's type.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c
 */
const dependents = `
  with columns as (
    select attrelid, attnum, attname::text as column, attinhcount, atttypid as old_type, to_regtype(type)::oid as new_type
    from pg_attribute
    join unnest($2::text[], $3::text[]) as wanted (name, type) on name = attname
    where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
  )
  select "column", pg_describe_object(classid, objid, 0) as object
  from columns
  join pg_depend on refclassid = 'pg_class'::regclass and refobjid = attrelid and refobjsubid = attnum
  where classid in (
      'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass,
      'pg_publication_rel'::regclass
    )
    -- Triggers of foreign keys follow their constraint.
    and not exists (select from pg_trigger where classid = 'pg_trigger'::regclass and pg_trigger.oid = objid and tgisinternal)
  union
  select "column", format('generated column %I', generated.attname)
  from columns
  join pg_depend on refclassid = 'pg_class'::regclass and refobjid = columns.attrelid and refobjsubid = columns.attnum
  join pg_attrdef on classid = 'pg_attrdef'::regclass and pg_attrdef.oid = objid
  join pg_attribute as generated on generated.attrelid = adrelid and generated.attnum = adnum and generated.attgenerated <> ''
  union
  -- Generated columns may depend on others directly, without their default.
  select "column", format('generated column %I', generated.attname)
  from columns
  join pg_depend on classid = 'pg_class'::regclass and objid = columns.attrelid
    and refclassid = 'pg_class'::regclass and refobjid = columns.attrelid and refobjsubid = columns.attnum
  join pg_attribute as generated
    on generated.attrelid = columns.attrelid and generated.attnum = objsubid and generated.attgenerated <> ''
  union
  -- A foreign key needs an operator for both types, or a cast to the type that it refers to:
  -- https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
  select "column", format('foreign key %I', conname)
  from columns
  join pg_constraint on contype = 'f' and attrelid = conrelid
  join unnest(conkey, confkey) as pair (own, referred) on own = columns.attnum
  join pg_attribute as other on other.attrelid = confrelid and other.attnum = referred
  where new_type not in (old_type, other.atttypid)
    and not exists (select from pg_cast where castsource = new_type and casttarget = other.atttypid and castcontext = 'i')
    and not exists (
      select from pg_amop
      join pg_am on pg_am.oid = amopmethod and amname = 'btree'
      where amoplefttype = other.atttypid and amoprighttype = new_type and amopstrategy = 3
    )
  union
  select "column", 'the key of its partitions'
  from columns join pg_partitioned_table on partrelid = attrelid and attnum = any (partattrs)
  union
  select "column", 'the table that it inherits from' from columns where attinhcount > 0
  union
  select "column", format('column %I of table %s, whose type is the row type', users.attname, users.attrelid::regclass)
  from columns
  join pg_type on typrelid = columns.attrelid
  join pg_attribute as users on users.atttypid in (pg_type.oid, pg_type.typarray) and not users.attisdropped
  join pg_class on pg_class.oid = users.attrelid and relkind in ('r', 'm', 'p')
  order by 1, 2
`;

/**
 * @param target quoted.
 * @param columns whose types are to change.
 * @throws PipelineError `schema_drift` that names the objects.
 */
export async function assertAlterable(
  client: pg.ClientBase,
  target: string,
  columns: readonly Column[],
): Promise<void> {
  if (columns.length === 0) return;
  const wanted = [
    columns.map(({ name }) => name),
    columns.map((column) => toColumnType(column).replace(/\(\d.*?\)/, "")),
  ];
  const { rows } = await client.query<{ column: string; object: string }>(dependents, [target, ...wanted]);
  if (rows.length === 0) return;
  const found = rows.map(({ column, object }) => `"${column}": ${object}`).join("; ");
  const reason = `PostgreSQL cannot change the types of columns of ${target} that other objects depend on: ${found}`;
  const advice = "Drop these objects, change the type yourself and make them again, or cast the column in the mapping";
  throw new PipelineError("schema_drift", `${reason}. ${advice}`);
}
