import type { SourceConfig } from "@datamantri/api";
import { isSameSourceName } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { FieldSchema } from "../tables/schema.ts";

/**
 * Refuses a column that BigQuery orders other than by bytes, as PostgreSQL orders it: rows after the greatest value of
 * one may be before it in the other, and would be skipped.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts
 *
 * @param what the column is, as the subject of a sentence.
 * @throws PipelineError `request_invalid`
 */
export function assertByteOrder(
  fields: readonly FieldSchema[] | undefined,
  column: string | undefined,
  what: string,
): void {
  const field = fields?.find(({ name }) => column !== undefined && isSameSourceName(name, column));
  if (!field?.collation) return;
  const advice = `select COLLATE(${field.name}, '') AS ${field.name} in a query, or use another column`;
  const message = `${what} "${field.name}" has the collation ${field.collation}, which orders it other than by bytes: ${advice}`;
  throw new PipelineError("request_invalid", message);
}

/** The same for the cursor of increments. */
export function assertCursorOrder(
  { read, cursor_column }: SourceConfig,
  fields: readonly FieldSchema[] | undefined,
): void {
  if (read === "incremental") assertByteOrder(fields, cursor_column, "cursor_column");
}
