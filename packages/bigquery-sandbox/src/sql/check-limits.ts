import { ApiError, invalidQuery } from "../errors.ts";
import type { TableName } from "../storage/catalog.ts";
import type { TableUse } from "./compile/table-use.ts";

/** Throws BigQuery's error if a table may not be read in this way. */
export function checkLimits(uses: readonly TableUse[]): void {
  for (const use of uses) {
    checkExternal(use);
    checkPolicyTags(use);
    checkPartitionFilter(use);
  }
}

/** https://cloud.google.com/bigquery/docs/external-data-drive: access tokens need the scope of Google Drive. */
function checkExternal({ table }: TableUse): void {
  if (table.limits?.external === undefined) return;
  throw accessDenied("Access Denied: BigQuery BigQuery: Permission denied while getting Drive credentials.");
}

/** https://cloud.google.com/bigquery/docs/column-level-security#query */
export function checkPolicyTags({ name, table, columns }: Pick<TableUse, "name" | "table" | "columns">): void {
  const denied = Object.entries(table.limits?.policyTags ?? {}).filter(([column]) => columns.has(column));
  const [first] = denied;
  if (first === undefined) return;
  const names = denied.map(([column]) => `${tableLabel(name, ".")}.${column}`).join(", ");
  throw accessDenied(
    `Access Denied: BigQuery BigQuery: User has neither fine-grained reader nor masked get permission to get data protected by policy tag "${first[1].label}" on columns ${names}.`,
  );
}

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries */
function checkPartitionFilter({ name, table, filtered }: TableUse): void {
  const { partitioning } = table.limits ?? {};
  if (partitioning?.requireFilter !== true) return;
  const columns = partitioning.field === undefined ? ["_PARTITION_LOAD_TIME", "_PARTITIONDATE", "_PARTITIONTIME"] : [partitioning.field];
  const used = partitioning.field?.toLowerCase() ?? "_partitiontime";
  if (filtered.has(used)) return;
  const quoted = columns.map((column) => `'${column}'`).join(", ");
  throw invalidQuery(
    `Cannot query over table '${tableLabel(name, ".")}' without a filter over column(s) ${quoted} that can be used for partition elimination`,
  );
}

/** Real ones: https://github.com/cal-itp/data-infra/issues/5142 */
export function rowAccessDenied(name: TableName): ApiError {
  const label = tableLabel(name, ":");
  return accessDenied(
    `Access Denied: Table ${label}: User does not have full access for table ${label} due to row access policies.`,
  );
}

function accessDenied(message: string): ApiError {
  return new ApiError(403, "accessDenied", message);
}

function tableLabel({ projectId, datasetId, tableId }: TableName, separator: string): string {
  return `${projectId}${separator}${datasetId}.${tableId}`;
}
