/** The tasks of a run, made from its row alone: the first issue and every later one are the same. */
import type { OutgoingMessage } from "@datamantri/bus";
import { noRange, noWatermark, type Split } from "@datamantri/contracts";
import type { Selectable } from "kysely";

import type { RunPlan, RunsTable } from "../database/schema.ts";
import { toTaskMessage } from "../outbox/outbox.ts";

export type Run = Selectable<RunsTable>;

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
  return toTaskMessage("PrepareRun", { ...idsOf(run), columns, schemaFingerprint });
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

export function toFinalizeTask(run: Run): OutgoingMessage {
  const { columns, snapshot } = planOf(run);
  const takenAtMs = snapshot.takenAtMs;
  const rowCount = run.row_count ?? 0;
  const watermark = run.watermark ?? noWatermark;
  return toTaskMessage("FinalizeRun", {
    ...idsOf(run),
    columns,
    rowCount,
    takenAtMs,
    watermark,
    range: run.range ?? noRange,
  });
}

export function toDiscardTask(run: Run): OutgoingMessage {
  return toTaskMessage("DiscardRun", idsOf(run));
}

function idsOf(run: Run): { runId: string; pipelineId: string; attempt: number } {
  return { runId: run.id, pipelineId: run.pipeline_id, attempt: run.attempt };
}

function planOf(run: Run): RunPlan {
  if (run.plan === null) throw new Error(`run ${run.id} has no plan in state ${run.state}`);
  return run.plan;
}
