/**
 * BigQuery's types under the legacy names that REST schemas use (INTEGER, not INT64).
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema
 */
export type ScalarName =
  | "INTEGER"
  | "FLOAT"
  | "NUMERIC"
  | "BIGNUMERIC"
  | "BOOLEAN"
  | "STRING"
  | "BYTES"
  | "DATE"
  | "DATETIME"
  | "TIME"
  | "TIMESTAMP"
  | "JSON"
  | "GEOGRAPHY"
  | "INTERVAL";

/** Element types of a RANGE. */
export type RangeElement = "DATE" | "DATETIME" | "TIMESTAMP";

/** The type of a value, including nested types. */
export type FieldType =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "range"; readonly element: RangeElement }
  | { readonly kind: "struct"; readonly fields: readonly Field[] }
  | { readonly kind: "array"; readonly element: FieldType };

/** A named value: a column, or a field of a STRUCT. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** What a table's schema says besides: description, limits of length and digits, policy tags. */
  readonly more?: FieldProperties;
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface FieldProperties {
  readonly description?: string | undefined;
  readonly maxLength?: string | undefined;
  readonly precision?: string | undefined;
  readonly scale?: string | undefined;
  readonly policyTags?: object | undefined;
}

/** One entry of `schema.fields` on the wire. */
export interface FieldSchema extends FieldProperties {
  readonly name: string;
  readonly type: string;
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  readonly fields?: readonly FieldSchema[];
  readonly rangeElementType?: { readonly type: RangeElement };
}

/** The `schema` of a table or a result in REST's format. */
export function toTableSchema(fields: readonly Field[]): { fields: FieldSchema[] } {
  return { fields: fields.map(toFieldSchema) };
}

function toFieldSchema(field: Field): FieldSchema {
  if (field.type.kind === "array") {
    return { ...typeSchema(field.name, field.type.element), mode: "REPEATED", ...field.more };
  }
  return { ...typeSchema(field.name, field.type), mode: field.required ? "REQUIRED" : "NULLABLE", ...field.more };
}

function typeSchema(name: string, type: FieldType): Omit<FieldSchema, "mode"> {
  if (type.kind === "scalar") return { name, type: type.name };
  if (type.kind === "range") return { name, type: "RANGE", rangeElementType: { type: type.element } };
  if (type.kind === "struct") return { name, type: "RECORD", fields: type.fields.map(toFieldSchema) };
  throw new Error(`Field ${name} is an array of arrays, which BigQuery does not have`);
}
