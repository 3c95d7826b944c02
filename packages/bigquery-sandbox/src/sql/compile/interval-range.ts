/*
 * Intervals of several parts: [sign]Y-M [sign]D [sign]H:M:S[.F], from one part to another.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#interval_literal_range
 */

/** Parts in their order; each group has one sign. */
const groups = [
  { parts: ["YEAR", "MONTH"], separator: "-" },
  { parts: ["DAY"], separator: "" },
  { parts: ["HOUR", "MINUTE", "SECOND"], separator: ":" },
] as const;
const order: readonly string[] = groups.flatMap(({ parts }) => parts);

/** What DuckDB's INTERVAL consists of. */
export interface IntervalParts {
  readonly months: number;
  readonly days: number;
  readonly microseconds: bigint;
}

/** The interval that the text means; undefined if it is not written so, or the parts are not in their order. */
export function parseIntervalRange(text: string, from: string, to: string): IntervalParts | undefined {
  const [first, last] = [order.indexOf(from), order.indexOf(to)];
  if (first < 0 || last <= first) return undefined;
  const wanted = new Set(order.slice(first, last + 1));
  const pattern = groups.flatMap(({ parts, separator }) => {
    const written = parts.filter((part) => wanted.has(part)).map(digitsOf);
    return written.length === 0 ? [] : [String.raw`(?<${parts[0]}_SIGN>[+-]?)${written.join(separator)}`];
  });
  const found = new RegExp(`^${pattern.join(" ")}$`).exec(text)?.groups;
  if (found === undefined) return undefined;
  const number = (part: string): number => Number(found[part] ?? 0);
  const sign = (part: string): number => (found[`${part}_SIGN`] === "-" ? -1 : 1);
  const seconds = (number("HOUR") * 60 + number("MINUTE")) * 60 + number("SECOND");
  const fraction = BigInt((found["FRACTION"] ?? "").padEnd(6, "0"));
  return {
    months: sign("YEAR") * (number("YEAR") * 12 + number("MONTH")),
    days: sign("DAY") * number("DAY"),
    microseconds: BigInt(sign("HOUR")) * (BigInt(seconds) * 1_000_000n + fraction),
  };
}

function digitsOf(part: string): string {
  return String.raw`(?<${part}>\d+)${part === "SECOND" ? String.raw`(?:\.(?<FRACTION>\d{1,6}))?` : ""}`;
}
