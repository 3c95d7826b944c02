import { createHmac } from "node:crypto";

import { schemaFingerprint, type Column, type RunSource } from "@datamantri/contracts";
import type { ColumnMapping, RunConfiguration } from "@datamantri/api";

/**
 * Identifies the rows that a plan's columns give: two runs with one fingerprint read alike, so they can share transcoders,
 * and a batch never reaches a staging table of other columns. The masks' arguments count, and the key: with another key
 * the same batch would have other rows.
 */
export function planFingerprint(
  columns: readonly Column[],
  source: Pick<RunSource, "mask_key"> & { readonly configuration: Pick<RunConfiguration, "mapping"> },
): string {
  const masks = source.configuration.mapping?.columns?.filter(({ mask }) => mask !== undefined) ?? [];
  if (masks.length === 0) return schemaFingerprint(columns.map(inOrder));
  const key = createHmac("sha256", source.mask_key ?? "")
    .update("datamantri: which mask key")
    .digest("hex");
  return schemaFingerprint([...columns.map(inOrder), ...masks.map(maskInOrder), { key }]);
}

/** Messages and jsonb do not keep the order of an object's members, and the fingerprint is made again from both. */
function inOrder(column: Column): unknown[] {
  const { name, type, repeated, required, fields, rangeElementType, sourcePath, targetType, mask } = column;
  return [name, type, repeated, required, fields.map(inOrder), rangeElementType, sourcePath, targetType, mask];
}

function maskInOrder({ source, mask }: ColumnMapping): unknown[] {
  return [source, ...Object.entries(mask ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1))];
}
