import type { FieldType, ScalarName } from "./field-type.ts";

const SQL_NAMES: Partial<Record<ScalarName, string>> = { INTEGER: "INT64", FLOAT: "FLOAT64", BOOLEAN: "BOOL" };

/** The type as GoogleSQL writes it: `ARRAY<STRUCT<a INT64>>`. */
export function sqlTypeName(type: FieldType): string {
  if (type.kind === "scalar") return SQL_NAMES[type.name] ?? type.name;
  if (type.kind === "array") return `ARRAY<${sqlTypeName(type.element)}>`;
  if (type.kind === "range") return `RANGE<${type.element}>`;
  return `STRUCT<${type.fields.map((field) => `${field.name} ${sqlTypeName(field.type)}`).join(", ")}>`;
}
