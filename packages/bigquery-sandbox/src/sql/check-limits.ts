import { accessDenied, type ApiError, invalidQuery } from "../errors.ts";
import { needsPartitionFilter, partitionColumn } from "../storage/partitioning.ts";
import { POLICY_TAG_LABELS } from "../storage/table-limits.ts";
import { type TableName, tableLabel } from "../storage/table-name.ts";
import type { Field } from "../wire/field-type.ts";
import type { TableUse } from "./compile/table-use.ts";
import { fieldsOf, fieldsRead } from "./fields-read.ts";

/** Throws BigQuery's error if a table may not be read in this way. */
export function checkLimits(uses: readonly TableUse[]): void {
  for (const use of uses) {
    checkExternal(use);
    checkPolicyTags(use.name, fieldsRead(use));
    checkPartitionFilter(use);
  }
}

/** https://cloud.google.com/bigquery/docs/external-data-drive: access tokens need the scope of Google Drive. */
function checkExternal({ table }: TableUse): void {
  if (table.limits?.external === undefined) return;
  throw accessDenied("BigQuery BigQuery: Permission denied while getting Drive credentials.");
}

/**
 * Throws BigQuery's error if one of the fields that are read has a policy tag.
 * https://cloud.google.com/bigquery/docs/column-level-security#query
 */
export function checkPolicyTags(name: TableName, fields: readonly Field[]): void {
  const denied = fields.flatMap((field) => taggedIn(field, [field.name]));
  const [first] = denied;
  if (first === undefined) return;
  const names = denied.map(({ column }) => `${sqlLabel(name)}.${column}`).join(", ");
  const label = POLICY_TAG_LABELS[first.tag] ?? first.tag;
  throw accessDenied(
    `BigQuery BigQuery: User has neither fine-grained reader nor masked get permission to get data protected by policy tag "${label}" on columns ${names}.`,
  );
}

interface Tagged {
  readonly tag: string;
  /** `address.city` for a field. */
  readonly column: string;
}

/** The tags of a column and of the fields in it. */
function taggedIn({ type, more }: Field, path: readonly string[]): Tagged[] {
  const { names = [] } = (more?.policyTags ?? {}) as { names?: readonly string[] };
  const own = names.map((tag) => ({ tag, column: path.join(".") }));
  return [...own, ...fieldsOf(type).flatMap((field) => taggedIn(field, [...path, field.name]))];
}

/** https://cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries */
function checkPartitionFilter({ name, table, filtered }: TableUse): void {
  const { properties = {} } = table;
  if (!needsPartitionFilter(properties)) return;
  const field = partitionColumn(properties);
  if (filtered.has(field?.toLowerCase() ?? "_partitiontime")) return;
  const columns = field === undefined ? ["_PARTITION_LOAD_TIME", "_PARTITIONDATE", "_PARTITIONTIME"] : [field];
  const quoted = columns.map((column) => `'${column}'`).join(", ");
  throw invalidQuery(
    `Cannot query over table '${sqlLabel(name)}' without a filter over column(s) ${quoted} that can be used for partition elimination`,
  );
}

/** Real ones: https://github.com/cal-itp/data-infra/issues/5142 */
export function rowAccessDenied(name: TableName): ApiError {
  const label = tableLabel(name);
  return accessDenied(`Table ${label}: User does not have full access for table ${label} due to row access policies.`);
}

function sqlLabel({ projectId, datasetId, tableId }: TableName): string {
  return `${projectId}.${datasetId}.${tableId}`;
}
