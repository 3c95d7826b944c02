import type { Column } from "./messages.ts";

/** A column's type in BigQuery's standard SQL. */
export function toSourceType(column: Column): string {
  const { type, repeated, rangeElementType, fields } = column;
  const inner =
    type === "RANGE"
      ? `RANGE<${rangeElementType}>`
      : type === "STRUCT"
        ? `STRUCT<${fields.map((field) => `${field.name} ${toSourceType(field)}`).join(", ")}>`
        : type;
  return repeated ? `ARRAY<${inner}>` : inner;
}
