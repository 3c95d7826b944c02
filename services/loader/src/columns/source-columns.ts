import type { Column } from "@datamantri/contracts";

/** Finds the column that a source column is mapped to, whatever its name in the target. */
export function findSourceColumn(columns: readonly Column[], source: string): Column | undefined {
  return columns.find(({ name, sourcePath }) => (sourcePath.length === 0 ? name : sourcePath.join(".")) === source);
}
