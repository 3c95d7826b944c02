import type { ColumnMapping } from "../api/types.ts";

/** Limit of named columns; the others are counted. */
const maxNamed = 6;

type Rule = Required<Omit<ColumnMapping, "source">>;

/** A verb for each option of a column, and the text after the column's name. */
const sentences: {
  readonly [Option in keyof Rule]: readonly [verb: string, words: (value: Rule[Option]) => string];
} = {
  exclude: ["Excludes", () => ""],
  name: ["Renames", (name) => ` to ${name}`],
  cast: ["Casts", (type) => ` to ${type}`],
  mask: ["Masks", (mask) => ` ${describeMask(mask)}`],
  as: ["Writes", (shape) => ` as ${shapes[shape]}`],
};

/** The mapping of the columns, in sentences. */
export function describeMapping(columns: readonly ColumnMapping[]): string {
  return Object.entries(sentences)
    .flatMap(([option, [verb, words]]) => {
      const named = columns.flatMap((column) => {
        const value = column[option as keyof Rule];
        return value === undefined || value === false ? [] : [`${column.source}${words(value as never)}`];
      });
      return list(verb, named);
    })
    .join(" ");
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
