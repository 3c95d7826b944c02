import type { TableName } from "../../storage/catalog.ts";
import type { StoredTable } from "../../storage/stored-table.ts";

/** A table in a query: what is read of it, for costs and permissions. */
export interface TableUse {
  readonly name: TableName;
  readonly table: StoredTable;
  /** Names of the columns that are read. */
  readonly columns: Set<string>;
  /** Columns that a filter compares with constants. */
  readonly filtered: Set<string>;
  /** DuckDB SQL for the time of FOR SYSTEM_TIME AS OF. */
  systemTimeSql: string | undefined;
}
