/** A run as its row holds it, and what the row alone tells. */
import type { Selectable } from "kysely";

import type { Column, Message, Snapshot, Watermark } from "@datamantri/contracts";
import { levelOf } from "@datamantri/verification";

import type { RunsTable } from "../database/schema.ts";

export type Run = Selectable<RunsTable>;

/** What the plan fixed: enough to issue every later task again. */
export interface RunPlan {
  readonly snapshot: Snapshot;
  readonly columns: Column[];
  readonly schema_fingerprint: string;
  readonly batch_rows: number;
  readonly page_rows: number;
}

/** What an extractor found out about the snapshot's rows. Digests, no values. */
export type SourceStatistics = Omit<Message<"StatisticsComputed">, "runId" | "pipelineId">;

/** Rows that a run that succeeded brought to its target. */
export function countArrived({ row_count, rejected_row_count }: Run): number {
  return (row_count ?? 0) - rejected_row_count;
}

/** Whether the owner wants every value compared and the source's side of it is still to come. */
export function awaitsStatistics(run: Run): boolean {
  return levelOf(run.destination_config) === "full" && run.source_statistics === null;
}

/** Whether a loading run has all that finalize needs. */
export function isComplete(run: Run): boolean {
  const { row_count: planned, loaded_row_count: loaded, rejected_row_count: rejected } = run;
  return planned !== null && loaded + rejected >= planned && !awaitsStatistics(run);
}

/** Where an incremental run begins; null reads everything. A watermark of another column does not count. */
export function usableWatermark({
  source_config: { read, cursor_column },
  watermark,
}: Pick<Run, "source_config" | "watermark">): Watermark | null {
  return read === "incremental" && watermark?.column === cursor_column ? watermark : null;
}
