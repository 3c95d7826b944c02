/* The Job resource. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
import { toTableSchema } from "../wire/field-type.ts";
import type { Job } from "./job.ts";
import type { QueryRequest } from "./job-request.ts";
import { outcomeStatistics } from "./statements/outcome-statistics.ts";

/** The resource of a job in its present state. */
export function toJobResource(job: Job): object {
  const { request } = job;
  return {
    kind: "bigquery#job",
    etag: `${request.jobId}-${job.state}`,
    id: job.label,
    selfLink: `/bigquery/v2/projects/${request.projectId}/jobs/${request.jobId}`,
    user_email: "sandbox@localhost",
    configuration: configuration(job),
    jobReference: job.toReference(),
    jobCreationReason: { code: "REQUESTED" },
    statistics: statistics(job),
    status: status(job),
  };
}

function configuration(job: Job): object {
  const { labels, jobTimeoutMs, dryRun } = job.request;
  const common = present({ labels, jobTimeoutMs, dryRun: dryRun || undefined });
  if (job.request.kind === "load") return { jobType: "LOAD", ...common, load: job.request.configuration };
  return { jobType: "QUERY", ...common, query: queryConfiguration(job, job.request) };
}

function queryConfiguration(job: Job, request: QueryRequest): object {
  return {
    query: request.sql,
    useLegacySql: false,
    priority: request.priority,
    useQueryCache: request.useQueryCache,
    writeDisposition: request.destination?.write ?? "WRITE_TRUNCATE",
    createDisposition: request.destination?.create ?? "CREATE_IF_NEEDED",
    ...present({
      destinationTable: request.destination?.table ?? job.result?.destination,
      maximumBytesBilled: request.maximumBytesBilled,
      defaultDataset: request.defaultDataset,
      parameterMode: request.parameterMode,
      queryParameters: request.parameters.length > 0 ? request.parameters : undefined,
    }),
  };
}

function statistics(job: Job): object {
  const times = {
    creationTime: String(job.createdMs),
    ...present({ startTime: job.startedMs?.toString(), endTime: job.endedMs?.toString() }),
  };
  if (job.request.kind === "load") return { ...times, ...loadStatistics(job) };
  const bytes = String(job.cacheHit ? 0 : (job.plan?.bytesProcessed ?? 0));
  const { plan } = job;
  return {
    ...times,
    totalBytesProcessed: bytes,
    query: {
      totalBytesProcessed: bytes,
      totalBytesBilled: String(job.request.dryRun ? 0 : job.bytesBilled),
      cacheHit: job.cacheHit,
      ...outcomeStatistics(job.outcome),
      ...present({
        statementType: plan?.statementType,
        referencedTables: plan?.referencedTables,
        schema: plan && plan.fields.length > 0 && job.request.dryRun ? toTableSchema(plan.fields) : undefined,
      }),
    },
  };
}

function loadStatistics({ loaded }: Job): object {
  if (loaded === undefined) return {};
  return {
    load: {
      inputFiles: "1",
      inputFileBytes: String(loaded.inputBytes),
      outputRows: String(loaded.outputRows),
      outputBytes: String(loaded.outputBytes),
      badRecords: String(loaded.badRecords),
    },
  };
}

function status(job: Job): object {
  if (job.error === undefined) return { state: job.state };
  return { state: job.state, errorResult: job.error.proto, errors: [job.error.proto] };
}

/** The entries that have a value. */
function present(entries: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
