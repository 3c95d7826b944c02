import type { ErrorProto } from "../errors.ts";
import type { QueryParameter } from "../sql/parameters.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { type DatasetName, defaultLocation, type TableName } from "../storage/table-name.ts";
import { type Field, toTableSchema } from "../wire/field-type.ts";
import type { PlannedStatement, StatementOutcome } from "./statements/statement.ts";
import { outcomeStatistics } from "./statements/outcome-statistics.ts";

/** The dataset of names without one. */
export interface DefaultDataset extends Pick<DatasetName, "datasetId"> {
  readonly projectId?: string | undefined;
}

/** A query request, from either jobs.insert or jobs.query. */
export interface QueryRequest {
  readonly projectId: string;
  readonly jobId: string;
  /** Undefined: where the data is. */
  readonly location: string | undefined;
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly parameterMode: string | undefined;
  readonly defaultDataset: DefaultDataset | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly priority: string;
  readonly useQueryCache: boolean;
  /** As text, because REST's 64-bit integers are strings. */
  readonly maximumBytesBilled: string | undefined;
  readonly jobTimeoutMs: string | undefined;
  readonly dryRun: boolean;
}

/** Result of analysing a query before it runs. */
export interface QueryPlan {
  readonly statementType: string;
  readonly location: string;
  /** DuckDB SQL. */
  readonly sql: string;
  /** Empty for a statement without a result. */
  readonly fields: readonly Field[];
  readonly referencedTables: readonly TableName[];
  /** Logical bytes of the columns it reads. */
  readonly bytesProcessed: number;
  /** The table that is the unchanged result, if the query is `SELECT * FROM` it. */
  readonly wholeTable: StoredTable | undefined;
  readonly isDeterministic: boolean;
  /** What is not a SELECT. */
  readonly statement: PlannedStatement | undefined;
}

/** The result rows of a job. */
export interface QueryResult {
  readonly destination: TableName;
  readonly table: StoredTable;
}

/** BigQuery bills at least 10 MB for each table a query refers to. https://cloud.google.com/bigquery/pricing */
export const MIN_BILLED_BYTES = 10 * 1024 * 1024;

/** A query job; only the runner changes it. */
export class Job {
  readonly request: QueryRequest;
  readonly createdMs: number;
  state: "PENDING" | "RUNNING" | "DONE" = "PENDING";
  startedMs: number | undefined;
  endedMs: number | undefined;
  plan: QueryPlan | undefined;
  result: QueryResult | undefined;
  outcome: StatementOutcome | undefined;
  error: { readonly proto: ErrorProto; readonly code: number } | undefined;
  cacheHit = false;
  isCancelled = false;
  /** Settles when the state is DONE; never rejects. */
  finished: Promise<void> = Promise.resolve();

  constructor(request: QueryRequest, createdMs: number) {
    this.request = request;
    this.createdMs = createdMs;
  }

  /** The bytes billed: none for a cached result, otherwise at least the minimum, in whole megabytes. */
  get bytesBilled(): number {
    const bytes = this.plan?.bytesProcessed ?? 0;
    if (this.cacheHit || bytes === 0) return 0;
    const tables = Math.max(1, this.plan?.referencedTables.length ?? 0);
    return Math.max(MIN_BILLED_BYTES * tables, Math.ceil(bytes / 1048576) * 1048576);
  }

  /** Where it runs. */
  get location(): string {
    return this.plan?.location ?? this.request.location ?? defaultLocation;
  }

  /** Project, location and id as error messages show them. */
  get label(): string {
    const { projectId, jobId } = this.request;
    return `${projectId}:${this.location}.${jobId}`;
  }

  /** `jobReference` on the wire. A dry run creates no job, and has no id. */
  toReference(): { projectId: string; jobId?: string; location: string } {
    const { projectId, jobId, dryRun } = this.request;
    return { projectId, location: this.location, ...(dryRun ? {} : { jobId }) };
  }

  /** The Job resource. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job */
  toResource(): object {
    return {
      kind: "bigquery#job",
      etag: `${this.request.jobId}-${this.state}`,
      id: this.label,
      selfLink: `/bigquery/v2/projects/${this.request.projectId}/jobs/${this.request.jobId}`,
      user_email: "sandbox@localhost",
      configuration: this.#configuration(),
      jobReference: this.toReference(),
      jobCreationReason: { code: "REQUESTED" },
      statistics: this.#statistics(),
      status: this.#status(),
    };
  }

  #configuration(): object {
    const { request } = this;
    return {
      jobType: "QUERY",
      ...present({ labels: request.labels, jobTimeoutMs: request.jobTimeoutMs, dryRun: request.dryRun || undefined }),
      query: {
        query: request.sql,
        useLegacySql: false,
        priority: request.priority,
        useQueryCache: request.useQueryCache,
        writeDisposition: "WRITE_TRUNCATE",
        createDisposition: "CREATE_IF_NEEDED",
        ...present({
          destinationTable: this.result?.destination,
          maximumBytesBilled: request.maximumBytesBilled,
          defaultDataset: request.defaultDataset,
          parameterMode: request.parameterMode,
          queryParameters: request.parameters.length > 0 ? request.parameters : undefined,
        }),
      },
    };
  }

  #statistics(): object {
    const bytes = String(this.cacheHit ? 0 : (this.plan?.bytesProcessed ?? 0));
    return {
      creationTime: String(this.createdMs),
      ...present({ startTime: this.startedMs?.toString(), endTime: this.endedMs?.toString() }),
      totalBytesProcessed: bytes,
      query: {
        totalBytesProcessed: bytes,
        totalBytesBilled: String(this.request.dryRun ? 0 : this.bytesBilled),
        cacheHit: this.cacheHit,
        ...outcomeStatistics(this.outcome),
        ...present({
          statementType: this.plan?.statementType,
          referencedTables: this.plan?.referencedTables,
          schema:
            this.plan && this.plan.fields.length > 0 && this.request.dryRun
              ? toTableSchema(this.plan.fields)
              : undefined,
        }),
      },
    };
  }

  #status(): object {
    if (this.error === undefined) return { state: this.state };
    return { state: this.state, errorResult: this.error.proto, errors: [this.error.proto] };
  }
}

/** The entries that have a value. */
function present(entries: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
