/** Values by which lists of the API can be filtered. */
import type { Occurrence, RunStatus } from "./types.ts";

export const runStatuses: readonly RunStatus[] = [
  "queued",
  "running",
  "outcome_unknown",
  "success",
  "failed",
  "cancelled",
];

export const causes = ["schedule", "manual", "api", "retry", "backfill", "undo"] as const;

export const occurrenceStatuses = [
  "fired",
  "late",
  "caught_up",
  "skipped",
  "missed",
] as const satisfies readonly Occurrence["status"][];
