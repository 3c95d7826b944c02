/**
 * Rules of an existing target about single rows, copied to the staging table. A bad row then fails at COPY, where it
 * can be rejected, and not when all rows move. Unique keys, foreign keys, exclusion constraints and triggers cannot be
 * copied.
 */
import type pg from "pg";

import type { Column } from "@datamantri/contracts";

import { toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { attempt } from "../target/attempt.ts";
import { readTargetColumns, type TargetColumn } from "../target/target-columns.ts";
import { fitsPrefix, keyPrefix } from "./row-errors.ts";

const integers = new Set(["bigint", "integer", "smallint"]);

const requiredColumns = `
  select attname as name
  from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' and attnotnull
`;

/** Checks on the run's columns, including those that are not valid for older rows. */
const targetChecks = `
  select conname as name, pg_get_expr(conbin, conrelid) as expression
  from pg_constraint
  where conrelid = to_regclass($1) and contype = 'c'
    and coalesce(to_jsonb(pg_constraint) ->> 'conenforced', 'true') = 'true'
    and (select array_agg(attname::text) from pg_attribute where attrelid = conrelid and attnum = any (conkey)) <@ $2::text[]
`;

/**
 * Adds the rules to an empty staging table. A check that does not fit the staging table's types is omitted; the target
 * applies it later.
 *
 * @param key columns that `takeKeyRules` has made rules for.
 */
export async function takeRowRules(
  client: pg.PoolClient,
  staging: string,
  target: string,
  columns: readonly Column[],
  key: readonly string[],
): Promise<void> {
  const takers = await readTargetColumns(client, target);
  const { rows } = await client.query<{ name: string }>(requiredColumns, [target]);
  const required = new Set(rows.flatMap(({ name }) => (key.includes(name) ? [] : [name])));
  const taken = columns.flatMap((column, index) => {
    const taker = takers.get(column.name);
    if (taker === undefined) return [];
    const labels = (taker.labels ?? []).map((label) => client.escapeLiteral(label)).join(", ");
    return columnRules(column, index + 1, taker, { isRequired: required.has(column.name), labels });
  });
  const names = columns.map(({ name }) => name);
  const checks = await client.query<{ name: string; expression: string }>(targetChecks, [target, names]);
  for (const { name, expression } of checks.rows) {
    taken.push(`add constraint ${quoteIdentifier(name)} check (${expression})`);
  }
  for (const rule of taken) await tryRule(client, `alter table ${staging} ${rule}`);
}

/**
 * Adds a rule to an empty staging table that keyed modes have: no column of the key is NULL.
 *
 * @param key names of the target's columns.
 */
export async function takeKeyRules(
  client: pg.PoolClient,
  staging: string,
  columns: readonly Column[],
  key: readonly string[],
): Promise<void> {
  const added = columns.flatMap(({ name }, index) => {
    const rule = `add constraint "${keyPrefix}${index + 1}" check (${quoteIdentifier(name)} is not null)`;
    return key.includes(name) ? [rule] : [];
  });
  if (added.length > 0) await client.query(`alter table ${staging} ${added.join(", ")}`);
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
    where attrelid = to_regclass($1) and attnum > 0 and attnotnull and not attname = any ($2)
  ) as found
`;

/**
 * Drops the rules from the staging table, before its rows move or it replaces the target.
 *
 * @param required names of columns that stay NOT NULL.
 */
export async function dropRowRules(client: pg.PoolClient, staging: string, required: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ actions: string | null }>(rules, [staging, required]);
  if (rows[0]!.actions !== null) await client.query(`alter table ${staging} ${rows[0]!.actions}`);
}

async function tryRule(client: pg.PoolClient, statement: string): Promise<void> {
  await attempt(
    client,
    () => client.query(statement),
    ({ code = "" }) => code.startsWith("42"),
  );
}

/** @param labels of the target's enum, quoted. */
function columnRules(
  column: Column,
  number: number,
  taker: TargetColumn,
  { isRequired, labels }: { readonly isRequired: boolean; readonly labels: string },
): string[] {
  const name = quoteIdentifier(column.name);
  const [fits, cast] = fitConditions(name, toColumnType(column), taker);
  const known = labels === "" ? fits : labelCondition(name, taker.isArray, labels);
  const condition = [known, cast].filter((part) => part !== "").join(" and ");
  return [
    ...(isRequired ? [`alter column ${name} set not null`] : []),
    ...(condition === "" ? [] : [`add constraint "${fitsPrefix}${number}" check (${condition})`]),
  ];
}

/** The cast to the enum would raise an error that names no column. */
function labelCondition(name: string, isArray: boolean, labels: string): string {
  return isArray ? `${name}::text[] <@ array[${labels}]` : `${name}::text in (${labels})`;
}

/** Conditions for values that the target's type stores, and that its domain allows; empty if all. */
function fitConditions(name: string, staged: string, taker: TargetColumn): readonly [fits: string, cast: string] {
  // The cast raises the domain's own error. It would cut a text, so the length comes first.
  const isDomain = taker.type !== taker.storedAs;
  return [baseCondition(name, staged, taker), isDomain ? `num_nulls(${name}::${taker.type}) >= 0` : ""];
}

function baseCondition(name: string, staged: string, { base, storedAs, isArray, maxLength }: TargetColumn): string {
  const valueOf = (type: string) => (isArray ? type.slice(0, -"[]".length) : type);
  const stored = valueOf(base);
  if (stored === "character varying" && maxLength !== null) {
    // A check may have no subquery. The cast cuts the elements that are too long.
    return isArray ? `${name}::${storedAs}::text[] = ${name}::text[]` : `char_length(${name}::text) <= ${maxLength}`;
  }
  if (!integers.has(valueOf(staged))) return "";
  const values = isArray ? `all (${name})` : name;
  if (stored === "integer") return `-2147483648 <= ${values} and 2147483647 >= ${values}`;
  if (stored === "smallint") return `-32768 <= ${values} and 32767 >= ${values}`;
  const [precision, scale = 0] = (/\(([\d,-]+)\)/.exec(storedAs)?.[1] ?? "").split(",").map(Number);
  if (stored !== "numeric" || !precision) return "";
  const [numbers, end] = [isArray ? `all (${name}::numeric[])` : `${name}::numeric`, `1e${precision - scale}`];
  return `-${end} < ${numbers} and ${end} > ${numbers}`;
}
