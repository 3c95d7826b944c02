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
 * Before a row is read.
 *
 * @throws PipelineError `sink_key_invalid` when rows of the target have the same key.
 */
export async function assertKeysUnique(client: pg.PoolClient, shape: TargetShape): Promise<void> {
  if (await isKeyUnique(client, shape)) return;
  const isSet = shape.key.map((column) => `${column} is not null`).join(" and ");
  const twice = `select from ${shape.target} where ${isSet} group by ${shape.key.join(", ")} having count(*) > 1`;
  const { rows } = await client.query<{ count: string }>(`select count(*) from (${twice}) as twice`);
  refuseRepeated(shape, Number(rows[0]!.count));
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

/** @throws PipelineError `sink_key_invalid` unless `repeated`, a number of keys, is 0. */
export function refuseRepeated({ target, key }: TargetShape, repeated: number): void {
  if (repeated === 0) return;
  const reason = `${repeated} keys (${key.join(", ")}) occur in several rows of ${target}, and nothing tells which of them is the source's`;
  const advice = "Delete those that are too many, and give the key a unique index, or name another key";
  throw new PipelineError("sink_key_invalid", `${reason}. ${advice}`, { keys: repeated });
}
