/** Local time in a time zone, and its clock changes. */

export const dayMs = 86_400_000;

/** Local time at a UTC time, as if it were UTC; to the second. */
export type WallClock = (time: number) => number;

/** A clock change: its time, and the local time just before and after it, as if that were UTC. */
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

/** Finds the change between two times at most a day apart, to the second; there is at most one. */
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
