/* Detects types of values. https://cloud.google.com/bigquery/docs/schema-detect */
import type { Field, FieldType, ScalarName } from "../wire/field-type.ts";
import { JsonNumber } from "./raw-json.ts";
import type { CsvValue } from "./csv.ts";

/** Rows that are looked at: BigQuery scans up to 500. */
const MAX_ROWS = 500;

const PATTERNS: readonly (readonly [ScalarName, RegExp])[] = [
  ["BOOLEAN", /^(true|false)$/i],
  ["INTEGER", /^[+-]?\d{1,18}$/],
  ["FLOAT", /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i],
  ["DATE", /^\d{4}-\d{1,2}-\d{1,2}$/],
  ["TIME", /^\d{1,2}:\d{2}:\d{2}(\.\d{1,6})?$/],
  ["DATETIME", /^\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}(\.\d{1,6})?$/],
  ["TIMESTAMP", /^\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}:\d{2}(\.\d{1,6})? ?(Z|UTC|[+-]\d{1,2}(:?\d{2})?)$/i],
];

/** The columns of JSON rows, in the order in which they first appear. */
export function detectJson(rows: readonly unknown[]): Field[] {
  const values = new Map<string, unknown[]>();
  for (const row of rows.slice(0, MAX_ROWS)) {
    if (typeof row !== "object" || row === null) continue;
    for (const [name, value] of Object.entries(row)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  return [...values].map(([name, found]) => ({ name, type: typeOfJson(found), required: false }));
}

function typeOfJson(values: readonly unknown[]): FieldType {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.some((value) => Array.isArray(value))) return { kind: "array", element: typeOfJson(present.flat()) };
  if (present.some((value) => typeof value === "object" && !(value instanceof JsonNumber))) {
    return { kind: "struct", fields: detectJson(present) };
  }
  const texts = present.map((value) => (value instanceof JsonNumber ? value.text : String(value as string | boolean)));
  return { kind: "scalar", name: typeOfTexts(texts) };
}

/** The columns of CSV rows, and whether the first row has their names. */
export function detectCsv(
  rows: readonly CsvValue[][],
  isHeader: boolean | undefined,
): { fields: Field[]; hasHeader: boolean } {
  const [first = [], ...others] = rows.slice(0, MAX_ROWS);
  const typesOf = (some: readonly CsvValue[][]) =>
    first.map((_, index) => {
      return typeOfTexts(
        some.flatMap((row) => (row[index] === undefined || row[index].text === "" ? [] : [row[index].text])),
      );
    });
  // A first row of names differs from the others in type.
  const own = typesOf([first]);
  const other = typesOf(others);
  const looksLikeHeader = own.every((name) => name === "STRING") && other.some((name) => name !== "STRING");
  const hasHeader = isHeader ?? looksLikeHeader;
  const types = hasHeader ? other : typesOf([first, ...others]);
  const fields = types.map((name, index) => {
    const header = first[index]?.text.trim().replaceAll(/[^\p{L}\p{N}_]/gu, "_") ?? "";
    return {
      name: hasHeader && header !== "" ? header : `${toFieldPrefix(name)}_field_${index}`,
      type: { kind: "scalar", name } as const,
      required: false,
    };
  });
  return { fields, hasHeader };
}

function toFieldPrefix(name: ScalarName): string {
  return name === "INTEGER" ? "int64" : name === "FLOAT" ? "double" : name === "BOOLEAN" ? "bool" : name.toLowerCase();
}

function typeOfTexts(texts: readonly string[]): ScalarName {
  if (texts.length === 0) return "STRING";
  const found = PATTERNS.find(([, pattern]) => texts.every((text) => pattern.test(text)));
  return found?.[0] ?? "STRING";
}
