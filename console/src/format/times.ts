/** Times in the reader's zone. */
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** With the zone's name. */
export function formatExact(at: string | number): string {
  return exact.format(new Date(at));
}

export function formatClock(at: string | number): string {
  return clock.format(new Date(at));
}

export function formatHour(at: string | number): string {
  return hour.format(new Date(at));
}

/** In a given zone, with the weekday. */
export function formatInZone(at: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "2-digit",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}
