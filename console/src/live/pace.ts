/**
 * How often pages look again, in milliseconds. While events come, they say when to look; then looking is for what no
 * event tells, and for a stream that fell silent. A tab in the background rests.
 */
let isStreaming = false;

export function setStreaming(next: boolean): void {
  isStreaming = next;
}

export const pace = {
  /** A run that is open, on its own page. */
  run: () => (isStreaming ? 10_000 : 1_000),
  /** Lists in which something runs. */
  active: () => (isStreaming ? 10_000 : 2_000),
  /** Lists in which nothing does. */
  list: () => (isStreaming ? 15_000 : 5_000),
  /** Pipelines: no event tells of a change. */
  pipelines: () => 5_000,
  /** Queues and workers, on their own page. */
  system: () => 2_000,
  /** The same where it is one thing among others. */
  systemSummary: () => 10_000,
  /** Due times: they change when a pipeline does, and by passing. */
  schedule: () => 60_000,
} as const;
