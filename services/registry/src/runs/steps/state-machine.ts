/**
 * State machine of a run as one total table: every state has a transition for every input, and the compiler checks it.
 * SPEC.md shows the same table; a test compares the two.
 */
import type { RunStatus } from "@datamantri/api";

export const runStates = [
  "queued",
  "planning",
  "preparing",
  "loading",
  "finalizing",
  "abandoned",
  "success",
  "failed",
  "cancelled",
  "skipped",
] as const;
export type RunState = (typeof runStates)[number];

export const runInputs = [
  /** No earlier run of the pipeline is open. */
  "released",
  /** The same, of a run that undoes another: it reads nothing. */
  "undoing",
  /** The run resumes a failed one, with that run's plan. */
  "resumed",
  /** RunPlanned */
  "planned",
  /** SourceUnchanged, or an increment of a stream that has no rows. */
  "unchanged",
  /** RunPrepared */
  "prepared",
  /** Every planned row is committed in the staging table; with a full verification, the source is verified too. */
  "loaded",
  /** RunFinalized */
  "finalized",
  /** StepFailed of a step before finalize, or too many re-issues. */
  "step_failed",
  /** StepFailed of finalize: its transaction was rolled back. */
  "finalize_failed",
  /** RunDiscarded: the ledger has closed the run without moving its rows. */
  "discarded",
  /** CancelRun */
  "cancel",
] as const;
export type RunInput = (typeof runInputs)[number];

/** Next state for an input. `ignore`: the input is a repeat or late; `refuse`: a user's request comes too late. */
export type Transition = RunState | "ignore" | "refuse";

const ended = {
  released: "ignore",
  undoing: "ignore",
  resumed: "ignore",
  planned: "ignore",
  unchanged: "ignore",
  prepared: "ignore",
  loaded: "ignore",
  finalized: "ignore",
  step_failed: "ignore",
  finalize_failed: "ignore",
  discarded: "ignore",
  cancel: "refuse",
} as const satisfies Record<RunInput, Transition>;

const open = { ...ended, step_failed: "failed", cancel: "cancelled" } as const satisfies Record<RunInput, Transition>;

export const transitions: Readonly<Record<RunState, Readonly<Record<RunInput, Transition>>>> = {
  queued: { ...open, released: "planning", undoing: "finalizing", resumed: "preparing" },
  planning: { ...open, planned: "preparing", unchanged: "skipped" },
  preparing: { ...open, prepared: "loading" },
  loading: { ...open, loaded: "finalizing" },
  // The transaction that changes the target may be in progress: only its outcome counts.
  finalizing: { ...ended, finalized: "success", finalize_failed: "failed", cancel: "abandoned" },
  // It has ended for its user. The ledger is fenced, or says that the rows were moved before.
  abandoned: { ...ended, finalized: "success", finalize_failed: "cancelled", discarded: "cancelled" },
  success: ended,
  failed: ended,
  cancelled: ended,
  skipped: ended,
};

/** True if the run does not go on: its pipeline's next run may begin, except behind an abandoned one to the same server. */
export function hasEnded(state: RunState): boolean {
  return state === "abandoned" || isTerminal(state);
}

/** True if no input leads to another state. */
export function isTerminal(state: RunState): boolean {
  return transitions[state] === ended;
}

/** Maps a state to the status in the API; `statusOf` knows more of a run that is finalizing. */
export function toStatus(state: RunState): RunStatus {
  switch (state) {
    case "planning":
    case "preparing":
    case "loading":
    case "finalizing":
      return "running";
    case "abandoned":
      return "outcome_unknown";
    // The target is as a run would have left it.
    case "skipped":
      return "success";
    case "queued":
    case "success":
    case "failed":
    case "cancelled":
      return state;
  }
  return state satisfies never;
}
