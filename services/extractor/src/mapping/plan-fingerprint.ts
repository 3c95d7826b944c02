import { createHmac } from "node:crypto";

import { schemaFingerprint, type Column, type RunSource } from "@datamantri/contracts";
import type { RunConfiguration } from "@datamantri/api";

/**
 * Identifies the tuples that a plan's columns give: two runs with one fingerprint share transcoders, and a batch never
 * reaches a staging table of other columns. The whole mapping counts, so that an option that changes a value cannot be
 * forgotten here, and the mask key, of which the fingerprint reveals nothing.
 */
export function planFingerprint(
  columns: readonly Column[],
  source: Pick<RunSource, "mask_key"> & { readonly configuration: Pick<RunConfiguration, "mapping"> },
): string {
  const { mapping } = source.configuration;
  return schemaFingerprint({ columns, mapping, key: source.mask_key === null ? null : digestOf(source.mask_key) });
}

function digestOf(maskKey: string): string {
  return createHmac("sha256", maskKey).update("datamantri: which mask key").digest("hex");
}
