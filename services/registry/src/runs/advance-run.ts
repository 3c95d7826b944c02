/** Moves a run along the transition table, with everything that a new state brings, in the caller's transaction. */
import { sql } from "kysely";

import type { OutgoingMessage } from "@datamantri/bus";
import type { endingEventNames, PublicEvent } from "@datamantri/contracts";

import { queueLineage } from "../lineage/queue-lineage.ts";
import { toRegistryEvent, addToOutbox } from "../outbox/outbox.ts";
import type { Tx } from "../database/open-database.ts";
import { addLogEntry } from "./run-log.ts";
import { findResumableUntil } from "./resumable-runs.ts";
import { missingSplitTasks } from "./missing-splits.ts";
import { releaseNextRuns } from "./release-runs.ts";
import { isTerminal, transitions, type RunInput, type RunState, type Transition } from "./state-machine.ts";
import { awaitsStatistics, countArrived, type Run } from "./run.ts";
import { toStatisticsTask, toDiscardTask, toFinalizeTask, toPrepareTask } from "./tasks.ts";
import { queueDeliveries } from "../webhooks/queue-deliveries.ts";

/** What a run goes on by once it has begun; `releaseNextRuns` begins it. */
type StepInput = Exclude<RunInput, "released">;

export interface Ending {
  readonly code: string;
  readonly message: string;
  /** Of a failure: how long what the run loaded is kept for one that goes on from there; nothing is, unless said. */
  readonly keepMs?: number | undefined;
}

/**
 * Applies an input to a locked run.
 *
 * @param ending why it fails, or who cancelled it; for inputs that end the run.
 * @returns what the table says; only a state changes anything.
 */
export async function advanceRun(tx: Tx, run: Run, input: StepInput, ending?: Ending): Promise<Transition> {
  const next = transitions[run.state][input];
  if (next === "ignore" || next === "refuse") return next;
  const isEnd = isTerminal(next);
  const now = new Date();
  const resumableUntil = next === "failed" ? await findResumableUntil(tx, run, ending, now) : null;
  const moved = await tx
    .updateTable("runs")
    .set({
      state: next,
      waiting_reason: null,
      progress_at: now,
      phase_times: sql<string>`phase_times || ${JSON.stringify({ [next]: now.toISOString() })}::jsonb`,
      ...(input === "prepared" ? { resumed_run_ids: [] } : {}),
      ...(isEnd ? { ended_at: now } : {}),
      ...(next === "failed"
        ? {
            error_code: ending?.code ?? "internal",
            error_message: ending?.message ?? "",
            resumable_until: resumableUntil,
          }
        : {}),
    })
    .where("id", "=", run.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await addToOutbox(tx, await consequencesOf(tx, run, moved, ending), run.id);
  await queueLineage(tx, [{ stateBefore: run.state, run: moved }]);
  if (isEnd) await endRun(tx, moved, ending);
  return next;
}

/** What the workers and the listeners are told when the run enters its new state. */
async function consequencesOf(tx: Tx, before: Run, run: Run, ending?: Ending): Promise<OutgoingMessage[]> {
  const ids = { runId: run.id, pipelineId: run.pipeline_id };
  switch (run.state) {
    case "queued":
    case "planning":
      return [];
    case "preparing":
      return [toPrepareTask(run)];
    case "loading":
      return [...(awaitsStatistics(run) ? [toStatisticsTask(run)] : []), ...(await missingSplitTasks(tx, run))];
    case "finalizing":
      return [toFinalizeTask(run)];
    case "success":
      return [toRegistryEvent("RunSucceeded", { ...ids, rowCount: countArrived(run) })];
    case "skipped":
      return [toRegistryEvent("RunSkipped", ids)];
    case "failed": {
      const { code = "internal", message = "" } = ending ?? {};
      return [toRegistryEvent("RunFailed", { ...ids, code, message }), ...discardTasks(before.state, run)];
    }
    case "cancelled": {
      const requestedBy = ending?.message ?? "";
      return [toRegistryEvent("RunCancelled", { ...ids, requestedBy }), ...discardTasks(before.state, run)];
    }
  }
  return run.state satisfies never;
}

/** A run that never reached a destination has nothing to clean up there; what is kept is cleaned up later. */
function discardTasks(stateBefore: RunState, run: Run): OutgoingMessage[] {
  if (run.resumable_until !== null) return [];
  return stateBefore === "queued" || stateBefore === "planning" ? [] : [toDiscardTask(run)];
}

const endNames: Partial<Record<RunState, (typeof endingEventNames)[number]>> = {
  success: "RunSucceeded",
  failed: "RunFailed",
  cancelled: "RunCancelled",
  skipped: "RunSkipped",
};

async function endRun(tx: Tx, run: Run, ending?: Ending): Promise<void> {
  const name = endNames[run.state] ?? "RunFailed";
  await addLogEntry(tx, {
    runId: run.id,
    eventId: `${run.id}:${name}`,
    name,
    message: describeEnd(run, ending),
    timeMs: Date.now(),
  });
  await keepSplitCounts(tx, run.id);
  await queueDeliveries(tx, [toEndingEvent(run, ending)]);
  if (run.resumable_until === null) await tx.deleteFrom("run_batches").where("run_id", "=", run.id).execute();
  await releaseNextRuns(tx, [run.pipeline_id]);
}

/** What each split had loaded, or each of some: its batches, which tell, are seldom kept. */
export async function keepSplitCounts(tx: Tx, runId: string, splits: readonly number[] | null = null): Promise<void> {
  await sql`
    update run_splits
    set loaded_row_count = coalesce(
      (
        select sum(row_count + rejected_count)
        from run_batches
        where run_batches.run_id = run_splits.run_id and run_batches.split = run_splits.split
      ),
      0
    )
    where run_id = ${runId} and (${splits}::int[] is null or split = any (${splits}::int[]))
  `.execute(tx);
}

function toEndingEvent(run: Run, ending?: Ending): PublicEvent {
  const ids = { runId: run.id, pipelineId: run.pipeline_id };
  const name = endNames[run.state] ?? "RunFailed";
  const common = { eventId: `${run.id}:${name}`, timeMs: (run.ended_at ?? new Date()).getTime() };
  switch (name) {
    case "RunSucceeded":
      return { ...common, name, body: { ...ids, rowCount: countArrived(run) } };
    case "RunSkipped":
      return { ...common, name, body: ids };
    case "RunCancelled":
      return { ...common, name, body: { ...ids, requestedBy: ending?.message ?? "" } };
    case "RunFailed":
      return {
        ...common,
        name,
        body: { ...ids, code: run.error_code ?? "internal", message: run.error_message ?? "" },
      };
  }
  return name satisfies never;
}

function describeEnd(run: Run, ending?: Ending): string {
  if (run.state === "success") {
    const { rejected_row_count: rejected } = run;
    const rows = `${countArrived(run).toLocaleString("en-US")} rows`;
    return `succeeded: ${rows}${rejected === 0 ? "" : `, ${rejected.toLocaleString("en-US")} rejected`}`;
  }
  if (run.state === "skipped") {
    return run.plan === null
      ? "skipped: the source has not changed since the last successful run, at no cost"
      : "skipped: there are no new rows";
  }
  if (run.state === "cancelled") return `cancelled by ${ending?.message ?? "unknown"}`;
  return `failed: ${run.error_message ?? ""} (${run.error_code ?? ""})${describeKept(run)}`;
}

function describeKept({ loaded_row_count, rejected_row_count, row_count, resumable_until }: Run): string {
  if (resumable_until === null) return "";
  const [kept, all] = [loaded_row_count + rejected_row_count, row_count ?? 0].map((count) =>
    count.toLocaleString("en-US"),
  );
  return `; ${kept} of ${all} rows are kept until ${resumable_until.toISOString()} for a retry from there`;
}
