import type { DuckDBConnection } from "@duckdb/node-api";

import { ApiError, duplicate, notFound } from "../errors.ts";
import { toQueryError } from "../sql/duckdb-error.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import type { Database } from "../storage/database.ts";
import { isSameLocation } from "../storage/table-name.ts";
import type { TableWriter } from "../storage/table-writer.ts";
import { checkDestination } from "./destination.ts";
import { Job, type QueryPlan } from "./job.ts";
import type { QueryRequest } from "./job-request.ts";
import type { LoadRequest } from "./load/load-request.ts";
import { runLoad } from "./load/run-load.ts";
import { planQuery } from "./plan-query.ts";
import { ResultStore } from "./result-store.ts";
import { writeResult } from "./write-result.ts";

// Limit of finished jobs; the oldest ones are forgotten.
const MAX_JOBS = 2000;

const CANCELLED = new ApiError(499, "stopped", "Job execution was cancelled: User requested cancellation");

/** Jobs there are found without a location. */
const multiRegions = ["US", "EU"];

/** Runs jobs, two at a time, and remembers them. */
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
    const job = this.#accept(request);
    try {
      if (request.destination) checkDestination(this.#catalog, request.destination);
      job.plan = await this.#pages.use((connection) => planQuery(connection, this.#catalog, request, job.createdMs));
      checkBilling(job, request.maximumBytesBilled);
    } catch (error) {
      const apiError = toQueryError(error);
      finish(job, apiError);
      if (request.dryRun || apiError.message.startsWith("Syntax error")) throw apiError;
      return job;
    }
    if (request.dryRun) job.state = "DONE";
    else job.finished = this.#run(job, (connection) => this.#execute(connection, job, request));
    return job;
  }

  /** Accepts a load job, whose data came with it. */
  submitLoad(request: LoadRequest): Job {
    const job = this.#accept(request);
    job.finished = this.#run(job, async (connection) => {
      job.loaded = await this.#writer.exclusively(() => runLoad(connection, this.#writer, this.#catalog, request));
    });
    return job;
  }

  #accept(request: QueryRequest | LoadRequest): Job {
    const key = jobKey(request.projectId, request.jobId);
    const other = this.#jobs.get(key);
    if (other !== undefined) throw duplicate(`Job ${other.label}`);
    const job = new Job(request, Date.now());
    if (!request.dryRun) this.#remember(key, job);
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

  async #run(job: Job, work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
    try {
      await this.#queries.use(async (connection) => {
        if (job.isCancelled) throw CANCELLED;
        job.state = "RUNNING";
        job.startedMs = Date.now();
        this.#running.set(job, connection);
        try {
          await work(connection);
        } finally {
          this.#running.delete(job);
        }
      });
      finish(job, undefined);
      await this.#results.evict(Date.now());
    } catch (error) {
      finish(job, job.isCancelled ? CANCELLED : toQueryError(error));
    }
  }

  async #execute(connection: DuckDBConnection, job: Job, { destination }: QueryRequest): Promise<void> {
    const { plan } = job;
    if (plan === undefined) throw new Error(`Job ${job.label} has no plan`);
    const { statement } = plan;
    const writer = this.#writer;
    if (statement !== undefined) job.outcome = await writer.exclusively(() => statement.run(connection, writer));
    else if (destination !== undefined) {
      const table = await writer.exclusively(() =>
        writeResult(connection, writer, this.#catalog, { plan, destination }),
      );
      job.result = { destination: destination.table, table };
    } else await this.#keepResult(connection, job, plan);
  }

  async #keepResult(connection: DuckDBConnection, job: Job, plan: QueryPlan): Promise<void> {
    const cached = this.#results.findCached(job, plan);
    job.cacheHit = cached !== undefined;
    job.result = cached ?? (await this.#results.materialize(connection, job, plan));
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
function checkBilling(job: Job, limit: string | undefined): void {
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
