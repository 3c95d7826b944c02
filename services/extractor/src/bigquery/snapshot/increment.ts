/** An increment: the rows beyond the watermark, by a query, because listing a table cannot filter. */
import type { Column, Watermark } from "@datamantri/contracts";
import type { PipelineConfiguration, SourceConfig } from "@datamantri/api";
import { findPseudoColumn, nameInRows, toWriteMode } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { findColumn } from "../tables/schema.ts";
import type { Table } from "../tables/table.ts";
import { orWithoutCursor, type Condition } from "./conditions.ts";
import { assertCursorValue, toParameter } from "./cursor-values.ts";
import { cursorTypes, lookBack, lookbackOf } from "./lookback.ts";

/** BigQuery's last TIMESTAMP, which some write for "never": nothing can be added to it. */
const lastMicrosecond = "9999-12-31 23:59:59.999999";

/** Types whose values are so fine that a row at the watermark itself rarely comes late. */
const fine: ReadonlySet<string> = new Set(["TIMESTAMP", "DATETIME"]);

/**
 * Whether increments begin with the watermark itself, for rows with the same cursor that came after the last run: a key
 * finds those that are there already. A stream would never be without rows, so it does so only for coarse cursors.
 */
export function repeatsBound(
  configuration: Pick<PipelineConfiguration, "mode" | "source_config" | "destination_config">,
  type: string,
): boolean {
  const isFine = fine.has(type) && findPseudoColumn(configuration.source_config.cursor_column) === undefined;
  return toWriteMode(configuration) === "merge" && (configuration.mode !== "stream" || !isFine);
}

/**
 * Checks the options of increments, at the first run too, which needs none of them.
 *
 * @param columns of the source.
 * @throws PipelineError `sink_key_invalid` for a missing column or one without order, `request_invalid` for a lookback
 *   that its type does not have, and for a start that is no value of it.
 */
export function assertIncrements(config: SourceConfig, columns: readonly Column[]): void {
  if (config.read !== "incremental" || config.cursor_column === undefined) return;
  const column = findCursor(config, columns);
  if (column === undefined) {
    throw new PipelineError("sink_key_invalid", `the source has no column "${config.cursor_column}" (cursor_column)`);
  }
  const { type, repeated } = column;
  if (repeated || !cursorTypes.includes(type)) {
    const known = cursorTypes.join(", ");
    throw new PipelineError("sink_key_invalid", `cursor_column "${column.name}" must be a column of type ${known}`);
  }
  for (const option of ["lookback_seconds", "lookback_units"] as const) {
    const known = lookbackOf(config, type)?.option;
    if ((config[option] ?? 0) === 0 || known === option) continue;
    const advice = known === undefined ? "it has no lookback" : `use ${known}`;
    throw new PipelineError("request_invalid", `${option} does not apply to a cursor of type ${type}: ${advice}`);
  }
  if (config.cursor_start !== undefined) assertCursorValue(type, config.cursor_start, "cursor_start");
}

/** The column of the rows that is the source's cursor. */
export function findCursor({ cursor_column }: SourceConfig, columns: readonly Column[]): Column | undefined {
  return cursor_column === undefined ? undefined : findColumn(columns, nameInRows(cursor_column));
}

/** The cursor of a run: that of its watermark, or the column of the source. */
export type Cursor = Pick<Watermark, "column" | "type">;

/**
 * Rows from the source's start on: no run reads before it, whatever its lookback. Rows that have no partition yet are
 * for a later run.
 */
export function fromStart(config: SourceConfig, { column, type }: Cursor): Condition[] {
  const { cursor_start: start, cursor_column } = config;
  if (start !== undefined) {
    return [{ text: orWithoutCursor(config, column, ">= @start"), parameters: [toParameter("start", type, start)] }];
  }
  const isPseudo = findPseudoColumn(cursor_column) !== undefined;
  return isPseudo ? [{ text: orWithoutCursor(config, column, "IS NOT NULL"), parameters: [] }] : [];
}

/**
 * @param repeats whether the increment begins with the watermark itself.
 * @param table whose partitions are the cursor, if they are.
 * @throws PipelineError `request_invalid` for the suffix of a table that has no lookback.
 */
export function toIncrement(
  config: SourceConfig,
  watermark: Watermark,
  repeats: boolean,
  table: Table | null = null,
): Condition {
  const { column, type, value } = watermark;
  const earliest = lookBack(config, table, type, value);
  if (earliest !== null) {
    const text = orWithoutCursor(config, column, ">= @earliest");
    return { text, parameters: [toParameter("earliest", type, earliest)] };
  }
  const text = orWithoutCursor(config, column, toBound(watermark, repeats));
  return { text, parameters: [toParameter("watermark", type, value)] };
}

function toBound({ type, value }: Watermark, repeats: boolean): string {
  if (repeats) return ">= @watermark";
  // The watermark has microseconds. A TIMESTAMP(12) is beyond it by less, and would be read again each time:
  // https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#timestamp_type
  const hasNext = !value.startsWith(lastMicrosecond);
  return type === "TIMESTAMP" && hasNext ? ">= TIMESTAMP_ADD(@watermark, INTERVAL 1 MICROSECOND)" : "> @watermark";
}
