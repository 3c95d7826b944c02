/** What a finalized run leaves, and how it is reported: by finalize, and by a discard that comes after it. */
import { publishEvent, type Bus } from "@datamantri/bus";
import { crashPoint, PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Closing } from "../ledger/ledger.ts";
import type { Written } from "../write-modes/write-by-mode.ts";
import { reportCommitted } from "./report-committed.ts";

/** A repeat adds nothing to the run's log. */
export interface Finalized extends Closing, Written {
  /** Runs before which the target's rows are kept; the last one can be undone. */
  readonly undoableRunIds: readonly string[];
}

/** For a run that another delivery or loader has finalized: there is nothing new for its log. */
export function asFinalized(closing: Closing, undoableRunIds: readonly string[]): Finalized {
  return { ...closing, warnings: [], replacement: "", undoableRunIds };
}

/** Reports what a task has committed: see `reportCommitted`. */
export async function reportFinalized(
  bus: Bus,
  task: { readonly runId: string; readonly pipelineId: string },
  finalized: Finalized,
  signal: AbortSignal,
): Promise<void> {
  const report = async (): Promise<void> => {
    await crashPoint("loader.finalize.committed");
    await publishFinalized(bus, task, finalized, signal);
    await crashPoint("loader.finalize.reported");
  };
  // Until it is reported nobody else knows the run's end.
  await reportCommitted("its rows are in the target", report, "outcome_unknown");
}

export async function publishFinalized(
  bus: Bus,
  { runId, pipelineId }: { readonly runId: string; readonly pipelineId: string },
  finalized: Finalized,
  signal: AbortSignal,
): Promise<void> {
  const event = { runId, pipelineId, ...finalized, undoableRunIds: [...finalized.undoableRunIds] };
  await publishEvent(bus, "RunFinalized", event, `${runId}:RunFinalized`, { signal });
}

/** The error of a step whose run has an end only when the ledger answers: the step is tried again without limit. */
export function toUnknownOutcome(cause: unknown): PipelineError {
  const { message: reason } = toPipelineError(cause);
  return new PipelineError(
    "outcome_unknown",
    `whether the rows are in the target is unknown: ${reason}`,
    {},
    { cause },
  );
}
