import { rolledBackCodes } from "@datamantri/api/values";
import { errorPolicies, type ErrorCode, type Party } from "@datamantri/runtime";

import type { Run } from "./run.ts";

/** @returns when a run that fails with `code` is made again; null if it is not. */
export function findRetryAt({ configuration, automatic_retries, undo_of }: Run, code: string, now: Date): Date | null {
  const policy = configuration.retry;
  // A person has asked for an undo, and knows whether to ask again.
  if (policy === null || undo_of !== null || automatic_retries >= policy.times) return null;
  if ((rolledBackCodes as readonly string[]).includes(code)) return null; // a person looks first
  const { party } = errorPolicies[code as ErrorCode] ?? errorPolicies.internal;
  if (!(policy.errors as readonly Party[]).includes(party)) return null;
  return new Date(now.getTime() + policy.pause_seconds * 1_000);
}
