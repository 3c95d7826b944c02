/** Applies an input to a run by the transition table, and the effects of the new state, in the caller's transaction. */
import { sql } from "kysely";

import type { Tx } from "../../database/open-database.ts";
import { readNow } from "../../database/read-now.ts";
import { issueTasks } from "./issue-tasks.ts";
import { recordRunEvent } from "../record-run-event.ts";
import { releaseNextRuns } from "../release-runs.ts";
import { findResumableUntil } from "../resumable-runs.ts";
import { findRetryAt } from "../retry-at.ts";
import type { Run } from "../run.ts";
import { toAbandonedEvent, toEndEvent, toStartedEvent } from "../run-events.ts";
import { notWaiting } from "../waiting.ts";
import { keepSplitCounts } from "../split-counts.ts";
import { hasEnded, isTerminal, transitions, type RunInput, type Transition } from "./state-machine.ts";

/** Every input except those that `releaseNextRuns` applies. */
type StepInput = Exclude<RunInput, "released" | "undoing">;

export interface Ending {
  readonly code: string;
  /** Why the run failed, or who cancelled it. */
  readonly message: string;
  /** How long the loaded rows of a failed run are kept for a run that resumes it; by default they are not. */
  readonly keepMs?: number | undefined;
}

/**
 * Applies an input to a locked run.
 *
 * @param ending required for inputs that end the run.
 * @returns the table's transition; only a state changes anything.
 */
export async function advanceRun(tx: Tx, run: Run, input: StepInput, ending?: Ending): Promise<Transition> {
  const next = transitions[run.state][input];
  if (next === "ignore" || next === "refuse") return next;
  const now = await readNow(tx);
  const failure = next === "failed" ? await toFailure(tx, run, ending, now) : {};
  const abandoned = next === "abandoned" ? { abandoned_by: ending!.message } : {};
  const moved = await tx
    .updateTable("runs")
    .set({
      state: next,
      ...notWaiting,
      progress_at: now,
      phase_times: sql<string>`phase_times || ${JSON.stringify({ [next]: now.toISOString() })}::jsonb`,
      ...(input === "prepared" ? { resumed_run_ids: [] } : {}),
      ...(hasEnded(next) ? { ended_at: now } : {}),
      ...failure,
      ...abandoned,
    })
    .where("id", "=", run.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (run.state === "queued" && next === "preparing") await recordRunEvent(tx, toStartedEvent(moved));
  if (next === "abandoned") await recordRunEvent(tx, toAbandonedEvent(moved));
  if (isTerminal(next)) await recordRunEvent(tx, toEndEvent(moved, moved.abandoned_by ?? ending?.message ?? ""));
  // Discarding is what has ended an abandoned run.
  if (run.state !== "abandoned") await issueTasks(tx, [moved]);
  if (hasEnded(next)) await endRun(tx, moved);
  return next;
}

async function toFailure(
  tx: Tx,
  run: Run,
  ending: Ending = { code: "internal", message: "" },
  now: Date,
): Promise<Partial<Pick<Run, "error_code" | "error_message" | "resumable_until" | "retry_at">>> {
  const { code, message } = ending;
  const resumable_until = await findResumableUntil(tx, run, ending, now);
  return { error_code: code, error_message: message, resumable_until, retry_at: findRetryAt(run, code, now) };
}

async function endRun(tx: Tx, run: Run): Promise<void> {
  await keepSplitCounts(tx, run.id);
  if (isTerminal(run.state) && run.resumable_until === null)
    await tx.deleteFrom("run_batches").where("run_id", "=", run.id).execute();
  await releaseNextRuns(tx, [run.pipeline_id]);
}
