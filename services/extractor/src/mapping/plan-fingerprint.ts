import { createHmac } from "node:crypto";

import { schemaFingerprint, type Column, type RunSource } from "@datamantri/contracts";
import type { RunConfiguration } from "@datamantri/api";

import { withoutDeclared } from "../bigquery/tables/declared.ts";

/**
 * Identifies the tuple format of a plan's columns. Runs with the same fingerprint share transcoders, and a batch never
 * reaches a staging table with other columns. It covers the whole mapping, so that no option that changes a value can
 * be forgotten, and the mask key, which it does not reveal.
 */
export function planFingerprint(
  columns: readonly Column[],
  source: Pick<RunSource, "mask_key"> & { readonly configuration: Pick<RunConfiguration, "mapping"> },
): string {
  const { mapping } = source.configuration;
  // What the source declares changes no tuple.
  return schemaFingerprint({
    columns: withoutDeclared(columns),
    mapping,
    key: source.mask_key === null ? null : digestOf(source.mask_key),
  });
}

function digestOf(maskKey: string): string {
  return createHmac("sha256", maskKey).update("datamantri: which mask key").digest("hex");
}
