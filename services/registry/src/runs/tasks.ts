/** The tasks of a run, made from its row alone: the first issue and every later one are the same. */
import { randomInt } from "node:crypto";

import type { OutgoingMessage } from "@datamantri/bus";
import { noRange, noWatermark, type Split, type Unrepresentable } from "@datamantri/contracts";

import { toTaskMessage } from "../outbox/outbox.ts";
import type { Run, RunPlan } from "./run.ts";

export function toPlanTask(run: Run): OutgoingMessage {
  return toTaskMessage("PlanRun", {
    ...idsOf(run),
    batchSize: run.batch_size ?? 0,
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
 * @param policy of the pipeline today, for values that PostgreSQL cannot hold.
 * @returns a task of its own each time, however soon after another: what an earlier one could not load, a later one may.
 */
export function toReplayTask(run: Run, policy: Unrepresentable): OutgoingMessage {
  const { columns, snapshot } = planOf(run);
  const attempt = randomInt(2 ** 32);
  const { takenAtMs } = snapshot;
  return toTaskMessage("ReplayRejects", { ...idsOf(run), attempt, columns, unrepresentable: policy, takenAtMs });
}

function idsOf(run: Run): { runId: string; pipelineId: string; attempt: number } {
  return { runId: run.id, pipelineId: run.pipeline_id, attempt: run.attempt };
}

function planOf(run: Run): RunPlan {
  if (run.plan === null) throw new Error(`run ${run.id} has no plan in state ${run.state}`);
  return run.plan;
}
