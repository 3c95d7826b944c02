/**
 * What an existing target has against single rows, taken over by the staging table, so that a bad row shows at COPY, where
 * it can be rejected, and not when all rows move. Unique keys, foreign keys, exclusion constraints and triggers cannot be.
 */
import pg from "pg";

import type { Column } from "@datamantri/contracts";

import { toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { fitsPrefix } from "./row-errors.ts";

const integers = new Set(["bigint", "integer", "smallint"]);

interface TargetColumn {
  readonly name: string;
  readonly is_required: boolean;
  readonly is_domain: boolean;
  /** Without its modifier. */
  readonly base: string;
  /** With it. */
  readonly type: string;
}

const targetColumns = `
  select attname as name, attnotnull as is_required, typtype = 'd' as is_domain,
    format_type(atttypid, null) as base, format_type(atttypid, atttypmod) as type
  from pg_attribute join pg_type on pg_type.oid = atttypid
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''
`;

/** Checks on columns that the run brings, also those that are not valid for older rows. */
const targetChecks = `
  select conname as name, pg_get_expr(conbin, conrelid) as expression
  from pg_constraint
  where conrelid = to_regclass($1) and contype = 'c'
    and coalesce(to_jsonb(pg_constraint) ->> 'conenforced', 'true') = 'true'
    and (select array_agg(attname::text) from pg_attribute where attrelid = conrelid and attnum = any (conkey)) <@ $2::text[]
`;

/**
 * Adds the rules to an empty staging table. A check that does not go with the staging table's types is left out: the
 * target will have its say.
 */
export async function takeRowRules(
  client: pg.PoolClient,
  staging: string,
  target: string,
  columns: readonly Column[],
): Promise<void> {
  const { rows } = await client.query<TargetColumn>(targetColumns, [target]);
  const takers = new Map(rows.map((row) => [row.name, row]));
  const taken = columns.flatMap((column, index) => {
    const taker = takers.get(column.name);
    return taker === undefined ? [] : columnRules(column, index + 1, taker);
  });
  const names = columns.map(({ name }) => name);
  const checks = await client.query<{ name: string; expression: string }>(targetChecks, [target, names]);
  for (const { name, expression } of checks.rows) {
    taken.push(`add constraint ${quoteIdentifier(name)} check (${expression})`);
  }
  for (const rule of taken) await tryRule(client, `alter table ${staging} ${rule}`);
}

const rules = `
  select string_agg(action, ', ') as actions
  from (
    select format('drop constraint %I', conname) as action
    from pg_constraint
    where conrelid = to_regclass($1) and contype = 'c'
    union all
    select format('alter column %I drop not null', attname)
    from pg_attribute
    where attrelid = to_regclass($1) and attnum > 0 and attnotnull
  ) as found
`;

/** Takes the rules from the staging table again, before its rows move or it replaces the target. */
export async function dropRowRules(client: pg.PoolClient, staging: string): Promise<void> {
  const { rows } = await client.query<{ actions: string | null }>(rules, [staging]);
  if (rows[0]!.actions !== null) await client.query(`alter table ${staging} ${rows[0]!.actions}`);
}

async function tryRule(client: pg.PoolClient, statement: string): Promise<void> {
  await client.query("savepoint rule");
  try {
    await client.query(statement);
    await client.query("release savepoint rule");
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith("42")) throw error;
    await client.query("rollback to savepoint rule");
  }
}

function columnRules(column: Column, number: number, taker: TargetColumn): string[] {
  const name = quoteIdentifier(column.name);
  const condition = fitCondition(name, toColumnType(column), taker);
  return [
    ...(taker.is_required ? [`alter column ${name} set not null`] : []),
    ...(condition === null ? [] : [`add constraint "${fitsPrefix}${number}" check (${condition})`]),
  ];
}

/** What of the column's values the target's type takes; null when it takes all. */
function fitCondition(name: string, staged: string, { base, type, is_domain }: TargetColumn): string | null {
  // The cast raises the domain's own error.
  if (is_domain) return `num_nulls(${name}::${type}) >= 0`;
  const [precision, scale = 0] = (/\(([\d,-]+)\)/.exec(type)?.[1] ?? "").split(",").map(Number);
  // Blanks at the end are cut off by the assignment, as the standard says.
  if (base === "character varying" && precision) return `char_length(rtrim(${name}::text, ' ')) <= ${precision}`;
  if (!integers.has(staged)) return null;
  if (base === "integer") return `${name} between -2147483648 and 2147483647`;
  if (base === "smallint") return `${name} between -32768 and 32767`;
  return base === "numeric" && precision ? `abs(${name}::numeric) < 1e${precision - scale}` : null;
}
