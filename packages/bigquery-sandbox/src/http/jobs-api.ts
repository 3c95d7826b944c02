import { randomUUID } from "node:crypto";

import * as z from "zod";

import { ApiError, invalid, notImplemented } from "../errors.ts";
import { destinationFields, readDestination } from "../jobs/destination.ts";
import type { Job } from "../jobs/job.ts";
import type { QueryRequest } from "../jobs/job-request.ts";
import { toJobResource } from "../jobs/job-resource.ts";
import { loadConfiguration, readLoad } from "../jobs/load/load-request.ts";
import { queryParameter } from "../sql/parameters.ts";
import { pageOfList } from "./list-page.ts";
import { type Call, pathPart, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";

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

/** What BigQuery does with these cannot be left out. */
const refusedOfQueries = ["tableDefinitions", "userDefinedFunctionResources", "createSession", "connectionProperties"];

const insertBody = z.object({
  jobReference: z.object({ jobId: z.string().optional(), location: z.string().optional() }).optional(),
  configuration: z.looseObject({
    dryRun: z.boolean().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    jobTimeoutMs: int64.optional(),
    query: z.looseObject({ ...queryFields, ...destinationFields, priority: z.string().optional() }).optional(),
    load: loadConfiguration.optional(),
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
  return submitJob(services, pathPart(call, "project"), call.body, undefined);
}

/**
 * Submits the job of a request.
 *
 * @param data that was uploaded with it
 */
export async function submitJob(
  { jobs }: Services,
  projectId: string,
  body: unknown,
  data: Buffer | undefined,
): Promise<Reply> {
  const { jobReference, configuration } = parseBody(insertBody, body);
  const { query, load, labels, jobTimeoutMs, dryRun = false } = configuration;
  const common = {
    projectId,
    jobId: checkJobId(jobReference?.jobId ?? `job_${randomUUID()}`),
    location: jobReference?.location,
    labels: checkLabels(labels),
    jobTimeoutMs,
    dryRun,
  };
  if (load !== undefined) return toReply(toJobResource(jobs.submitLoad(readLoad(common, load, data))));
  if (query === undefined) throw notImplemented("copy and extract jobs");
  if (query.useLegacySql !== false) throw invalid("The sandbox does not cover legacy SQL: set useLegacySql to false");
  refuse(query);
  const request: QueryRequest = {
    ...common,
    kind: "query",
    sql: query.query,
    parameters: query.queryParameters ?? [],
    parameterMode: query.parameterMode,
    defaultDataset: query.defaultDataset,
    priority: query.priority ?? "INTERACTIVE",
    useQueryCache: query.useQueryCache ?? true,
    maximumBytesBilled: query.maximumBytesBilled,
    destination: readDestination(query, projectId, "WRITE_EMPTY"),
  };
  return toReply(toJobResource(await jobs.submit(request)));
}

/** Refuses parts of a query's configuration that change its result. */
export function refuse(query: Readonly<Record<string, unknown>>): void {
  const isGiven = (value: unknown) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== false;
  const found = refusedOfQueries.find((name) => isGiven(query[name]));
  if (found !== undefined) throw notImplemented(`${found} of query jobs`);
}

/** jobs.get */
export function getJob(services: Services, call: Call): Reply {
  return toReply(toJobResource(findJob(services, call)));
}

/** jobs.list, newest first. */
export function listJobs(services: Services, call: Call): Reply {
  const states = call.query.getAll("stateFilter").map((state) => state.toUpperCase());
  const { items, nextPageToken } = pageOfList(
    services.jobs
      .list(pathPart(call, "project"))
      // A job's number counts from the oldest one, so that new jobs shift no page.
      .map((job, index, all) => ({ job, key: String(1e9 - (all.length - index)) }))
      .filter(({ job }) => states.length === 0 || states.includes(job.state)),
    ({ key }) => key,
    call.query,
    1000,
  );
  const jobs = items.map(({ job }) => {
    return { ...toJobResource(job), kind: "bigquery#job", state: job.state, errorResult: job.error?.proto };
  });
  return { envelope: { kind: "bigquery#jobList", etag: "sandbox", ...(nextPageToken ? { nextPageToken } : {}), jobs } };
}

/** jobs.cancel: requests the cancellation, and answers at once. */
export function cancelJob(services: Services, call: Call): Reply {
  const job = findJob(services, call);
  services.jobs.cancel(job);
  return { envelope: { kind: "bigquery#jobCancelResponse", job: toJobResource(job) } };
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
