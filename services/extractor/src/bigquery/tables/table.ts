/** Tables as returned by tables.get: https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables */
import type { Column } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { quoteBigQueryName } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { TableReference } from "../jobs/query-job.ts";
import { toColumn, type FieldSchema } from "./schema.ts";

export interface Table {
  readonly type?: string;
  readonly description?: string;
  readonly tableConstraints?: { readonly primaryKey?: { readonly columns?: readonly string[] } };
  readonly schema?: { readonly fields?: readonly FieldSchema[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly lastModifiedTime?: string;
  readonly etag?: string;
  readonly location?: string;
  /** Present while streamed rows are not stored yet. */
  readonly streamingBuffer?: object;
  /** True if every query must select partitions. */
  readonly requirePartitionFilter?: boolean;
  readonly timePartitioning?: {
    readonly type?: string;
    readonly field?: string;
    readonly requirePartitionFilter?: boolean;
  };
  readonly rangePartitioning?: { readonly field?: string };
  readonly externalDataConfiguration?: { readonly sourceFormat?: string; readonly sourceUris?: readonly string[] };
}

/** Tables whose rows tabledata.list reads directly; all others have to be computed. */
const storedTypes = new Set(["TABLE", "SNAPSHOT", undefined]);

/** Server time by BigQuery's clock; null if not sent. */
export type ServedTable = Table & { readonly serverTimeMs: number | null };

/** @throws PipelineError `source_not_found` and BigQuery's other errors. */
export async function getTable(
  client: BigQueryClient,
  reference: TableReference,
  signal: AbortSignal,
): Promise<ServedTable> {
  return client.json<Table>({ path: tablePath(reference) }, signal);
}

/** The rows that reading a table will find. */
export interface CountedRows {
  readonly rowCount: number;
  /** True if the server sends all rows whatever is asked for, as https://github.com/goccy/bigquery-emulator does. */
  readonly isOnePage: boolean;
}

/**
 * Counts the rows of a table. Its `numRows` omits rows that are still in its streaming buffer.
 *
 * @param selectedFields as in `ReadOptions`.
 * @throws PipelineError `source_response_refused` for an answer without a count: 0 would empty a target that is replaced.
 */
export async function countRows(
  client: BigQueryClient,
  reference: TableReference,
  selectedFields: string | undefined,
  signal: AbortSignal,
): Promise<CountedRows> {
  const request = { path: `${tablePath(reference)}/data`, query: { maxResults: 1, selectedFields } };
  const { totalRows, rows } = await client.json<ListedRows>(request, signal);
  const [rowCount, sentRows] = [Number(totalRows ?? Number.NaN), rows?.length ?? 0];
  if (!Number.isSafeInteger(rowCount) || rowCount < sentRows) {
    throw new PipelineError(
      "source_response_refused",
      `the server does not say how many rows ${reference.tableId} has`,
    );
  }
  return { rowCount, isOnePage: sentRows > 1 };
}

/** Part of the answer of tabledata.list. */
export interface ListedRows {
  /** Some servers send a number. */
  readonly totalRows?: string | number;
  readonly rows?: readonly object[];
}

/** Rows of a table by its `numRows`; null for a server that does not tell. */
export function countedRows({ numRows }: Table): number | null {
  return numRows === undefined ? null : Number(numRows);
}

/** True if BigQuery refuses every query that does not select partitions. */
export function requiresFilter({ requirePartitionFilter, timePartitioning }: Table): boolean {
  return requirePartitionFilter === true || timePartitioning?.requirePartitionFilter === true;
}

export function hasStoredRows({ type }: Table): boolean {
  return storedTypes.has(type);
}

/** True for a table whose rows are a file in Google Drive, such as a spreadsheet. */
export function isInDrive({ externalDataConfiguration: external }: Table): boolean {
  const isDriveUri = (uri: string) => /^https:\/\/(drive|docs)\.google\.com\//.test(uri);
  return external?.sourceFormat === "GOOGLE_SHEETS" || (external?.sourceUris?.some(isDriveUri) ?? false);
}

/** `materialized view` */
export function describeType({ type }: Table): string {
  return type === "EXTERNAL" ? "external table" : (type ?? "TABLE").toLowerCase().replaceAll("_", " ");
}

export function toColumns(fields: readonly FieldSchema[] | undefined): Column[] {
  return (fields ?? []).map(toColumn);
}

/** Reference to the source's table. @throws PipelineError `request_invalid` when it names none. */
export function toReference({ project, data_project, dataset, table }: SourceConfig): TableReference {
  if (dataset === undefined || table === undefined) {
    throw new PipelineError("request_invalid", "the source names neither a table nor a query");
  }
  return { projectId: data_project ?? project, datasetId: dataset, tableId: table };
}

/** Quotes it for a query. */
export function quoteReference({ projectId, datasetId, tableId }: TableReference): string {
  return quoteBigQueryName(`${projectId}.${datasetId}.${tableId}`);
}

/**
 * The alias of a source in our queries. Without one, a column that is called as its table could be the whole row:
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#range_variables
 */
export const sourceAlias = "datamantri_source";

export function tablePath({ projectId, datasetId, tableId }: TableReference): string {
  return `${encode(projectId)}/datasets/${encode(datasetId)}/tables/${encode(tableId)}`;
}

const encode = encodeURIComponent;
