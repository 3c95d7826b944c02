import { invalid } from "../errors.ts";
import type { Field } from "../wire/field-type.ts";

interface Partitioning {
  readonly field?: unknown;
  readonly type?: unknown;
  readonly requirePartitionFilter?: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

/** Refuses partitioning and clustering by columns that the table does not have. */
export function checkPartitioning(fields: readonly Field[], properties: Properties): void {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const time = properties["timePartitioning"] as Partitioning | undefined;
  if (time !== undefined && !["DAY", "HOUR", "MONTH", "YEAR"].includes(String(time.type))) {
    throw invalid(`Invalid value for timePartitioning.type: ${String(time.type)}`);
  }
  const { fields: clustered = [] } = (properties["clustering"] ?? {}) as { fields?: readonly string[] };
  for (const column of [partitionColumn(properties), ...clustered]) {
    if (column !== undefined && !names.has(column.toLowerCase())) {
      throw invalid(`The field specified for partitioning or clustering cannot be found in the schema: ${column}`);
    }
  }
}

/** The column that a table is partitioned by. */
export function partitionColumn(properties: Properties): string | undefined {
  const { field } = (properties["timePartitioning"] ?? properties["rangePartitioning"] ?? {}) as Partitioning;
  return typeof field === "string" ? field : undefined;
}

/** True if queries must filter by the partitioning column. */
export function needsPartitionFilter(properties: Properties): boolean {
  const time = properties["timePartitioning"] as Partitioning | undefined;
  return properties["requirePartitionFilter"] === true || time?.requirePartitionFilter === true;
}
