import { invalid } from "../errors.ts";
import type { Field } from "../wire/field-type.ts";

interface Partitioning {
  readonly field?: unknown;
  readonly type?: unknown;
  readonly requirePartitionFilter?: unknown;
}

type Properties = Readonly<Record<string, unknown>>;

const UNITS = new Set(["DAY", "HOUR", "MONTH", "YEAR"]);

/**
 * The column that holds the time of a row's arrival, if the table is partitioned by it. It is stored, but no column of
 * the table: no client can make one whose name begins like this.
 * https://cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table
 */
export const INGESTION_TIME: Field = {
  name: "_PARTITIONTIME",
  type: { kind: "scalar", name: "TIMESTAMP" },
  required: false,
};

/** Refuses partitioning and clustering by columns that the table does not have. */
export function checkPartitioning(fields: readonly Field[], properties: Properties): void {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const time = timePartitioningOf(properties);
  if (time !== undefined && !UNITS.has(String(time.type))) {
    throw invalid(`Invalid value for timePartitioning.type: ${String(time.type)}`);
  }
  const { fields: clustered = [] } = (properties["clustering"] ?? {}) as { fields?: readonly string[] };
  for (const column of [partitionColumn(properties), ...clustered]) {
    if (column !== undefined && !names.has(column.toLowerCase())) {
      throw invalid(`The field specified for partitioning or clustering cannot be found in the schema: ${column}`);
    }
  }
}

/** Refuses to begin or end partitioning by the time of arrival: https://cloud.google.com/bigquery/docs/managing-partitioned-tables */
export function checkSameIngestion(before: Properties, after: Properties): void {
  if (ingestionUnit(before) === ingestionUnit(after)) return;
  throw invalid("Cannot change the partitioning of an existing table. Make a new table with the other partitioning.");
}

/** The column that a table is partitioned by. */
export function partitionColumn(properties: Properties): string | undefined {
  const { field } = (properties["timePartitioning"] ?? properties["rangePartitioning"] ?? {}) as Partitioning;
  return typeof field === "string" ? field : undefined;
}

/** DAY, HOUR, MONTH or YEAR if the table is partitioned by the time of a row's arrival. */
export function ingestionUnit(properties: Properties | undefined): string | undefined {
  const time = properties && timePartitioningOf(properties);
  return time === undefined || typeof time.field === "string" ? undefined : String(time.type);
}

/** DuckDB SQL of the partition that a row comes into now. */
export function ingestionTimeSql(unit: string): string {
  return `date_trunc('${unit.toLowerCase()}', now())`;
}

/** True if queries must filter by the partitioning column. */
export function needsPartitionFilter(properties: Properties): boolean {
  return (
    properties["requirePartitionFilter"] === true || timePartitioningOf(properties)?.requirePartitionFilter === true
  );
}

function timePartitioningOf(properties: Properties): Partitioning | undefined {
  return properties["timePartitioning"] ?? undefined;
}
