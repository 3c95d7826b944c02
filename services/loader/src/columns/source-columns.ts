import type { Column } from "@datamantri/contracts";

/** The column that carries a column of the source, whatever it is called in the target. */
export function findSourceColumn(columns: readonly Column[], source: string): Column | undefined {
  return columns.find(({ name, sourcePath }) => (sourcePath.length === 0 ? name : sourcePath.join(".")) === source);
}
