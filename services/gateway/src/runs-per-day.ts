const dayMs = 86_400_000;

/**
 * Computes how often a schedule fires in a day from its next due times: counts those within a day, or extrapolates if
 * the list ends sooner.
 *
 * @param next RFC 3339, ascending; at most `limit` were requested.
 */
export function runsPerDay(next: readonly string[], limit: number, now: Date): number {
  const times = next.map((time) => Date.parse(time));
  const within = times.filter((time) => time <= now.getTime() + dayMs).length;
  const span = times.length < 2 ? 0 : times.at(-1)! - times[0]!;
  return within === limit && span > 0 ? ((within - 1) * dayMs) / span : within;
}
