import type { FoundTable } from "../../storage/catalog.ts";

/** A column, or a field in it, by the names from the row on. */
export type FieldPath = readonly string[];

/** BigQuery's names have no dot: https://cloud.google.com/bigquery/docs/schemas#column_names */
export function pathKey(path: FieldPath): string {
  return path.join(".").toLowerCase();
}

/** A table in a query: what is read of it, for costs and permissions. */
export interface TableUse extends FoundTable {
  /** What is read, by {@link pathKey}: `address.city` without the other fields of `address`. */
  readonly paths: Set<string>;
  /** Columns that a filter compares with constants. */
  readonly filtered: Set<string>;
}
