/**
 * Schedules as people describe them, and their cron expressions.
 *
 * An expression is shown in the structured form only if that form produces exactly the same expression; every other one
 * is shown as typed.
 */
export type Schedule =
  | { readonly kind: "none" }
  | { readonly kind: "minutes"; readonly every: number }
  | { readonly kind: "hourly"; readonly minute: number }
  | { readonly kind: "daily"; readonly time: string }
  /** Days as numbered by cron: 0 is Sunday. */
  | { readonly kind: "weekly"; readonly days: readonly number[]; readonly time: string }
  | { readonly kind: "monthly"; readonly day: number; readonly time: string }
  | { readonly kind: "custom"; readonly expression: string };

export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** Divisors of an hour: other values would make an uneven pause at its end. */
export const evenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;

/** Null: there is no schedule. */
export function toCron(schedule: Schedule): string | null {
  switch (schedule.kind) {
    case "none":
      return null;
    case "minutes":
      return schedule.every === 1 ? "* * * * *" : `*/${schedule.every} * * * *`;
    case "hourly":
      return `${schedule.minute} * * * *`;
    case "daily":
      return `${atTime(schedule.time)} * * *`;
    case "weekly":
      return `${atTime(schedule.time)} * * ${schedule.days.toSorted((a, b) => a - b).join(",")}`;
    case "monthly":
      return `${atTime(schedule.time)} ${schedule.day} * *`;
    case "custom":
      return schedule.expression;
  }
  return schedule satisfies never;
}

export function parseSchedule(cron: string | null): Schedule {
  if (cron === null) return { kind: "none" };
  const schedule = guess(cron.split(" "));
  return schedule !== undefined && toCron(schedule) === cron ? schedule : { kind: "custom", expression: cron };
}

/** In words; another expression is shown unchanged. */
export function describeSchedule(cron: string | null): string {
  const schedule = parseSchedule(cron);
  switch (schedule.kind) {
    case "none":
      return "On demand";
    case "minutes":
      return schedule.every === 1 ? "Every minute" : `Every ${schedule.every} minutes`;
    case "hourly":
      return schedule.minute === 0 ? "Hourly" : `Hourly at minute ${schedule.minute}`;
    case "daily":
      return `Daily at ${schedule.time}`;
    case "weekly":
      return `${schedule.days.map((day) => weekdays[day]!.slice(0, 3)).join(", ")} at ${schedule.time}`;
    case "monthly":
      return `Monthly on day ${schedule.day} at ${schedule.time}`;
    case "custom":
      return schedule.expression;
  }
  return schedule satisfies never;
}

function guess([minute = "", hour = "", day = "", month = "", weekday = "", ...more]: string[]): Schedule | undefined {
  if (more.length > 0 || month !== "*") return undefined;
  const step = /^\*\/(\d+)$/.exec(minute);
  const every = minute === "*" ? 1 : Number(step?.[1]);
  if (hour === "*") {
    if (day !== "*" || weekday !== "*") return undefined;
    if ((evenMinutes as readonly number[]).includes(every)) return { kind: "minutes", every };
    return isNumber(minute, 0, 59) ? { kind: "hourly", minute: Number(minute) } : undefined;
  }
  if (!isNumber(minute, 0, 59) || !isNumber(hour, 0, 23)) return undefined;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (day === "*" && weekday === "*") return { kind: "daily", time };
  if (day === "*") {
    const days = weekday.split(",");
    return days.every((one) => isNumber(one, 0, 6)) ? { kind: "weekly", days: days.map(Number), time } : undefined;
  }
  return weekday === "*" && isNumber(day, 1, 31) ? { kind: "monthly", day: Number(day), time } : undefined;
}

function isNumber(text: string, from: number, to: number): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= from && Number(text) <= to;
}

/** Converts 05:30 to the first two fields, 30 5. */
function atTime(time: string): string {
  const [hour, minute] = time.split(":");
  return `${Number(minute)} ${Number(hour)}`;
}
