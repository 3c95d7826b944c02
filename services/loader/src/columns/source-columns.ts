import type { Column } from "@datamantri/contracts";

/** Path of a column's values in the source, with dots. */
export function pathOf({ name, sourcePath }: Column): string {
  return sourcePath.length === 0 ? name : sourcePath.join(".");
}

/** Finds the column that a source column is mapped to, whatever its name in the target. BigQuery ignores case. */
export function findSourceColumn(columns: readonly Column[], source: string): Column | undefined {
  return columns.find((column) => pathOf(column).toLowerCase() === source.toLowerCase());
}
