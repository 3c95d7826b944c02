/** How often pages look again, in milliseconds. A tab in the background rests. */
export const pace = {
  /** A run that is open, on its own page. */
  run: 1_000,
  /** Lists in which something runs. */
  active: 2_000,
  /** Lists in which nothing does. */
  list: 5_000,
  /** Due times: they change when a pipeline does, and by passing. */
  schedule: 60_000,
} as const;
