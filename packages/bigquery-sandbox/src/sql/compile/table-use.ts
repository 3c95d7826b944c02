import type { FoundTable } from "../../storage/catalog.ts";

/** A table in a query: what is read of it, for costs and permissions. */
export interface TableUse extends FoundTable {
  /** Names of the columns that are read. */
  readonly columns: Set<string>;
  /** Columns that a filter compares with constants. */
  readonly filtered: Set<string>;
}
