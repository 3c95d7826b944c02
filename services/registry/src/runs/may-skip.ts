import { toWriteMode } from "@datamantri/api/values";

import type { Run } from "./run.ts";

/**
 * True if a run of an unchanged source may be skipped because it would leave the target as it is. By default only
 * scheduled runs are skipped. Backfills never are: a full read that appends would add its rows again.
 */
export function maySkip({ cause, configuration, range }: Pick<Run, "cause" | "configuration" | "range">): boolean {
  const { skip_unchanged, read } = configuration.source_config;
  if (range !== null) return false;
  if (skip_unchanged !== undefined) return skip_unchanged;
  return cause === "schedule" && (read === "incremental" || toWriteMode(configuration) !== "append");
}
