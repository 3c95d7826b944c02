/**
 * Polling intervals of the pages, in milliseconds. While events arrive, they trigger reads; polling then finds changes
 * without an event, and a stream that fell silent. A background tab does not poll.
 */
let isStreaming = false;

export function setStreaming(next: boolean): void {
  isStreaming = next;
}

export const pace = {
  /** An open run, on its own page. */
  run: () => (isStreaming ? 10_000 : 1_000),
  /** Lists with an open run. */
  active: () => (isStreaming ? 10_000 : 2_000),
  /** Lists without one. */
  list: () => (isStreaming ? 15_000 : 5_000),
  /** Pipelines: their changes have no event. */
  pipelines: () => 5_000,
  /** Queues and workers, on their own page. */
  system: () => 2_000,
  /** Queues and workers, on other pages. */
  systemSummary: () => 10_000,
  /** Due times: they change with the pipeline and with time. */
  schedule: () => 60_000,
} as const;
