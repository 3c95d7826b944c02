import type { ColumnMapping } from "../../api/types.ts";
import type { Draft } from "./draft.ts";

/** Columns that are named; the others are counted. */
const maxNamed = 6;

/** What becomes of the columns, in sentences. */
export function describeMapping(draft: Draft): string[] {
  const { columns, structs, arrays, geography } = draft;
  const left = columns.filter(({ exclude }) => exclude === true).map(({ source }) => source);
  const renamed = columns.flatMap(({ source, name }) => (name ? [`${source} to ${name}`] : []));
  const cast = columns.flatMap(({ source, cast: type }) => (type ? [`${source} to ${type}`] : []));
  const shaped = columns.flatMap(({ source, as }) => (as ? [`${source} as ${shapes[as]}`] : []));
  const masked = columns.flatMap((column) => (column.mask ? [`${column.source} ${describeMask(column.mask)}`] : []));
  const sentences = [
    ...list("Leaves out", left),
    ...list("Renames", renamed),
    ...list("Casts", cast),
    ...list("Hides", masked),
    ...list("Writes", shaped),
    structs === "flatten" ? "STRUCTs become a column for each field." : "",
    arrays === "native" ? "ARRAYs of scalars become arrays of PostgreSQL." : "",
    geography === "postgis" ? "GEOGRAPHY becomes PostGIS's geography." : "",
  ].filter((sentence) => sentence !== "");
  return sentences.length > 0 ? sentences : ["Every column under its own name."];
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
      return mask.replacement === undefined ? "as NULL" : `behind “${mask.replacement}”`;
    case "partial": {
      const { keep_first: first = 0, keep_last: last = 0 } = mask;
      const kept = [first > 0 && `the first ${first}`, last > 0 && `the last ${last}`].filter(Boolean).join(" and ");
      return `but ${kept} characters`;
    }
  }
  return mask satisfies never;
}

function list(verb: string, columns: readonly string[]): string[] {
  if (columns.length === 0) return [];
  const rest = columns.length - maxNamed;
  return [`${verb} ${columns.slice(0, maxNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`];
}
