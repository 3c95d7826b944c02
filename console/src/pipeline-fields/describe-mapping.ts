import type { ColumnMapping } from "../api/types.ts";

/** Columns that are named; the others are counted. */
const maxNamed = 6;

/** The mapping of the columns, in sentences. */
export function describeMapping(columns: readonly ColumnMapping[]): string {
  return [
    ...list(
      "Excludes",
      columns.flatMap(({ source, exclude }) => (exclude ? [source] : [])),
    ),
    ...list(
      "Renames",
      columns.flatMap(({ source, name }) => (name ? [`${source} to ${name}`] : [])),
    ),
    ...list(
      "Casts",
      columns.flatMap(({ source, cast }) => (cast ? [`${source} to ${cast}`] : [])),
    ),
    ...list(
      "Masks",
      columns.flatMap(({ source, mask }) => (mask ? [`${source} ${describeMask(mask)}`] : [])),
    ),
    ...list(
      "Writes",
      columns.flatMap(({ source, as }) => (as ? [`${source} as ${shapes[as]}`] : [])),
    ),
  ].join(" ");
}

const shapes: Readonly<Record<NonNullable<ColumnMapping["as"]>, string>> = {
  jsonb: "jsonb",
  flatten: "a column for each field",
  native: "an array",
};

function describeMask(mask: NonNullable<ColumnMapping["mask"]>): string {
  switch (mask.method) {
    case "sha256":
      return mask.salted ? "by salted SHA-256" : "by SHA-256";
    case "hmac":
      return "by HMAC";
    case "redact":
      return mask.replacement === undefined ? "as NULL" : `as “${mask.replacement}”`;
    case "partial": {
      const { keep_first: first = 0, keep_last: last = 0 } = mask;
      const kept = [first > 0 && `the first ${first}`, last > 0 && `the last ${last}`].filter(Boolean).join(" and ");
      return `except ${kept} characters`;
    }
  }
  return mask satisfies never;
}

function list(verb: string, columns: readonly string[]): string[] {
  if (columns.length === 0) return [];
  const rest = columns.length - maxNamed;
  return [`${verb} ${columns.slice(0, maxNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`];
}
