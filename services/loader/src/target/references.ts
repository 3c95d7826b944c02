/** Foreign keys of other tables that refer to the target: rows that they refer to cannot be deleted. */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { isEnforced, targetTree } from "./target-table.ts";
import { storedRows, type TargetShape } from "./target-shape.ts";

/** Keys of times (PERIOD), which PostgreSQL 18 has, contain each other: PostgreSQL alone compares them. */
const isPlain = `coalesce((to_jsonb(pg_constraint) ->> 'conperiod')::boolean, false) is false`;

/**
 * NO ACTION (a) and RESTRICT (r) of other tables; the rest is refused before (`assertDeletesStay`). Only those whose
 * columns the user may read.
 */
const referencing = `
  select conname as name, conrelid::regclass::text as from, confdeltype = 'r' as "isRestrict", condeferred as "isDeferred",
    array(
      select attname::text from unnest(conkey) with ordinality as k (num, place)
      join pg_attribute on attrelid = conrelid and attnum = num order by place
    ) as columns,
    array(
      select attname::text from unnest(confkey) with ordinality as k (num, place)
      join pg_attribute on attrelid = confrelid and attnum = num order by place
    ) as referred
  from pg_constraint
  where contype = 'f' and confrelid in ${targetTree} and confdeltype in ('a', 'r') and conparentid = 0
    and ${isEnforced} and ${isPlain}
    and (conrelid not in ${targetTree} or $2 and confdeltype = 'r')
    and has_schema_privilege((select relnamespace from pg_class where oid = conrelid), 'USAGE')
    and (select bool_and(has_column_privilege(conrelid, num, 'SELECT')) from unnest(conkey) as num)
  order by conname
`;

interface Reference {
  readonly name: string;
  /** The other table, quoted. */
  readonly from: string;
  /** True for RESTRICT: the row may not even go and come again. */
  readonly isRestrict: boolean;
  /** True if it is checked at the commit. */
  readonly isDeferred: boolean;
  /** Quoted, of the other table; in the order of `referred`. */
  readonly columns: readonly string[];
  /** Quoted, of the target. */
  readonly referred: readonly string[];
}

/**
 * Refuses before the load what a replacement in place could not do: rows that a RESTRICT protects.
 *
 * @param target quoted.
 * @throws PipelineError `sink_table_mismatch` that names the other table.
 */
export async function assertReplaceable(client: pg.ClientBase, target: string): Promise<void> {
  for (const reference of (await readReferences(client, target, true)).filter(({ isRestrict }) => isRestrict)) {
    const { from, name } = reference;
    const { rows } = await client.query<{ answer: boolean }>(
      `select exists (select from ${from} as other where ${isSet(reference)}) as answer`,
    );
    if (!rows[0]!.answer) continue;
    const reason = `rows of ${from} refer to ${target} by the foreign key "${name}", whose ON DELETE RESTRICT forbids to replace any`;
    throw new PipelineError("sink_table_mismatch", `${reason}; use merge or mirror, or make it NO ACTION`);
  }
}

/**
 * Finds rows of other tables that would be left without the row that they refer to, before anything is deleted.
 *
 * @throws PipelineError `sink_rejected` that names the other table and the number of its rows.
 */
export async function assertReplacedStay(client: pg.ClientBase, shape: TargetShape): Promise<void> {
  for (const reference of await readReferences(client, shape.target, true)) {
    // Values that the source does not write are new in each row.
    if (!reference.isRestrict && !reference.referred.every((column) => shape.columns.includes(column))) continue;
    const stays = `exists (select from ${storedRows(shape)} as new where ${refersTo(reference, "new")})`;
    const isLost = reference.isRestrict ? isSet(reference) : `${isSet(reference)} and not ${stays}`;
    await refuseLost(client, shape, reference, `${reference.from} as other where ${isLost}`);
  }
}

/**
 * The same for a mirror, which deletes some rows.
 *
 * @param isThere condition for a row `old` of the target that the source still has.
 */
export async function assertMirroredStay(client: pg.ClientBase, shape: TargetShape, isThere: string): Promise<void> {
  const references = await readReferences(client, shape.target, false);
  if (references.length === 0) return;
  const goes = `select exists (select from ${shape.target} as old where not ${isThere}) as answer`;
  const { rows } = await client.query<{ answer: boolean }>(goes);
  // Another table may be far larger than what is deleted.
  if (!rows[0]!.answer) return;
  for (const reference of references) {
    // A new row may take the value until the commit.
    if (reference.isDeferred) continue;
    const join = `${reference.from} as other join ${shape.target} as old on ${refersTo(reference, "old")}`;
    // Or within the statement, from another row.
    const mayCome = !reference.isRestrict && reference.referred.every((column) => shape.columns.includes(column));
    const comes = `exists (select from ${storedRows(shape)} as new where ${refersTo(reference, "new")})`;
    await refuseLost(client, shape, reference, `${join} where not ${isThere}${mayCome ? ` and not ${comes}` : ""}`);
  }
}

async function refuseLost(
  client: pg.ClientBase,
  { target }: TargetShape,
  { name, from }: Reference,
  lost: string,
): Promise<void> {
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${lost}`);
  const count = Number(rows[0]!.count);
  if (count === 0) return;
  const who = count === 1 ? `1 row of ${from} refers` : `${count} rows of ${from} refer`;
  const reason = `${who} to rows of ${target} that would be deleted, by the foreign key "${name}"`;
  const advice = "delete or change those rows first, or keep the target's rows (merge, delete_mode soft)";
  throw new PipelineError("sink_rejected", `${reason}; ${advice}`, { count });
}

/** @param withOwn also RESTRICT of the target's own rows: of these none may go and come again. */
async function readReferences(client: pg.ClientBase, target: string, withOwn: boolean): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(referencing, [target, withOwn]);
  return rows.map((row) => ({
    ...row,
    columns: row.columns.map(quoteIdentifier),
    referred: row.referred.map(quoteIdentifier),
  }));
}

/** With a NULL a row refers to none. */
function isSet({ columns }: Reference): string {
  return columns.map((column) => `other.${column} is not null`).join(" and ");
}

function refersTo({ columns, referred }: Reference, alias: string): string {
  return columns.map((column, index) => `other.${column} = ${alias}.${referred[index]!}`).join(" and ");
}
