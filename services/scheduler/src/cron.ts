/** Parses cron with croner: the preview and the clock use the same code. */
import { Cron } from "croner";

import type { CronSchedule } from "@datamantri/contracts";
import { timeZoneAdvice } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

/** The first due time after `after`; undefined when there is none. */
export type NextFire = (after: Date) => Date | undefined;

/** Most expressions that are kept parsed: of 10,000 pipelines, many share one. */
const maxParsed = 1_000;
const parsedBefore = new Map<string, NextFire>();

/**
 * Parses an expression, or returns it as it was parsed before: the formats of its time zone alone take half a millisecond.
 *
 * @throws PipelineError `request_invalid` that says what is wrong with the expression or the time zone.
 */
export function parseCron(schedule: CronSchedule): NextFire {
  const key = JSON.stringify([schedule.cron, schedule.timezone]);
  const known = parsedBefore.get(key);
  if (known) return known;
  const parsed = parse(schedule);
  const oldest = parsedBefore.keys().next();
  if (parsedBefore.size >= maxParsed && !oldest.done) parsedBefore.delete(oldest.value);
  parsedBefore.set(key, parsed);
  return parsed;
}

function parse({ cron, timezone }: CronSchedule): NextFire {
  assertTimezone(timezone);
  let parsed: Cron;
  try {
    parsed = new Cron(cron, { timezone, paused: true });
  } catch (cause) {
    const reason = toReason((cause as Error).message);
    throw new PipelineError("request_invalid", `"${cron}" is not a cron expression: ${reason}`, {}, { cause });
  }
  return (after) => parsed.nextRun(after) ?? undefined;
}

/** The next `count` due times, fewer when the expression ends. */
export function previewFires(schedule: CronSchedule, after: Date, count: number): Date[] {
  const next = parseCron(schedule);
  const fires: Date[] = [];
  for (let fire = next(after); fire && fires.length < count; fire = next(fire)) fires.push(fire);
  return fires;
}

function assertTimezone(timezone: string): void {
  // Names that are stored already need not be IANA's: a schedule that fired goes on.
  try {
    Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (cause) {
    throw new PipelineError("request_invalid", `"${timezone}" ${timeZoneAdvice}`, {}, { cause });
  }
}

/**
 * croner counts days and months from 0 in its messages: https://github.com/Hexagon/croner, `CronPattern: Invalid value for
 * day: 31` is of day 32.
 */
function toReason(message: string): string {
  return message
    .replace(/^CronPattern: /, "")
    .replace(
      /^(Invalid value for (?:day|month): )(-?\d+)$/,
      (_, start: string, value) => `${start}${Number(value) + 1}`,
    );
}
