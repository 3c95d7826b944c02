/** One figure of a part, and the bound that it must not exceed. */
export interface Measurement {
  /** Such as `history`. */
  readonly part: string;
  readonly what: string;
  readonly value: number;
  /** Such as `ms`. */
  readonly unit: string;
  /** The most that is allowed; null: only reported. */
  readonly bound: number | null;
}

/** True for a figure beyond its bound, also for one that is no number: it was not measured. */
export function isBroken({ value, bound }: Measurement): boolean {
  return bound !== null && !(value <= bound);
}

/** One line for people. */
export function describe(measured: Measurement): string {
  const { part, what, value, unit, bound } = measured;
  const state = bound === null ? "      " : isBroken(measured) ? "BROKEN" : "holds ";
  const limit = bound === null ? "" : `  (bound ${format(bound)})`;
  return `${state} ${part}: ${what}: ${format(value)} ${unit}${limit}`;
}

function format(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
}
