/* A table's limits in its resource: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table */
import { invalid } from "../errors.ts";
import { checkPolicyTags, rowAccessDenied } from "../sql/check-limits.ts";
import type { StoredColumn, StoredTable } from "../storage/stored-table.ts";
import type { TableName } from "../storage/table-name.ts";

/** The properties of an external table. */
export function externalFields({ limits }: StoredTable): object {
  if (limits?.external === undefined) return {};
  const { sourceFormat, sourceUris } = limits.external;
  return { externalDataConfiguration: { sourceFormat, sourceUris, googleSheetsOptions: { skipLeadingRows: "1" } } };
}

/** Throws BigQuery's error for a table whose rows tabledata.list does not return. */
export function checkListed(name: TableName, table: StoredTable, columns: readonly StoredColumn[]): void {
  if (table.viewQuery !== undefined) throw invalid("Cannot list a table of type VIEW.");
  if (table.limits?.external !== undefined) throw invalid("Cannot list a table of type EXTERNAL.");
  if (table.limits?.rowPolicies !== undefined) throw rowAccessDenied(name);
  checkPolicyTags(
    name,
    columns.map(({ field }) => field),
  );
}
