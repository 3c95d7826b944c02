/** The status of a run in the API: that of its state, but for a run of which nobody knows what finalize has done. */
import { sql } from "kysely";

import type { RunStatus } from "@datamantri/api";
import type { ErrorCode } from "@datamantri/runtime";

import type { Run } from "./run.ts";
import { toStatus, type RunState } from "./steps/state-machine.ts";

/** Finalize has failed, and the destination's ledger has not said yet whether its rows are in the target. */
const finalizing: RunState = "finalizing";
/** What such a run waits for. */
export const unknownOutcome = "outcome_unknown" satisfies ErrorCode;

export function statusOf({
  state,
  waiting_code,
  waiting_reason,
}: Pick<Run, "state" | "waiting_code" | "waiting_reason">): RunStatus {
  return state === finalizing && waiting_reason !== null && waiting_code === unknownOutcome
    ? unknownOutcome
    : toStatus(state);
}

/** True for a finalizing run of the table `runs` with this status. */
export const outcomeUnknown = sql<boolean>`(
  runs.state = ${finalizing} and runs.waiting_reason is not null and runs.waiting_code = ${unknownOutcome}
)`;
