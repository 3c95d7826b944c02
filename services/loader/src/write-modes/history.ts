import type pg from "pg";

import { isOther, listOf, sameKey, type StagedRows } from "./keyed-rows.ts";

/** Period in which a version was current; the current version has no `valid_to`. */
export const validFrom = "valid_from";
export const validTo = "valid_to";

/**
 * Ends the versions that changed or were deleted in the source, and begins the new ones (slowly changing dimension,
 * type 2).
 */
export async function addVersions(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const { source, takenAt, isWhole, shape } = rows;
  const { target, key, values, columns } = shape;
  const isChanged = values.length === 0 ? "false" : isOther(values);
  const hasEnded = isWhole
    ? `not exists (select from ${source} as new where ${sameKey(key)} and not (${isChanged}))`
    : `exists (select from ${source} as new where ${sameKey(key)} and ${isChanged})`;
  const endVersions = `
    update ${target} as old
    set "${validTo}" = $1
    where "${validTo}" is null and ${hasEnded}
  `;
  const beginVersions = `
    insert into ${target} (${columns.join(", ")}, "${validFrom}")
    select ${listOf("new", columns)}, $1
    from ${source} as new
    where not exists (select from ${target} as old where "${validTo}" is null and ${sameKey(key)})
  `;
  await client.query(endVersions, [takenAt]);
  await client.query(beginVersions, [takenAt]);
}
