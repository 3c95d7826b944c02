import { randomUUID } from "node:crypto";

import * as z from "zod";

import { ApiError, invalid } from "../errors.ts";
import type { Job, QueryRequest } from "../jobs/job.ts";
import { queryParameter } from "../sql/parameters.ts";
import { type Call, pathPart, type Reply, type Services } from "./call.ts";

/** 64-bit integers are strings in JSON; some clients send small ones as numbers. */
export const int64 = z.union([z.string(), z.number()]).transform(String);

/** Common fields of jobs.insert and jobs.query. */
export const queryFields = {
  query: z.string(),
  useLegacySql: z.boolean().optional(),
  useQueryCache: z.boolean().optional(),
  maximumBytesBilled: int64.optional(),
  defaultDataset: z.object({ projectId: z.string().optional(), datasetId: z.string() }).optional(),
  parameterMode: z.string().optional(),
  queryParameters: z.array(queryParameter).optional(),
} as const;

const insertBody = z.object({
  jobReference: z.object({ jobId: z.string().optional(), location: z.string().optional() }).optional(),
  configuration: z.object({
    dryRun: z.boolean().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    jobTimeoutMs: int64.optional(),
    query: z
      .object({ ...queryFields, priority: z.string().optional(), destinationTable: z.unknown().optional() })
      .optional(),
  }),
});

/** Parses a request body; errors become BigQuery's 400. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`Invalid JSON payload received. ${issue?.path.join(".")}: ${issue?.message}`);
}

/** jobs.insert. https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/insert */
export async function insertJob(services: Services, call: Call): Promise<Reply> {
  const { jobReference, configuration } = parseBody(insertBody, call.body);
  const { query } = configuration;
  if (query === undefined) throw invalid("The sandbox covers query jobs only");
  if (query.destinationTable !== undefined) throw invalid("The sandbox does not cover explicit destination tables");
  if (query.useLegacySql !== false) throw invalid("The sandbox does not cover legacy SQL: set useLegacySql to false");
  const request: QueryRequest = {
    projectId: pathPart(call, "project"),
    jobId: checkJobId(jobReference?.jobId ?? `job_${randomUUID()}`),
    location: jobReference?.location,
    sql: query.query,
    parameters: query.queryParameters ?? [],
    parameterMode: query.parameterMode,
    defaultDataset: query.defaultDataset,
    labels: checkLabels(configuration.labels),
    priority: query.priority ?? "INTERACTIVE",
    useQueryCache: query.useQueryCache ?? true,
    maximumBytesBilled: query.maximumBytesBilled,
    jobTimeoutMs: configuration.jobTimeoutMs,
    dryRun: configuration.dryRun ?? false,
  };
  const job = await services.jobs.submit(request);
  return toReply(job.toResource());
}

/** jobs.get */
export function getJob(services: Services, call: Call): Reply {
  return toReply(findJob(services, call).toResource());
}

/** jobs.list */
export function listJobs(services: Services, call: Call): Reply {
  const states = call.query.getAll("stateFilter").map((state) => state.toUpperCase());
  const limit = Number(call.query.get("maxResults") ?? 1000);
  const jobs = services.jobs
    .list(pathPart(call, "project"))
    .filter((job) => states.length === 0 || states.includes(job.state))
    .slice(0, limit)
    .map((job) => ({ ...job.toResource(), kind: "bigquery#job", state: job.state, errorResult: job.error?.proto }));
  return { envelope: { kind: "bigquery#jobList", etag: "sandbox", jobs } };
}

/** jobs.cancel: requests the cancellation, and answers at once. */
export function cancelJob(services: Services, call: Call): Reply {
  const job = findJob(services, call);
  services.jobs.cancel(job);
  return { envelope: { kind: "bigquery#jobCancelResponse", job: job.toResource() } };
}

/** The job that a path and its `location` name. */
export function findJob(services: Services, call: Call): Job {
  return services.jobs.get(pathPart(call, "project"), pathPart(call, "job"), call.query.get("location") ?? undefined);
}

/** The error of a finished job as an HTTP error. */
export function throwJobError(job: Job): void {
  if (job.error === undefined) return;
  const { proto, code } = job.error;
  throw new ApiError(code, proto.reason, proto.message, proto.location);
}

/** https://cloud.google.com/bigquery/docs/running-jobs#generate-jobid */
function checkJobId(jobId: string): string {
  if (/^[\w-]{1,1024}$/.test(jobId)) return jobId;
  throw invalid(`Invalid job ID: ${jobId}`);
}

/** https://cloud.google.com/bigquery/docs/labels-intro#requirements */
function checkLabels(labels: Readonly<Record<string, string>> | undefined) {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const isValid =
      /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key) && /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value);
    if (!isValid) throw invalid(`Invalid label "${key}:${value}".`);
  }
  return labels;
}

function toReply(resource: object): Reply {
  return { envelope: resource as Record<string, unknown> };
}
