/** Time spans that people type: the API's seconds in the largest unit that divides them. */
export const spanUnits = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

export type SpanUnit = (typeof spanUnits)[number][0];

export interface Span {
  readonly count: string;
  readonly unit: SpanUnit;
}

/** @param seconds a whole number as text; anything else is shown in seconds. */
export function toSpan(seconds: string): Span {
  const number = Number(seconds);
  const [unit, size] = (number > 0 && spanUnits.find(([, size]) => number % size === 0)) || (["seconds", 1] as const);
  return { count: seconds === "" || size === 1 ? seconds : String(number / size), unit };
}

export function toSeconds({ count, unit }: Span): string {
  const number = Number(count);
  const size = spanUnits.find(([one]) => one === unit)![1];
  return count.trim() === "" || Number.isNaN(number) ? count : String(Math.round(number * size));
}

/** Such as "2 hours" and "1 day". */
export function describeSpan(seconds: string): string {
  const { count, unit } = toSpan(seconds);
  return `${count} ${count === "1" ? unit.slice(0, -1) : unit}`;
}
