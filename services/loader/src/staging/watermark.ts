/** Reads the greatest cursor of the staged rows, in a format that BigQuery accepts. */
import type pg from "pg";

import { findSourceColumn, isSameSourceName, noWatermark, type Column, type Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { nameInRows } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { inSourceOrder, toColumnType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { stagingTable } from "./staging.ts";

/**
 * Formats of the value, independent of the session's settings.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#canonical_format_for_timestamp_literals
 */
const formats: Readonly<Record<string, (value: string) => string>> = {
  INT64: (value) => `${value}::text`,
  NUMERIC: (value) => `${value}::text`,
  BIGNUMERIC: (value) => `${value}::text`,
  STRING: (value) => `${value}::text`,
  DATE: (value) => `to_char(${value}, 'YYYY-MM-DD')`,
  DATETIME: (value) => `to_char(${value}, 'YYYY-MM-DD HH24:MI:SS.US')`,
  TIMESTAMP: (value) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'`,
};

/**
 * Handles rows of an incremental read that have no cursor, by the pipeline's policy.
 *
 * @returns the number of rows that were left out.
 * @throws PipelineError `cursor_null` when there are any and the policy is to refuse them.
 */
export async function leaveOutNulls(
  client: pg.PoolClient,
  runId: string,
  columns: readonly Column[],
  { cursor_column, cursor_nulls = "refuse" }: SourceConfig,
): Promise<number> {
  const cursor = nameInRows(cursor_column);
  const column = cursor === undefined ? undefined : findSourceColumn(columns, cursor);
  if (column === undefined || cursor_nulls === "include") return 0;
  const isNull = `${quoteIdentifier(column.name)} is null`;
  if (cursor_nulls === "exclude") {
    return (await client.query(`delete from ${stagingTable(runId)} where ${isNull}`)).rowCount ?? 0;
  }
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${stagingTable(runId)} where ${isNull}`);
  const count = Number(rows[0]!.count);
  if (count === 0) return 0;
  const reason = `${count} rows have NULL in the cursor "${cursor}": no increment would tell whether they are new`;
  throw new PipelineError("cursor_null", reason, { count });
}

/**
 * Returns the watermark after the run: never before its initial one, even if no row came or the latest were deleted.
 *
 * @throws PipelineError `sink_key_invalid` when the column is missing or its type has no usable order.
 */
export async function readWatermark(
  client: pg.PoolClient,
  runId: string,
  columns: readonly Column[],
  cursorColumn: string | null,
  before: Watermark,
): Promise<Watermark> {
  if (cursorColumn === null) return noWatermark;
  const column = findSourceColumn(columns, cursorColumn);
  const format = column && !column.repeated ? formats[column.type] : undefined;
  if (!column || !format) {
    const known = Object.keys(formats).join(", ");
    throw new PipelineError("sink_key_invalid", `cursor_column "${cursorColumn}" must be a column of type ${known}`);
  }
  const { type } = column;
  const isSameColumn = isSameSourceName(before.column, cursorColumn) && before.type === type;
  const max = `max(${inSourceOrder(column, quoteIdentifier(column.name))})`;
  const least = inSourceOrder(column, `$1::${toColumnType(column)}`);
  const statement = `select ${format(`greatest(${max}, ${least})`)} as value from ${stagingTable(runId)}`;
  const { rows } = await client.query<{ value: string | null }>(statement, [isSameColumn ? before.value : null]);
  const value = rows[0]!.value;
  return value === null ? noWatermark : { column: cursorColumn, type, value };
}
