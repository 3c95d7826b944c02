/* A table's limits in its resource: https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#Table */
import { invalid } from "../errors.ts";
import { checkPolicyTags, rowAccessDenied } from "../sql/check-limits.ts";
import type { TableName } from "../storage/catalog.ts";
import type { StoredColumn, StoredTable } from "../storage/stored-table.ts";
import { toTableSchema } from "../wire/field-type.ts";

/** `schema`, with the policy tags of its columns. */
export function tableSchema({ columns, limits }: StoredTable): object {
  const { fields } = toTableSchema(columns.map((column) => column.field));
  return {
    fields: fields.map((field) => {
      const tag = limits?.policyTags?.[field.name];
      return tag === undefined ? field : { ...field, policyTags: { names: [tag.resource] } };
    }),
  };
}

/** The properties of partitions and of external tables. */
export function limitFields({ limits }: StoredTable): object {
  const { partitioning, external } = limits ?? {};
  if (external !== undefined) {
    const { sourceFormat, sourceUris } = external;
    return { externalDataConfiguration: { sourceFormat, sourceUris, googleSheetsOptions: { skipLeadingRows: "1" } } };
  }
  if (partitioning === undefined) return {};
  const { type, field, requireFilter } = partitioning;
  return {
    timePartitioning: { type, ...(field === undefined ? {} : { field }) },
    ...(requireFilter ? { requirePartitionFilter: true } : {}),
  };
}

/** Throws BigQuery's error for a table whose rows tabledata.list does not return. */
export function checkListed(name: TableName, table: StoredTable, columns: readonly StoredColumn[]): void {
  if (table.viewQuery !== undefined) throw invalid("Cannot list a table of type VIEW.");
  if (table.limits?.external !== undefined) throw invalid("Cannot list a table of type EXTERNAL.");
  if (table.limits?.rowFilterSql !== undefined) throw rowAccessDenied(name);
  checkPolicyTags({ name, table, columns: new Set(columns.map(({ field }) => field.name)) });
}
