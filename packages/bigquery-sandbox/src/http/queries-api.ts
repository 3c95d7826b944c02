import { randomUUID } from "node:crypto";

import * as z from "zod";

import { invalid } from "../errors.ts";
import type { Job } from "../jobs/job.ts";
import { affectedRows } from "../jobs/statements/outcome-statistics.ts";
import type { TimestampFormat } from "../wire/cell-sql.ts";
import { toTableSchema } from "../wire/field-type.ts";
import { type Call, pathPart, readTimestampFormat, readUnsigned, type Services, toTimestampFormat } from "./call.ts";
import type { Reply } from "./reply.ts";
import { findJob, int64, parseBody, queryFields, refuse, throwJobError } from "./jobs-api.ts";
import { pageOf, type PageParameters, QUERY_PAGE_BYTES, RESULT_PAGE_BYTES } from "./paging.ts";

const DEFAULT_WAIT_MS = 10_000;
/** BigQuery answers after about 200 s at the latest, whatever timeoutMs says. */
const MAX_WAIT_MS = 200_000;
/** How long a requestId identifies the same query. */
const REQUEST_ID_TTL_MS = 15 * 60_000;

const queryBody = z.looseObject({
  ...queryFields,
  maxResults: int64.optional(),
  timeoutMs: int64.optional(),
  jobTimeoutMs: int64.optional(),
  dryRun: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  location: z.string().optional(),
  requestId: z.string().optional(),
  formatOptions: z
    .object({ useInt64Timestamp: z.boolean().optional(), timestampOutputFormat: z.string().optional() })
    .optional(),
});

type QueryBody = z.infer<typeof queryBody>;

/** The jobs.query calls of the last minutes by their requestId: a repeated request is the same query. */
export class RequestIds {
  readonly #jobs = new Map<string, Promise<Job>>();

  /** The job of this requestId, submitted now if it is new. */
  submit(requestId: string | undefined, submit: () => Promise<Job>): Promise<Job> {
    if (requestId === undefined) return submit();
    const known = this.#jobs.get(requestId);
    if (known !== undefined) return known;
    const job = submit();
    this.#jobs.set(requestId, job);
    setTimeout(() => this.#jobs.delete(requestId), REQUEST_ID_TTL_MS).unref();
    return job;
  }
}

/** jobs.query. https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query */
export async function runQuery(services: Services, requestIds: RequestIds, call: Call): Promise<Reply> {
  const body = parseBody(queryBody, call.body);
  if (body.useLegacySql !== false) throw invalid("The sandbox does not cover legacy SQL: set useLegacySql to false");
  refuse(body);
  const projectId = pathPart(call, "project");
  const job = await requestIds.submit(body.requestId, () => submitQuery(services, projectId, body));
  if (job.request.dryRun) return dryRunReply(job);
  const format = toTimestampFormat(
    body.formatOptions?.timestampOutputFormat,
    body.formatOptions?.useInt64Timestamp ?? false,
  );
  const waitMs = readUnsigned(body.timeoutMs, "timeoutMs");
  const parameters = { maxResults: body.maxResults };
  const reply = await resultReply(services, job, { waitMs, format, maxBytes: QUERY_PAGE_BYTES, parameters });
  return { ...reply, envelope: { ...reply.envelope, kind: "bigquery#queryResponse", queryId: job.request.jobId } };
}

/** jobs.getQueryResults. https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults */
export async function getQueryResults(services: Services, call: Call): Promise<Reply> {
  const { query } = call;
  return resultReply(services, findJob(services, call), {
    waitMs: readUnsigned(query.get("timeoutMs"), "timeoutMs"),
    format: readTimestampFormat(query),
    maxBytes: RESULT_PAGE_BYTES,
    parameters: {
      startIndex: query.get("startIndex"),
      pageToken: query.get("pageToken"),
      maxResults: query.get("maxResults"),
    },
  });
}

interface ResultOptions {
  readonly waitMs: number | undefined;
  readonly format: TimestampFormat;
  readonly maxBytes: number;
  readonly parameters: PageParameters;
}

async function resultReply(services: Services, job: Job, options: ResultOptions): Promise<Reply> {
  const kind = "bigquery#getQueryResultsResponse";
  const jobReference = job.toReference();
  await waitFor(job, options.waitMs ?? DEFAULT_WAIT_MS);
  if (job.state !== "DONE") return { envelope: { kind, etag: "sandbox", jobReference, jobComplete: false } };
  throwJobError(job);
  if (job.outcome !== undefined) return { envelope: outcomeOf(job, kind) };
  if (job.request.kind === "load") throw invalid("Cannot list the results of a load job.");
  const { result, plan } = job;
  if (result === undefined || plan === undefined) throw new Error(`Job ${job.label} is done and has no result`);
  // Evicted results are missing for getQueryResults as for tabledata.list.
  services.catalog.get(result.destination, Date.now());
  const source = {
    tokenScope: job.label,
    table: result.table,
    columns: result.table.columns,
    format: options.format,
    maxBytes: options.maxBytes,
  };
  const page = await pageOf(services, source, options.parameters);
  const bytes = String(job.cacheHit ? 0 : plan.bytesProcessed);
  const schema = toTableSchema(plan.fields);
  const facts = { kind, etag: "sandbox", schema, jobReference, totalBytesProcessed: bytes, jobComplete: true };
  return { envelope: { ...facts, cacheHit: job.cacheHit, ...page.envelope }, rows: page.rows };
}

/** A statement other than SELECT has no rows. */
function outcomeOf(job: Job, kind: string): Record<string, unknown> {
  const facts = { kind, etag: "sandbox", jobReference: job.toReference(), totalBytesProcessed: "0", jobComplete: true };
  return { ...facts, cacheHit: false, ...affectedRows(job.outcome) };
}

async function waitFor(job: Job, waitMs: number): Promise<void> {
  if (job.state === "DONE" || waitMs === 0) return;
  const timer = Promise.withResolvers<void>();
  const timeout = setTimeout(timer.resolve, Math.min(waitMs, MAX_WAIT_MS));
  await Promise.race([job.finished, timer.promise]);
  clearTimeout(timeout);
}

function submitQuery(services: Services, projectId: string, body: QueryBody): Promise<Job> {
  return services.jobs.submit({
    kind: "query",
    projectId,
    jobId: `job_${randomUUID()}`,
    location: body.location,
    sql: body.query,
    parameters: body.queryParameters ?? [],
    parameterMode: body.parameterMode,
    defaultDataset: body.defaultDataset,
    labels: body.labels,
    priority: "INTERACTIVE",
    useQueryCache: body.useQueryCache ?? true,
    maximumBytesBilled: body.maximumBytesBilled,
    jobTimeoutMs: body.jobTimeoutMs,
    dryRun: body.dryRun ?? false,
    destination: undefined,
  });
}

function dryRunReply(job: Job): Reply {
  return {
    envelope: {
      kind: "bigquery#queryResponse",
      schema: toTableSchema(job.plan?.fields ?? []),
      jobReference: job.toReference(),
      totalBytesProcessed: String(job.plan?.bytesProcessed ?? 0),
      jobComplete: true,
      cacheHit: false,
    },
  };
}
