import type pg from "pg";

import { validFrom, validTo } from "@datamantri/contracts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { insertRows, updateRows } from "./counted-writes.ts";
import { isOther, listOf, sameKey, valuesOf, type StagedRows } from "./keyed-rows.ts";

/**
 * Ends the versions that changed or were deleted in the source, and begins the new ones (slowly changing dimension,
 * type 2).
 */
export async function addVersions(client: pg.PoolClient, rows: StagedRows): Promise<void> {
  const [from, to] = [validFrom(rows.config), validTo(rows.config)].map(quoteIdentifier) as [string, string];
  const { source, takenAt, isWhole, shape } = rows;
  const values = valuesOf(shape);
  const isChanged = values.length === 0 ? "false" : isOther(values);
  const hasEnded = isWhole
    ? `not exists (select from ${source} as new where ${sameKey(shape)} and not (${isChanged}))`
    : `exists (select from ${source} as new where ${sameKey(shape)} and ${isChanged})`;
  const where = `${to} is null and ${hasEnded}`;
  await updateRows(client, shape, `${to} = $1`, { where, values: [takenAt] });
  // Otherwise a default of the target, such as infinity, would end the version.
  const begins = `
    select ${listOf("new", shape.columns)}, $1::timestamptz, null::timestamptz
    from ${source} as new
    where not exists (select from ${shape.target} as old where ${to} is null and ${sameKey(shape)})
  `;
  await insertRows(client, shape, [...shape.columns, from, to], begins, [takenAt]);
}
