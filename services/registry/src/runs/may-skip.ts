import { toWriteMode } from "@datamantri/contracts";

import type { Run } from "./run.ts";

/**
 * Whether a run of an unchanged source may be skipped, because it would leave the target as it is. Who asks for a run
 * gets one, unless the pipeline says otherwise, and always a backfill; a full read that appends would add its rows again.
 */
export function maySkip({
  cause,
  mode,
  source_config: { skip_unchanged, read },
  destination_config,
  range,
}: Pick<Run, "cause" | "mode" | "source_config" | "destination_config" | "range">): boolean {
  if (range !== null) return false;
  if (skip_unchanged !== undefined) return skip_unchanged;
  return cause === "schedule" && (read === "incremental" || toWriteMode(mode, destination_config) !== "append");
}
