/**
 * What a table looked like, so that a later run knows without reading whether there is anything new.
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table
 */
import { createHash } from "node:crypto";

import { schemaFingerprint } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";

import { hasStoredRows, toColumns, toReference, type Table } from "./table.ts";

/**
 * Equal versions mean equal rows. Counts are part of it because partitions expire and streamed rows settle without the
 * table counting as modified.
 *
 * @returns empty where BigQuery does not tell: for a query, for what has to be computed, and while a streaming buffer
 *   holds rows.
 */
export function toSourceVersion(config: SourceConfig, table: Table | null): string {
  if (table === null || !hasStoredRows(table)) return "";
  if (table.streamingBuffer !== undefined || table.lastModifiedTime === undefined) return "";
  const { lastModifiedTime, numRows, numBytes, schema } = table;
  const facts = [
    toReference(config),
    lastModifiedTime,
    numRows,
    numBytes,
    schemaFingerprint(toColumns(schema?.fields)),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 32);
}
