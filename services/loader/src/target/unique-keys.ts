/** A key of an existing target that occurs in several rows: which of them is the source's row, nothing tells. */
import type pg from "pg";

import { PipelineError } from "@datamantri/runtime";

import type { TargetShape } from "./target-shape.ts";

/**
 * A unique index over columns of the key, with the equality by which they are compared: whole, with the default operators
 * and the columns' own collations.
 */
const uniqueIndex = `
  select exists (
    select from pg_index
    where indrelid = to_regclass($1) and indisunique and indisvalid and indpred is null and indexprs is null
      and not exists (
        select from generate_series(0, indnkeyatts - 1) as place
        join pg_attribute on attrelid = indrelid and attnum = indkey[place]
        join pg_opclass on pg_opclass.oid = indclass[place]
        where not attname = any ($2) or not opcdefault or indcollation[place] <> attcollation
      )
  ) as "isUnique"
`;

/** @returns true if the target itself holds no key twice. */
export async function isKeyUnique(client: pg.PoolClient, { target, key, stored }: TargetShape): Promise<boolean> {
  const names = key.map((column) => stored.get(column)?.name);
  const { rows } = await client.query<{ isUnique: boolean }>(uniqueIndex, [target, names]);
  return rows[0]!.isUnique;
}

/**
 * Before a row is read. Reads the whole target, unless a unique index says it.
 *
 * @param isCurrent condition for the rows that have a key once; `true` for all.
 * @throws PipelineError `sink_key_invalid` when several of these have the same key.
 */
export async function assertKeysUnique(client: pg.PoolClient, shape: TargetShape, isCurrent = "true"): Promise<void> {
  // A column that drift adds has no values yet.
  if (shape.key.some((column) => !shape.stored.has(column)) || (await isKeyUnique(client, shape))) return;
  const isSet = shape.key.map((column) => `${column} is not null`).join(" and ");
  const rows = `${shape.target} where ${isCurrent} and ${isSet}`;
  const twice = `select count(*) - 1 as more from ${rows} group by ${shape.key.join(", ")} having count(*) > 1`;
  const found = await client.query<{ more: string | null }>(`select sum(more) as more from (${twice}) as twice`);
  refuseRepeated(shape, Number(found.rows[0]!.more ?? 0), isCurrent !== "true");
}

/**
 * Versions of a row have its key in common.
 *
 * @throws PipelineError `sink_table_mismatch` when a unique index of the target allows only one.
 */
export async function assertVersionsFit(client: pg.PoolClient, shape: TargetShape): Promise<void> {
  if (!(await isKeyUnique(client, shape))) return;
  const { target, key } = shape;
  const reason = `a unique index or primary key of ${target} over ${key.join(", ")} allows one version of each row`;
  const advice = "Drop it, or make one over these columns and the one from which a version is valid";
  throw new PipelineError("sink_table_mismatch", `${reason}. ${advice}`);
}

/**
 * @param more rows than keys.
 * @param hasVersions true for a history, of which only the current versions count.
 * @throws PipelineError `sink_key_invalid` if there are any.
 */
export function refuseRepeated({ target, key }: TargetShape, more: number, hasVersions: boolean): void {
  if (more === 0) return;
  const what = hasVersions ? "current versions" : "rows";
  const count = more === 1 ? `1 of the ${what} of ${target} has` : `${more} of the ${what} of ${target} have`;
  const reason = `${count} a key (${key.join(", ")}) that another one has too, and nothing tells which is the source's`;
  const advice = hasVersions
    ? "End all versions of a key but one"
    : "Delete those that are too many, and give the key a unique index";
  throw new PipelineError("sink_key_invalid", `${reason}. ${advice}, or name another key`, { rows: more });
}
