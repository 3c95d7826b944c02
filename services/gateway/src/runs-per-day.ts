const dayMs = 86_400_000;

/**
 * How often a schedule fires in a day, told by its next due times: those within a day, or, when the list ends sooner,
 * their pace.
 *
 * @param next RFC 3339, ascending; `limit` of them at most were asked for.
 */
export function runsPerDay(next: readonly string[], limit: number, now: Date): number {
  const times = next.map((time) => Date.parse(time));
  const within = times.filter((time) => time <= now.getTime() + dayMs).length;
  const span = times.length < 2 ? 0 : times.at(-1)! - times[0]!;
  return within === limit && span > 0 ? ((within - 1) * dayMs) / span : within;
}
