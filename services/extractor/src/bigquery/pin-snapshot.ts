/** Pins what a run reads to rows that cannot change: a table at a fixed time, or the result of a query job. */
import type { Column, Snapshot, SourceConfig, Watermark } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "./bigquery-client.ts";
import { runQuery, type JobOptions, type Query, type TableReference } from "./run-query.ts";
import { toColumn, type FieldSchema } from "./schema.ts";

export interface PinnedSnapshot {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  readonly rowCount: number;
  /** BigQuery's logical size of a row on average; null when it does not say. */
  readonly averageRowBytes: number | null;
  readonly bytesBilled: number;
  readonly notes: string[];
}

export interface PinOptions extends JobOptions {
  /** From where an incremental run goes on; null reads everything. */
  readonly watermark: Watermark | null;
}

interface Table {
  readonly type?: string;
  readonly schema?: { readonly fields?: readonly FieldSchema[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly lastModifiedTime?: string;
  readonly location?: string;
}

/** Tables whose rows tabledata.list reads as they are; all others have to be computed. */
const storedTypes = new Set(["TABLE", "SNAPSHOT", undefined]);

/** @throws PipelineError as BigQuery's answers say. */
export async function pinSnapshot(
  client: BigQueryClient,
  config: SourceConfig,
  options: PinOptions,
): Promise<PinnedSnapshot> {
  if (options.watermark !== null) return pinIncrement(client, config, options.watermark, options);
  if (config.query !== undefined) return pinQuery(client, config, { text: config.query }, [], options);
  const reference = toReference(config);
  const table = await client.json<Table>({ path: tablePath(reference) }, options.signal);
  if (storedTypes.has(table.type)) return pinTable(client, reference, table, table.serverTimeMs, options.signal);
  const note = `a ${table.type!.toLowerCase().replaceAll("_", " ")} has no stored rows: it is read by a billed query`;
  return pinQuery(client, config, { text: `SELECT * FROM ${quoteReference(reference)}` }, [note], options);
}

/** Types of a cursor that a lookback in seconds can be taken from, with the function that does it. */
const subtractions: Readonly<Record<string, string>> = {
  TIMESTAMP: "TIMESTAMP_SUB",
  DATETIME: "DATETIME_SUB",
};

/** Rows beyond the watermark, by a billed query: listing a table cannot filter. */
async function pinIncrement(
  client: BigQueryClient,
  config: SourceConfig,
  watermark: Watermark,
  options: PinOptions,
): Promise<PinnedSnapshot> {
  const { column, type, value } = watermark;
  const source = config.query === undefined ? quoteReference(toReference(config)) : `(${config.query}\n)`;
  const condition = `\`${column.replaceAll("`", "\\`")}\` ${toBound(type, config.lookback_seconds ?? 0)}`;
  const query = {
    text: `SELECT * FROM ${source} WHERE ${condition}`,
    parameters: [{ name: "watermark", parameterType: { type }, parameterValue: { value } }],
  };
  return pinQuery(client, config, query, [`rows with ${column} after the watermark, by a billed query`], options);
}

function toBound(type: string, lookbackSeconds: number): string {
  if (lookbackSeconds === 0) return "> @watermark";
  const subtract = subtractions[type];
  if (subtract === undefined) {
    throw new PipelineError(
      "request_invalid",
      `lookback_seconds needs a cursor of type TIMESTAMP or DATETIME, not ${type}`,
    );
  }
  return `>= ${subtract}(@watermark, INTERVAL ${lookbackSeconds} SECOND)`;
}

function quoteReference({ projectId, datasetId, tableId }: TableReference): string {
  return `\`${projectId}.${datasetId}.${tableId}\``;
}

function toReference({ project, data_project, dataset, table }: SourceConfig): TableReference {
  if (dataset === undefined || table === undefined) {
    throw new PipelineError("request_invalid", "the source names neither a table nor a query");
  }
  return { projectId: data_project ?? project, datasetId: dataset, tableId: table };
}

/** Reading a table at a time of the last seven days: https://docs.cloud.google.com/bigquery/docs/table-decorators */
async function pinTable(
  client: BigQueryClient,
  { projectId, datasetId, tableId }: TableReference,
  table: Table,
  serverTimeMs: number | null,
  signal: AbortSignal,
): Promise<PinnedSnapshot> {
  // By BigQuery's clock, which is told in whole seconds: what changed within the last one still counts.
  const takenAtMs = Math.max(serverTimeMs ?? Date.now(), Number(table.lastModifiedTime ?? 0));
  const snapshot = {
    project: projectId,
    dataset: datasetId,
    table: `${tableId}@${takenAtMs}`,
    jobId: "",
    location: table.location ?? "",
    takenAtMs,
  };
  return {
    snapshot,
    columns: toColumns(table),
    rowCount: await countRows(client, snapshot, signal),
    averageRowBytes: averageOf(table),
    bytesBilled: 0,
    notes: [],
  };
}

async function pinQuery(
  client: BigQueryClient,
  config: SourceConfig,
  query: Query,
  notes: string[],
  options: PinOptions,
): Promise<PinnedSnapshot> {
  const job = await runQuery(client, config, query, options);
  const destination = job.configuration?.query?.destinationTable;
  if (!destination) throw new PipelineError("source_query_invalid", "the query has no result table; is it a SELECT?");
  const table = await client.json<Table>({ path: tablePath(destination) }, options.signal);
  const snapshot = {
    project: destination.projectId,
    dataset: destination.datasetId,
    table: destination.tableId,
    jobId: job.jobReference.jobId,
    location: job.jobReference.location ?? "",
    takenAtMs: Date.now(),
  };
  return {
    snapshot,
    columns: toColumns(table),
    rowCount: await countRows(client, snapshot, options.signal),
    averageRowBytes: averageOf(table),
    bytesBilled: Number(job.statistics?.query?.totalBytesBilled ?? 0),
    notes,
  };
}

/** Rows that reading will really find: `numRows` of the table leaves out what is still in its streaming buffer. */
async function countRows(client: BigQueryClient, snapshot: Snapshot, signal: AbortSignal): Promise<number> {
  const { project, dataset, table } = snapshot;
  const path = `${tablePath({ projectId: project, datasetId: dataset, tableId: table })}/data`;
  const { totalRows } = await client.json<{ totalRows?: string }>({ path, query: { maxResults: 1 } }, signal);
  return Number(totalRows ?? 0);
}

function toColumns(table: Table): Column[] {
  return (table.schema?.fields ?? []).map(toColumn);
}

function averageOf({ numRows, numBytes }: Table): number | null {
  const [rows, bytes] = [Number(numRows ?? 0), Number(numBytes ?? 0)];
  return rows > 0 && bytes > 0 ? bytes / rows : null;
}

export function tablePath({ projectId, datasetId, tableId }: TableReference): string {
  return `${encode(projectId)}/datasets/${encode(datasetId)}/tables/${encode(tableId)}`;
}

const encode = encodeURIComponent;
