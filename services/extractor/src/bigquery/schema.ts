import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface FieldSchema {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly FieldSchema[];
  readonly rangeElementType?: { readonly type: string };
}

/** REST speaks the old names. */
const standardNames: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
  RECORD: "STRUCT",
  DECIMAL: "NUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
};

const knownTypes = new Set([
  "INT64",
  "FLOAT64",
  "NUMERIC",
  "BIGNUMERIC",
  "BOOL",
  "STRING",
  "BYTES",
  "DATE",
  "DATETIME",
  "TIME",
  "TIMESTAMP",
  "JSON",
  "GEOGRAPHY",
  "INTERVAL",
  "RANGE",
  "STRUCT",
]);

/** @throws PipelineError `source_type_unsupported` for a type that did not exist when this was written. */
export function toColumn(field: FieldSchema): Column {
  const type = standardNames[field.type] ?? field.type;
  if (!knownTypes.has(type)) {
    throw new PipelineError("source_type_unsupported", `column "${field.name}" has the unknown type ${field.type}`);
  }
  return {
    name: field.name,
    type,
    repeated: field.mode === "REPEATED",
    required: field.mode === "REQUIRED",
    fields: (field.fields ?? []).map(toColumn),
    rangeElementType: field.rangeElementType?.type ?? "",
  };
}
