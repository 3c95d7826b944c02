import { createHash } from "node:crypto";

/** Key-value bucket from which schedulers read the schedules: key is the pipeline's id, value a `Schedule`. */
export const schedulesBucket = "schedules";

/** A KV bucket is a stream with this name. */
export const schedulesStream = `KV_${schedulesBucket}`;

/** Subject on which the value of a schedule is written. */
export function scheduleSubject(pipelineId: string): string {
  return `$KV.${schedulesBucket}.${pipelineId}`;
}

/** A pipeline's schedule as the registry writes it and schedulers read it, as JSON. */
export type Schedule = (CronSchedule | IntervalSchedule) & {
  readonly pipeline_id: string;
  /** The pipeline's version. */
  readonly version: number;
};

export interface CronSchedule {
  /** Five or six cron fields. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
  /** Runs start up to this much later than due. Absent: at once. */
  readonly jitter_seconds?: number;
}

/** Due at the multiples of the interval since 1970, so that all schedulers agree. */
interface IntervalSchedule {
  readonly interval_seconds: number;
}

/** Count and digest of a set of schedules: equal digests mean equal schedules. */
export interface ScheduleSummary {
  readonly count: number;
  readonly digest: string;
}

export function summarizeSchedules(schedules: readonly Schedule[]): ScheduleSummary {
  const lines = schedules
    .map((schedule) => `${JSON.stringify(schedule, Object.keys(schedule).toSorted())}\n`)
    .toSorted();
  const digest = createHash("sha256").update(lines.join("")).digest("hex").slice(0, 16);
  return { count: schedules.length, digest };
}
