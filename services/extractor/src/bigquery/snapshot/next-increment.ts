/**
 * The increment after a first run, which reads everything and may need nothing that increments need: whether BigQuery
 * accepts it is found out before the first row is read.
 */
import type { Column } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { Query } from "../jobs/query-job.ts";
import { requiresFilter, type ServedTable, type Table } from "../tables/table.ts";
import { chooseRead, type QueryRead, selectTable } from "./choose-read.ts";
import { assertIncrements, findCursor } from "./increment.ts";
import type { LeftOut } from "./select-list.ts";

const dayMs = 86_400_000;

/** BigQuery's formats of a time such as `2024-01-31T12:00:00.000`; a time of yesterday lets it skip older partitions. */
const timeFormats: Readonly<Record<string, (time: string) => string>> = {
  TIMESTAMP: (time) => `${time}+00:00`,
  DATETIME: (time) => time,
  DATE: (time) => time.slice(0, 10),
};

/** The usual values of other cursors are unknown: with these the dry run's bytes are an upper bound. */
const lowest: Readonly<Record<string, string>> = { INT64: "0", NUMERIC: "0", BIGNUMERIC: "0", STRING: "" };

/**
 * The increment of a pipeline that last read yesterday. Every row, if `assertIncrements` refuses the options.
 *
 * @param partitioned `fetchPartitioned`.
 */
export function nextIncrement(
  config: SourceConfig,
  table: ServedTable | null,
  columns: readonly Column[],
  leftOut: LeftOut,
  partitioned: Table | null = table,
): QueryRead {
  const cursor = canIncrement(config, columns) ? findCursor(config, columns) : undefined;
  const yesterday = new Date(Date.now() - dayMs).toISOString().replace("Z", "");
  const value = cursor && (timeFormats[cursor.type]?.(yesterday) ?? lowestOf(config, cursor.type, yesterday));
  if (cursor === undefined || value === undefined) return selectTable(config, leftOut, "increments are read");
  const watermark = { column: cursor.name, type: cursor.type, value };
  return chooseRead(config, table, watermark, { leftOut, partitioned }) as QueryRead;
}

/** Suffixes of tables that have a lookback are dates. */
function lowestOf(config: SourceConfig, type: string, yesterday: string): string | undefined {
  const isDay = type === "STRING" && (config.lookback_seconds ?? 0) > 0;
  return isDay ? yesterday.slice(0, 10).replaceAll("-", "") : lowest[type];
}

function canIncrement(config: SourceConfig, columns: readonly Column[]): boolean {
  try {
    assertIncrements(config, columns);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param columns of the source's rows.
 * @param dryRun asks BigQuery for the price of a query, which it refuses if it would refuse the query.
 * @throws PipelineError what `assertIncrements` throws, and BigQuery's refusal.
 */
export async function assertNextIncrement(
  config: SourceConfig,
  table: ServedTable | null,
  columns: readonly Column[],
  leftOut: LeftOut,
  dryRun: (query: Query) => Promise<unknown>,
): Promise<void> {
  assertIncrements(config, columns);
  await dryRun(nextIncrement(config, table, columns, leftOut).query).catch((error: unknown) => {
    throw explainRefusal(error, config, table);
  });
}

/** Says what is wrong with a refused increment, where the table's resource tells it and BigQuery's words do not. */
export function explainRefusal(error: unknown, config: SourceConfig, table: ServedTable | null): unknown {
  if (!(error instanceof PipelineError) || error.facts.status !== 400 || table === null) return error;
  const message = describeMissingPseudo(config, table) ?? describeFilter(error, config, table);
  return message === undefined ? error : new PipelineError(error.code, message, error.facts, { cause: error });
}

/** Says why a table does not have the pseudo column that is its cursor. */
function describeMissingPseudo({ cursor_column, table: name }: SourceConfig, table: ServedTable): string | undefined {
  const pseudo = findPseudoColumn(cursor_column)?.name;
  if (pseudo === undefined) return undefined;
  const other = "make another column the cursor_column";
  if (pseudo === "_TABLE_SUFFIX") {
    return `only several tables have _TABLE_SUFFIX: end the table's name with * instead of "${name}", or ${other}`;
  }
  const { timePartitioning } = table;
  if (timePartitioning !== undefined && timePartitioning.field === undefined) return undefined;
  const advice = timePartitioning === undefined ? other : `make "${timePartitioning.field}" the cursor_column`;
  return `table "${name}" is not partitioned by the time of arrival, so that it has no ${pseudo}: ${advice}`;
}

/**
 * Says which column a refused query must name, if the table has such a rule.
 * https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables#require_a_partition_filter_in_queries
 */
function describeFilter(error: PipelineError, config: SourceConfig, table: ServedTable): string | undefined {
  if (!requiresFilter(table)) return undefined;
  // BigQuery has one reason for this and for whatever else may be wrong with a query: only its words tell them apart.
  if (!/partition/i.test(error.vendorMessage ?? "")) return undefined;
  const column = table.timePartitioning?.field ?? table.rangePartitioning?.field ?? "_PARTITIONTIME";
  return (
    `BigQuery refuses every query of table "${config.table}" that does not select partitions by "${column}": set ` +
    `source_config.filter to a condition on "${column}", or make it the cursor`
  );
}
