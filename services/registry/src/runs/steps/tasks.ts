/**
 * Tasks that a run needs in each state, built only from its row and its manifest. Re-issued tasks therefore equal the
 * first ones, except for the attempt. `issue-tasks.ts` writes them; `state-machine.ts` defines the next state.
 */
import {
  encodeMessage,
  noRange,
  noWatermark,
  subjectOf,
  type Message,
  type Split,
  type TaskName,
} from "@datamantri/contracts";

import type { OutboxMessage } from "../../outbox/outbox.ts";
import { awaitsStatistics, usableWatermark, type Run } from "../run.ts";
import type { RunPlan } from "../run-plan.ts";

/** @param missing splits of the manifest whose rows are not all loaded or rejected; used only while the run loads. */
export function tasksOf(run: Run, missing: readonly Split[]): OutboxMessage[] {
  switch (run.state) {
    case "planning":
      return [toPlanTask(run)];
    case "preparing":
      return [toPrepareTask(run)];
    case "loading": {
      const reads = missing.map((split) => toSplitTask(run, split));
      return awaitsStatistics(run) ? [toStatisticsTask(run), ...reads] : reads;
    }
    case "finalizing":
      return [run.undo_of === null ? toFinalizeTask(run) : toUndoTask(run, run.undo_of)];
    case "abandoned":
      return [toDiscardTask(run)];
    case "failed":
    case "cancelled":
      return hasStagingToDrop(run) ? [toDiscardTask(run)] : [];
    case "queued":
    case "success":
    case "skipped":
      return [];
  }
  return run.state satisfies never;
}

/**
 * False for a run without a plan, which never created one, and for a resumable one, which keeps its staging
 * table.
 */
function hasStagingToDrop({ plan, resumable_until }: Run): boolean {
  return plan !== null && resumable_until === null;
}

function toPlanTask(run: Run): OutboxMessage {
  return toTaskMessage("PlanRun", {
    ...idsOf(run),
    skipVersion: run.skip_version ?? "",
    range: run.range ?? noRange,
  });
}

function toPrepareTask(run: Run): OutboxMessage {
  const {
    columns,
    schema_fingerprint: schemaFingerprint,
    description = "",
    column_descriptions: columnDescriptions = [],
  } = planOf(run);
  const { row_count, resumed_run_ids: resumedRunIds } = run;
  return toTaskMessage("PrepareRun", {
    ...idsOf(run),
    columns,
    schemaFingerprint,
    rowCount: row_count ?? 0,
    resumedRunIds,
    description,
    columnDescriptions,
    rangeColumn: run.range?.column ?? "",
    followsRunId: run.follows_run_id ?? "",
    readsAllRows: run.range === null && usableWatermark(run) === null,
  });
}

function toSplitTask(run: Run, split: Split): OutboxMessage {
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

function toStatisticsTask(run: Run): OutboxMessage {
  const { snapshot, columns } = planOf(run);
  return toTaskMessage("ComputeStatistics", { ...idsOf(run), snapshot, columns });
}

function toFinalizeTask(run: Run): OutboxMessage {
  const { columns, snapshot, primary_key: primaryKey = [] } = planOf(run);
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
    primaryKey,
  });
}

function toUndoTask(run: Run, undoOf: string): OutboxMessage {
  return toTaskMessage("UndoRun", { ...idsOf(run), undoOf });
}

function toDiscardTask(run: Run): OutboxMessage {
  const settles = run.state === "abandoned";
  return toTaskMessage("DiscardRun", { ...idsOf(run), resumedRunIds: run.resumed_run_ids, settles });
}

/** @param attempt distinct for each replay, however soon after another: rows that the earlier could not load may load now. */
export function toReplayTask(run: Run, attempt: number): OutboxMessage {
  const { columns, snapshot } = planOf(run);
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

/** The message id includes the attempt, so that JetStream does not drop a re-issue as a duplicate. */
function toTaskMessage<Name extends TaskName>(name: Name, task: Message<Name>): OutboxMessage {
  const subject = subjectOf(name, task);
  return { runId: task.runId, subject, payload: encodeMessage(name, task), messageId: `${subject}:a${task.attempt}` };
}
