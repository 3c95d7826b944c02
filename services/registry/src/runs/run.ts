/** A run as stored, and values derived from its row. */
import type { Selectable } from "kysely";

import { nameInRows } from "@datamantri/api/values";
import { isSameSourceName, type Watermark } from "@datamantri/contracts";
import { levelOf } from "@datamantri/verification";

import type { RunsTable } from "../database/schema.ts";

export type Run = Selectable<RunsTable>;

/** Rows that a successful run wrote to its target. */
export function countArrived({ row_count, rejected_row_count }: Run): number {
  return (row_count ?? 0) - rejected_row_count;
}

/** True if every value is to be compared and the source's statistics are still missing. */
export function awaitsStatistics(run: Run): boolean {
  return levelOf(run.configuration.destination_config) === "full" && run.source_statistics === null;
}

/** True if a loading run is ready to finalize. */
export function isComplete(run: Run): boolean {
  const { row_count: planned, loaded_row_count: loaded, rejected_row_count: rejected } = run;
  return planned !== null && loaded + rejected >= planned && !awaitsStatistics(run);
}

/** Returns where an incremental run begins; null reads everything. A watermark of another column does not apply. */
export function usableWatermark({
  configuration,
  watermark,
}: Pick<Run, "configuration" | "watermark">): Watermark | null {
  const { read, cursor_column } = configuration.source_config;
  if (read !== "incremental" || cursor_column === undefined || !watermark) return null;
  return isSameSourceName(watermark.column, nameInRows(cursor_column)) ? watermark : null;
}
