/** Pins what a run reads to rows that cannot change: a table at a fixed time, or the result of a query job. */
import { queryJobId, type Column, type Snapshot, type SourceConfig, type Watermark } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "./bigquery-client.ts";
import { toJobError } from "./bigquery-errors.ts";
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

export interface PinOptions {
  readonly runId: string;
  readonly pipelineId: string;
  readonly attempt: number;
  /** From where an incremental run goes on; null reads everything. */
  readonly watermark: Watermark | null;
  readonly signal: AbortSignal;
}

interface Query {
  readonly text: string;
  /** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/QueryParameter */
  readonly parameters?: readonly object[];
}

interface Table {
  readonly type?: string;
  readonly schema?: { readonly fields?: readonly FieldSchema[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly lastModifiedTime?: string;
  readonly location?: string;
}

interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

interface Job {
  readonly jobReference: { readonly projectId: string; readonly jobId: string; readonly location?: string };
  readonly status?: { readonly state?: string; readonly errorResult?: { reason?: string; message?: string } };
  readonly configuration?: { readonly query?: { readonly destinationTable?: TableReference } };
  readonly statistics?: { readonly query?: { readonly totalBytesBilled?: string } };
}

/** BigQuery answers after this long whether the job is done or not. */
const pollMs = 20_000;

/** Jobs that BigQuery itself failed; each try is a new job. */
const maxJobTries = 5;

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
  return pinQuery(client, config, query, [`rows with ${column} after ${value}, by a billed query`], options);
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

/**
 * Failure: the job's id comes from the run, so after a crash the same job is found instead of billed again. A job that
 * BigQuery failed by itself is followed by another.
 */
async function runQuery(client: BigQueryClient, config: SourceConfig, query: Query, options: PinOptions): Promise<Job> {
  for (let tries = 1; ; tries++) {
    const jobId = `${queryJobId(options.runId, options.attempt)}${tries === 1 ? "" : `_${tries}`}`;
    await insertJob(client, config, query, jobId, options);
    const job = await awaitJob(client, config, jobId, options.signal);
    if (!job.status?.errorResult) return job;
    const error = toJobError(job.status.errorResult);
    if (!error.isRetryable || tries === maxJobTries) throw error;
  }
}

async function insertJob(
  client: BigQueryClient,
  config: SourceConfig,
  query: Query,
  jobId: string,
  { runId, pipelineId, signal }: PinOptions,
): Promise<void> {
  const body = {
    jobReference: { projectId: config.project, jobId, ...(config.location && { location: config.location }) },
    configuration: {
      labels: { ...config.labels, datamantri_run: runId, datamantri_pipeline: pipelineId },
      query: {
        query: query.text,
        useLegacySql: false,
        ...(query.parameters && { parameterMode: "NAMED", queryParameters: query.parameters }),
        ...(config.maximum_bytes_billed && { maximumBytesBilled: config.maximum_bytes_billed }),
      },
    },
  };
  try {
    await client.json({ method: "POST", path: `${encode(config.project)}/jobs`, body }, signal);
  } catch (error) {
    // Inserted by an earlier try, whose answer or process was lost.
    if (!(error instanceof PipelineError && error.facts.status === 409)) throw error;
  }
}

async function awaitJob(
  client: BigQueryClient,
  config: SourceConfig,
  jobId: string,
  signal: AbortSignal,
): Promise<Job> {
  const location = config.location;
  const path = `${encode(config.project)}/jobs/${encode(jobId)}`;
  const cancel = (): void => void cancelJob(client, path, location);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      const job = await client.json<Job>({ path, query: { location } }, signal);
      if (job.status?.state === "DONE") return job;
      await waitForResults(client, config.project, jobId, job.jobReference.location ?? location, signal);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Waits at the server; that the job failed is read from the job. */
async function waitForResults(
  client: BigQueryClient,
  project: string,
  jobId: string,
  location: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const query = { location, maxResults: 0, timeoutMs: pollMs };
  try {
    await client.json({ path: `${encode(project)}/queries/${encode(jobId)}`, query }, signal);
  } catch (error) {
    if (!(error instanceof PipelineError) || error.isRetryable) throw error;
  }
}

/** Best effort, for a run that was cancelled: BigQuery stops computing. */
async function cancelJob(client: BigQueryClient, path: string, location: string | undefined): Promise<void> {
  const signal = AbortSignal.timeout(5_000);
  await client.json({ method: "POST", path: `${path}/cancel`, query: { location } }, signal).catch(() => undefined);
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
