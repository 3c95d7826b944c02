/**
 * Version of a table, so that a later run knows without reading whether it has changed.
 * https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table
 */
import { createHash } from "node:crypto";

import { schemaFingerprint } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";

import { withoutDeclared } from "./declared.ts";
import { hasStoredRows, toColumns, toReference, type Table } from "./table.ts";

/**
 * Equal versions mean equal rows. Counts are included because partitions expire and streamed rows settle without a
 * change of the table's modification time.
 *
 * @returns empty if unknown: for a query or a filter, which may depend on the time, for a computed table, and while a
 *   streaming buffer holds rows.
 */
export function toSourceVersion(config: SourceConfig, table: Table | null): string {
  if (table === null || config.filter !== undefined || !hasStoredRows(table)) return "";
  if (table.streamingBuffer !== undefined || table.lastModifiedTime === undefined) return "";
  const { lastModifiedTime, numRows, numBytes, schema } = table;
  const facts = [
    toReference(config),
    lastModifiedTime,
    numRows,
    numBytes,
    schemaFingerprint(withoutDeclared(toColumns(schema?.fields))),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 32);
}
