import type { DuckDBConnection } from "@duckdb/node-api";

import { ApiError, duplicate, notFound } from "../errors.ts";
import { toQueryError } from "../sql/duckdb-error.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import type { Database } from "../storage/database.ts";
import { isSameLocation } from "../storage/table-name.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import { Job, type QueryRequest } from "./job.ts";
import { planQuery } from "./plan-query.ts";
import { ResultStore } from "./result-store.ts";

// Limit of finished jobs; the oldest ones are forgotten.
const MAX_JOBS = 2000;

const CANCELLED = new ApiError(499, "stopped", "Job execution was cancelled: User requested cancellation");

/** Jobs there are found without a location. */
const multiRegions = ["US", "EU"];

/** Runs query jobs, two at a time, and remembers them. */
export class JobRunner {
  readonly #pages: Connections;
  readonly #queries: Connections;
  readonly #catalog: Catalog;
  readonly #results: ResultStore;
  readonly #writer: TableWriter;
  readonly #jobs = new Map<string, Job>();
  readonly #running = new Map<Job, DuckDBConnection>();

  constructor(database: Database, catalog: Catalog, writer: TableWriter) {
    this.#writer = writer;
    this.#pages = database.pages;
    this.#queries = database.queries;
    this.#catalog = catalog;
    this.#results = new ResultStore(catalog, database.queries);
  }

  /**
   * Accepts a job. Its query is analysed at once and runs afterwards; errors of the analysis are the job's, except for
   * SQL that cannot be parsed, which is refused at once (the job exists nevertheless, as in BigQuery).
   */
  async submit(request: QueryRequest): Promise<Job> {
    const key = jobKey(request.projectId, request.jobId);
    const other = this.#jobs.get(key);
    if (other !== undefined) throw duplicate(`Job ${other.label}`);
    const job = new Job(request, Date.now());
    if (!request.dryRun) this.#remember(key, job);
    try {
      job.plan = await this.#pages.use((connection) => planQuery(connection, this.#catalog, request, job.createdMs));
      checkBilling(job);
    } catch (error) {
      const apiError = toQueryError(error, request.sql);
      finish(job, apiError);
      if (request.dryRun || apiError.message.startsWith("Syntax error")) throw apiError;
      return job;
    }
    if (request.dryRun) job.state = "DONE";
    else job.finished = this.#run(job);
    return job;
  }

  /**
   * Returns the job; a wrong location hides it, and none finds only those in the multi-regions:
   * https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/get#query-parameters
   */
  get(projectId: string, jobId: string, location: string | undefined): Job {
    const job = this.#jobs.get(jobKey(projectId, jobId));
    const places = location === undefined ? multiRegions : [location];
    if (job === undefined || !places.some((place) => isSameLocation(place, job.location)))
      throw notFound(`Job ${projectId}:${location ?? "US"}.${jobId}`);
    return job;
  }

  /** Jobs of a project, newest first. */
  list(projectId: string): Job[] {
    return [...this.#jobs.values()].filter((job) => job.request.projectId === projectId).toReversed();
  }

  /** Requests the job to stop; it may still finish. */
  cancel(job: Job): void {
    if (job.state === "DONE") return;
    job.isCancelled = true;
    this.#running.get(job)?.interrupt();
  }

  /** Stops everything and waits until no job runs. */
  async close(): Promise<void> {
    const open = [...this.#jobs.values()].filter((job) => job.state !== "DONE");
    for (const job of open) this.cancel(job);
    await Promise.all(open.map((job) => job.finished));
  }

  async #run(job: Job): Promise<void> {
    try {
      await this.#queries.use((connection) => this.#execute(connection, job));
      finish(job, undefined);
      await this.#results.evict(Date.now());
    } catch (error) {
      finish(job, job.isCancelled ? CANCELLED : toQueryError(error, job.request.sql));
    }
  }

  async #execute(connection: DuckDBConnection, job: Job): Promise<void> {
    const { plan } = job;
    if (job.isCancelled || plan === undefined) throw CANCELLED;
    job.state = "RUNNING";
    job.startedMs = Date.now();
    const cached = this.#results.findCached(job, plan);
    if (cached !== undefined) {
      job.result = cached;
      job.cacheHit = true;
      return;
    }
    this.#running.set(job, connection);
    try {
      const { statement } = plan;
      if (statement === undefined) job.result = await this.#results.materialize(connection, job, plan);
      else job.outcome = await this.#writer.exclusively(() => statement.run(connection, this.#writer));
    } finally {
      this.#running.delete(job);
    }
  }

  #remember(key: string, job: Job): void {
    this.#jobs.set(key, job);
    for (const [oldKey, old] of this.#jobs) {
      if (this.#jobs.size <= MAX_JOBS) return;
      if (old.state === "DONE") this.#jobs.delete(oldKey);
    }
  }
}

/** https://cloud.google.com/bigquery/docs/best-practices-costs#limit_query_costs_by_restricting_the_number_of_bytes_billed */
function checkBilling(job: Job): void {
  const limit = job.request.maximumBytesBilled;
  if (limit === undefined || job.request.dryRun || job.bytesBilled <= Number(limit)) return;
  throw new ApiError(
    400,
    "bytesBilledLimitExceeded",
    `Query exceeded limit for bytes billed: ${limit}. ${job.bytesBilled} or higher required.`,
  );
}

function finish(job: Job, error: ApiError | undefined): void {
  if (error !== undefined) job.error = { proto: error.toErrorProto(), code: error.code };
  job.startedMs ??= Date.now();
  job.endedMs = Date.now();
  job.state = "DONE";
}

function jobKey(projectId: string, jobId: string): string {
  return `${projectId}:${jobId}`;
}
