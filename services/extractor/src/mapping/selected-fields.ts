import type { Column } from "@datamantri/contracts";
import type { Mapping } from "@datamantri/api";

import { pathOf } from "./page-columns.ts";

/**
 * Fields to request from BigQuery, so that excluded columns are never sent: `id,address.city`; undefined for
 * everything. https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list (selectedFields)
 */
export function selectFields(columns: readonly Column[], mapping: Mapping | null): string | undefined {
  const excludes = mapping?.columns?.some(({ exclude }) => exclude === true) ?? false;
  return excludes ? columns.flatMap((column) => leavesOf(pathOf(column), column)).join(",") : undefined;
}

function leavesOf(path: readonly string[], { fields }: Column): string[] {
  if (fields.length === 0) return [path.join(".")];
  return fields.flatMap((field) => leavesOf([...path, field.name], field));
}
