/** Failures by time and class, for the chart. */
import type { System } from "../../api/types.ts";

export const spans = {
  day: { text: "24 hours", slots: 24, slotMs: 3_600_000 },
  week: { text: "7 days", slots: 28, slotMs: 6 * 3_600_000 },
} as const;
export type Span = keyof typeof spans;

export interface ErrorSlot {
  /** Start of the slot, in milliseconds since the epoch. */
  readonly at: number;
  /** Runs by class, in the order of the classes. */
  readonly counts: readonly number[];
}

export interface ErrorClasses {
  /** Error codes, the most frequent first. */
  readonly classes: readonly { readonly code: string; readonly runs: number }[];
  readonly slots: readonly ErrorSlot[];
}

/** @param now milliseconds since the epoch. */
export function toErrorClasses(errors: NonNullable<System["errors"]>, span: Span, now: number): ErrorClasses {
  const { slots: count, slotMs } = spans[span];
  const last = Math.floor(now / slotMs) * slotMs;
  const first = last - (count - 1) * slotMs;
  const within = errors
    .map(({ hour, ...rest }) => ({ ...rest, slot: Math.floor((Date.parse(hour) - first) / slotMs) }))
    .filter(({ slot }) => slot >= 0 && slot < count);
  const classes = [...Map.groupBy(within, ({ error_code }) => error_code)]
    .map(([code, all]) => ({ code, runs: all.reduce((sum, { runs }) => sum + runs, 0) }))
    .toSorted((a, b) => b.runs - a.runs || a.code.localeCompare(b.code));
  const slots = Array.from({ length: count }, (_, slot) => ({
    at: first + slot * slotMs,
    counts: classes.map(({ code }) =>
      within.filter((one) => one.slot === slot && one.error_code === code).reduce((sum, { runs }) => sum + runs, 0),
    ),
  }));
  return { classes, slots };
}
