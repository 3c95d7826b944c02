import type { CatchUp, OccurrenceReason } from "@datamantri/api";
import { defaultCatchUpSeconds } from "@datamantri/api/values";

export interface Verdict {
  readonly scheduledFor: Date;
  /** Why the occurrence gets no run; null when it gets one. */
  readonly reason: OccurrenceReason | null;
}

/**
 * Applies the catch-up policy to missed occurrences.
 *
 * @param missed oldest first.
 * @param isLatest true if nothing due later had a run or is still to be checked.
 */
export function judgeMissed(
  missed: readonly Date[],
  catchUp: CatchUp | null,
  { now, isLatest }: { readonly now: Date; readonly isLatest: boolean },
): readonly Verdict[] {
  const { policy, window_seconds } = catchUp ?? { policy: "none", window_seconds: defaultCatchUpSeconds };
  const windowStart = new Date(now.getTime() - window_seconds * 1_000);
  const reasonOf = (scheduledFor: Date, i: number): OccurrenceReason | null => {
    if (policy === "none") return "policy_none";
    if (scheduledFor < windowStart) return "outside_window";
    const isOvertaken = policy === "last" && !(isLatest && i === missed.length - 1);
    return isOvertaken ? "superseded" : null;
  };
  return missed.map((scheduledFor, i) => ({ scheduledFor, reason: reasonOf(scheduledFor, i) }));
}
