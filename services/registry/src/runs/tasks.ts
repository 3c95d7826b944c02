/** The tasks of a run, made from its row alone: the first issue and every later one are the same. */
import { randomInt } from "node:crypto";

import type { OutgoingMessage } from "@datamantri/bus";
import { levelOf } from "@datamantri/verification";
import { noRange, noWatermark, type Split } from "@datamantri/contracts";
import type { Selectable } from "kysely";

import type { RunPlan, RunsTable } from "../database/schema.ts";
import { toTaskMessage } from "../outbox/outbox.ts";

export type Run = Selectable<RunsTable>;

/** Rows that a run that succeeded brought to its target. */
export function countArrived({ row_count, rejected_row_count }: Run): number {
  return (row_count ?? 0) - rejected_row_count;
}

export function toPlanTask(run: Run): OutgoingMessage {
  return toTaskMessage("PlanRun", {
    ...idsOf(run),
    skipVersion: run.skip_version ?? "",
    range: run.range ?? noRange,
  });
}

export function toPrepareTask(run: Run): OutgoingMessage {
  const { columns, schema_fingerprint: schemaFingerprint } = planOf(run);
  const { row_count, resumed_run_ids: resumedRunIds } = run;
  return toTaskMessage("PrepareRun", {
    ...idsOf(run),
    columns,
    schemaFingerprint,
    rowCount: row_count ?? 0,
    resumedRunIds,
  });
}

export function toSplitTask(run: Run, split: Split): OutgoingMessage {
  const {
    snapshot,
    columns,
    schema_fingerprint: schemaFingerprint,
    batch_rows: batchRows,
    page_rows: pageRows,
  } = planOf(run);
  return toTaskMessage("ReadSplit", {
    ...idsOf(run),
    snapshot,
    split,
    batchRows,
    pageRows,
    columns,
    schemaFingerprint,
  });
}

export function toStatisticsTask(run: Run): OutgoingMessage {
  const { snapshot, columns } = planOf(run);
  return toTaskMessage("ComputeStatistics", { ...idsOf(run), snapshot, columns });
}

/** Whether the owner wants every value compared and the source's side of it is still to come. */
export function awaitsStatistics(run: Run): boolean {
  return levelOf(run.configuration.destination_config) === "full" && run.source_statistics === null;
}

/** Whether a loading run has all that finalize needs. */
export function isComplete(run: Run): boolean {
  const { row_count: planned, loaded_row_count: loaded, rejected_row_count: rejected } = run;
  return planned !== null && loaded + rejected >= planned && !awaitsStatistics(run);
}

export function toFinalizeTask(run: Run): OutgoingMessage {
  const { columns, snapshot } = planOf(run);
  const takenAtMs = snapshot.takenAtMs;
  const rowCount = run.row_count ?? 0;
  const watermark = run.watermark ?? noWatermark;
  const source = {
    sourceRowsHash: run.source_statistics?.rowsHash ?? "",
    sourceColumns: run.source_statistics?.columns ?? [],
  };
  return toTaskMessage("FinalizeRun", {
    ...idsOf(run),
    columns,
    rowCount,
    takenAtMs,
    watermark,
    ...source,
    range: run.range ?? noRange,
  });
}

export function toDiscardTask(run: Run): OutgoingMessage {
  return toTaskMessage("DiscardRun", { ...idsOf(run), resumedRunIds: run.resumed_run_ids });
}

/**
 * @returns a task of its own each time, however soon after another: what an earlier one could not load, a later one may.
 */
export function toReplayTask(run: Run): OutgoingMessage {
  const { columns, snapshot } = planOf(run);
  const attempt = randomInt(2 ** 32);
  const { takenAtMs } = snapshot;
  return toTaskMessage("ReplayRejects", { ...idsOf(run), attempt, columns, takenAtMs });
}

function idsOf(run: Run): { runId: string; pipelineId: string; attempt: number } {
  return { runId: run.id, pipelineId: run.pipeline_id, attempt: run.attempt };
}

function planOf(run: Run): RunPlan {
  if (run.plan === null) throw new Error(`run ${run.id} has no plan in state ${run.state}`);
  return run.plan;
}
