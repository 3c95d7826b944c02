/** What the clocks on the walls of a time zone show, and when they are changed. */

export const dayMs = 86_400_000;

/** What the clocks show at a time, as if that were UTC; to the second. */
export type WallClock = (time: number) => number;

/** A change of the clocks: when, and what they show just before it and just after it, as if that were UTC. */
export interface ClockChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

export function openWallClock(timezone: string): WallClock {
  const numeric = "2-digit";
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]);
  };
}

/** The change between two times that are a day apart at most, to the second; there is one at most. */
export function findChange(wallClock: WallClock, from: number, until: number): ClockChange | undefined {
  let [low, high] = [Math.floor(from / 1_000) * 1_000, Math.floor(until / 1_000) * 1_000];
  const offset = (time: number) => wallClock(time) - time;
  const offsetBefore = offset(low);
  if (offset(high) === offsetBefore) return undefined;
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2_000) * 1_000;
    if (offset(middle) === offsetBefore) low = middle;
    else high = middle;
  }
  return { at: high, before: high + offsetBefore, after: wallClock(high) };
}
