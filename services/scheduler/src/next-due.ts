import type { Schedule } from "@datamantri/contracts";

import { parseCron, type NextFire } from "./cron.ts";

/** @throws PipelineError `request_invalid` for a cron expression that cannot be read. */
export function toNextDue(schedule: Schedule): NextFire {
  if (!("interval_seconds" in schedule)) return parseCron(schedule);
  const stepMs = schedule.interval_seconds * 1_000;
  return (after) => new Date((Math.floor(after.getTime() / stepMs) + 1) * stepMs);
}
