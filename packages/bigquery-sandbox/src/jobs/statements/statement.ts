import type { DuckDBConnection } from "@duckdb/node-api";

import type { QueryParameter } from "../../sql/parameters.ts";
import type { Catalog, FoundTable } from "../../storage/catalog.ts";
import type { TableName } from "../../storage/table-name.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import type { TableResolver } from "../table-resolver.ts";

/** What a statement changed. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2 */
export interface StatementOutcome {
  readonly rows?: RowCounts;
  readonly definition?: {
    readonly operation: "CREATE" | "SKIP" | "REPLACE" | "DROP" | "ALTER";
    readonly table?: TableName;
    readonly rowAccessPolicy?: TableName & { readonly policyId: string };
    readonly dataset?: { readonly projectId: string; readonly datasetId: string };
  };
}

/** Rows that a statement changed, by what happened to them. */
export interface RowCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What statements work on. */
export interface StatementContext {
  readonly catalog: Catalog;
  /** Finds tables as they are now. */
  readonly resolver: (target?: FoundTable) => TableResolver;
  readonly parameters: readonly QueryParameter[];
  readonly projectId: string;
  readonly defaultDataset: readonly string[] | undefined;
  /** The location of the job, if its request names one. */
  readonly location: string | undefined;
  /** The statement as the client sent it. */
  readonly sql: string;
}

/** A statement that was understood and whose target exists, ready to run. */
export interface PlannedStatement {
  /** The table it changes. */
  readonly target: TableName | undefined;
  /** @param connection for this statement alone */
  readonly run: (connection: DuckDBConnection, writer: TableWriter) => Promise<StatementOutcome>;
}
