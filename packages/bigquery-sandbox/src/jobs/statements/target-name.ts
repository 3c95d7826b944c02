import { ApiError } from "../../errors.ts";
import type { TableName } from "../../storage/table-name.ts";
import type { StatementContext } from "./statement.ts";

/** The full name of the table that a statement changes. */
export function targetName(
  parts: readonly string[],
  { catalog, defaultDataset, projectId }: StatementContext,
): TableName {
  const [first] = parts;
  if (parts.length > 1) return catalog.nameOf(parts, projectId);
  if (defaultDataset !== undefined && first !== undefined) return catalog.nameOf([...defaultDataset, first], projectId);
  throw new ApiError(400, "invalid", `Table "${first}" must be qualified with a dataset (e.g. dataset.table).`);
}
