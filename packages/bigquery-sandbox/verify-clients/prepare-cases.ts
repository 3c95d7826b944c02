import { readFileSync } from "node:fs";

import type { FieldSchema } from "../src/wire/field-type.ts";

type Value = string | null | readonly Value[] | { readonly [name: string]: Value };

interface Cases {
  readonly columns: readonly {
    readonly field: FieldSchema;
    readonly sent: readonly unknown[];
    readonly read: readonly Value[];
  }[];
  readonly sample: {
    readonly dataset: string;
    readonly table: string;
    readonly rows: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  };
  readonly sampleTables: Readonly<Record<string, number>>;
}

/**
 * The cases, with values as the programs write them: a FLOAT as its bits, an INTERVAL in months, days and microseconds. Other values
 * are in Google's canonical text: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types
 */
export function prepareCases(): object {
  const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8")) as Cases;
  const columns = cases.columns.map(({ field, sent, read }) => ({
    field,
    sent,
    read: read.map((value) => toComparable(value, field.type)),
  }));
  const rows = Object.entries(cases.sample.rows).map(([id, row]) => [
    id,
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, toComparable(value, sampleTypes[name] ?? "")]),
    ),
  ]);
  return { ...cases, columns, sample: { ...cases.sample, rows: Object.fromEntries(rows) as object } };
}

/** Types of the sample's columns whose values programs write otherwise than Google's canonical text. */
const sampleTypes: Readonly<Record<string, string>> = {
  float64: "FLOAT",
  interval: "INTERVAL",
  struct_array: "STRUCTS",
};

function toComparable(value: Value, type: string): Value {
  if (type === "STRUCTS" && Array.isArray(value)) {
    return (value as readonly { readonly n: Value }[]).map((item) => ({
      ...item,
      n: toComparable(item.n, "FLOAT"),
    })) as Value;
  }
  if (typeof value !== "string") return value;
  if (type === "FLOAT") return bitsOf(Number(value));
  return type === "INTERVAL" ? partsOf(value) : value;
}

function bitsOf(value: number): string {
  if (Number.isNaN(value)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

function partsOf(text: string): string {
  const [, sign, years, months, days, clockSign, hours, minutes, seconds, fraction = ""] =
    /^(-?)(\d+)-(\d+) (-?\d+) (-?)(\d+):(\d+):(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const monthCount = Number(years) * 12 + Number(months);
  const micros =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(fraction.padEnd(6, "0"));
  return `${sign === "-" ? -monthCount : monthCount} months ${days} days ${clockSign === "-" ? -micros : micros} us`;
}
