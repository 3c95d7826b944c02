import type { ErrorProto } from "../errors.ts";
import type { OutputColumn } from "../sql/compile/compile-query.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { defaultLocation, type TableName } from "../storage/table-name.ts";
import type { Field } from "../wire/field-type.ts";
import type { QueryRequest } from "./job-request.ts";
import type { LoadRequest } from "./load/load-request.ts";
import type { PlannedStatement, StatementOutcome } from "./statements/statement.ts";

/** Result of analysing a query before it runs. */
export interface QueryPlan {
  readonly statementType: string;
  readonly location: string;
  /** DuckDB SQL. */
  readonly sql: string;
  /** Empty for a statement without a result. */
  readonly fields: readonly Field[];
  /** The same as the query's expressions. */
  readonly columns: readonly OutputColumn[];
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

/** What a load job did. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics3 */
export interface LoadOutcome {
  readonly inputBytes: number;
  readonly outputRows: number;
  readonly outputBytes: number;
  readonly badRecords: number;
}

/** A job; only the runner changes it. */
export class Job {
  readonly request: QueryRequest | LoadRequest;
  readonly createdMs: number;
  state: "PENDING" | "RUNNING" | "DONE" = "PENDING";
  startedMs: number | undefined;
  endedMs: number | undefined;
  plan: QueryPlan | undefined;
  result: QueryResult | undefined;
  outcome: StatementOutcome | undefined;
  loaded: LoadOutcome | undefined;
  error: { readonly proto: ErrorProto; readonly code: number } | undefined;
  cacheHit = false;
  isCancelled = false;
  /** Settles when the state is DONE; never rejects. */
  finished: Promise<void> = Promise.resolve();

  constructor(request: QueryRequest | LoadRequest, createdMs: number) {
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
}
