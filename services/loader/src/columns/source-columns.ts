import type { Column } from "@datamantri/contracts";

/** Finds the column that a source column is mapped to, whatever its name in the target. BigQuery ignores case. */
export function findSourceColumn(columns: readonly Column[], source: string): Column | undefined {
  const pathOf = ({ name, sourcePath }: Column) => (sourcePath.length === 0 ? name : sourcePath.join("."));
  return columns.find((column) => pathOf(column).toLowerCase() === source.toLowerCase());
}
