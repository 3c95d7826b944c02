/** What a finalized run leaves, and how it is reported: by finalize, and by a discard that comes after it. */
import { publishEvent, type Bus } from "@datamantri/bus";
import { PipelineError, toPipelineError } from "@datamantri/runtime";

import type { Closing } from "../ledger/ledger.ts";
import type { Written } from "../write-modes/write-by-mode.ts";

/** A repeat adds nothing to the run's log. */
export type Finalized = Closing & Written;

/** Of an earlier delivery, or another loader. */
export function asFinalized(closing: Closing): Finalized {
  return { ...closing, warnings: [], replacement: "" };
}

export async function publishFinalized(
  bus: Bus,
  { runId, pipelineId }: { readonly runId: string; readonly pipelineId: string },
  finalized: Finalized,
  signal: AbortSignal,
): Promise<void> {
  const event = { runId, pipelineId, ...finalized };
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
