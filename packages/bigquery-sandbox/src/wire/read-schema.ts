import * as z from "zod";

import { invalid, notImplemented } from "../errors.ts";
import type { Field, FieldType, RangeElement, ScalarName } from "./field-type.ts";

const int64Text = z.union([z.string(), z.number()]).transform(String);

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
const fieldSchema = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.string().nullish(),
  get fields() {
    return z.array(fieldSchema).nullish();
  },
  description: z.string().nullish(),
  maxLength: int64Text.nullish(),
  precision: int64Text.nullish(),
  scale: int64Text.nullish(),
  policyTags: z.object({ names: z.array(z.string()).optional() }).nullish(),
  rangeElementType: z.object({ type: z.string() }).nullish(),
  defaultValueExpression: z.string().nullish(),
  collation: z.string().nullish(),
});

/** The `schema` of a request. */
export const tableSchema = z.object({ fields: z.array(fieldSchema).optional() });

type RestField = z.infer<typeof fieldSchema>;

const SCALAR_NAMES: Readonly<Record<string, ScalarName>> = {
  INTEGER: "INTEGER",
  INT64: "INTEGER",
  FLOAT: "FLOAT",
  FLOAT64: "FLOAT",
  NUMERIC: "NUMERIC",
  DECIMAL: "NUMERIC",
  BIGNUMERIC: "BIGNUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
  BOOLEAN: "BOOLEAN",
  BOOL: "BOOLEAN",
  STRING: "STRING",
  BYTES: "BYTES",
  DATE: "DATE",
  DATETIME: "DATETIME",
  TIME: "TIME",
  TIMESTAMP: "TIMESTAMP",
  JSON: "JSON",
  GEOGRAPHY: "GEOGRAPHY",
  INTERVAL: "INTERVAL",
};

/** The scalar type of this name, in either of BigQuery's spellings (INTEGER, INT64). */
export function scalarNameOf(name: string): ScalarName | undefined {
  return SCALAR_NAMES[name.toUpperCase()];
}

/** The columns of a request's schema; refuses what a table cannot have. */
export function readSchema(schema: z.infer<typeof tableSchema> | null | undefined): Field[] {
  return checkNames((schema?.fields ?? []).map((field) => readField(field, [])));
}

/** Names are unique in any case. https://cloud.google.com/bigquery/docs/schemas#column_names */
export function checkNames(fields: Field[]): Field[] {
  const lower = fields.map(({ name }) => name.toLowerCase());
  const repeated = fields.find(({ name }, index) => lower.indexOf(name.toLowerCase()) !== index);
  if (repeated !== undefined) throw invalid(`Duplicate field name ${repeated.name} in the schema.`);
  const wrong = fields.find(({ name }) => !/^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd} &%=+:'<>#|]{1,300}$/u.test(name));
  if (wrong !== undefined) throw invalid(`Invalid field name "${wrong.name}".`);
  const reserved = fields.find(({ name }) => RESERVED_PREFIXES.test(name));
  if (reserved !== undefined) throw invalid(`Invalid field name "${reserved.name}". Its prefix is reserved.`);
  return fields;
}

/** https://cloud.google.com/bigquery/docs/schemas#column_names */
const RESERVED_PREFIXES = /^(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER)/i;

function readField(field: RestField, parents: readonly string[]): Field {
  const path = [...parents, field.name];
  const mode = (field.mode ?? "NULLABLE").toUpperCase();
  if (!["NULLABLE", "REQUIRED", "REPEATED"].includes(mode)) {
    throw invalid(`Invalid mode ${mode} for field ${path.join(".")}.`);
  }
  if (field.defaultValueExpression) throw notImplemented(`default values, which field ${path.join(".")} has`);
  if (field.collation) throw notImplemented(`collations, which field ${path.join(".")} has`);
  const type = readType(field, path);
  const { description, maxLength, precision, scale, policyTags } = field;
  const more = Object.entries({ description, maxLength, precision, scale, policyTags }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return {
    name: field.name,
    type: mode === "REPEATED" ? { kind: "array", element: type } : type,
    required: mode === "REQUIRED",
    ...(more.length > 0 ? { more: Object.fromEntries(more) } : {}),
  };
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_decimal_type */
const DECIMAL_DIGITS: Readonly<Record<string, { readonly whole: number; readonly scale: number }>> = {
  NUMERIC: { whole: 29, scale: 9 },
  BIGNUMERIC: { whole: 38, scale: 38 },
};

/** Refuses digits that NUMERIC and BIGNUMERIC cannot have. */
export function checkDigits(
  type: string,
  precision: string | null | undefined,
  scale: string | null | undefined,
): void {
  const limit = DECIMAL_DIGITS[type];
  if (limit === undefined || precision == null) return;
  const [digits, fraction] = [Number(precision), Number(scale ?? 0)];
  if (fraction < 0 || fraction > limit.scale)
    throw invalid(`In ${type}(P, S), S must be between 0 and ${limit.scale}: ${fraction}`);
  const [least, most] = [Math.max(1, fraction), fraction + limit.whole];
  if (digits < least || digits > most)
    throw invalid(`In ${type}(P, ${fraction}), P must be between ${least} and ${most}: ${digits}`);
}

function readType(field: RestField, path: readonly string[]): FieldType {
  const upper = field.type.toUpperCase();
  const label = path.join(".");
  if (upper === "RECORD" || upper === "STRUCT") {
    if (!field.fields?.length) throw invalid(`Field ${label} is type RECORD but has no schema`);
    if (field.policyTags?.names?.length) throw invalid(`Field ${label} is type RECORD and cannot have policy tags`);
    return { kind: "struct", fields: checkNames(field.fields.map((inner) => readField(inner, path))) };
  }
  if (upper === "RANGE") {
    const element = findRangeElement(field.rangeElementType?.type ?? "");
    if (element !== undefined) return { kind: "range", element };
    throw invalid(`Field ${label} is type RANGE and needs a rangeElementType of DATE, DATETIME or TIMESTAMP`);
  }
  const name = scalarNameOf(upper);
  if (name === undefined) throw invalid(`Invalid value for type: ${field.type} is not a valid value`);
  checkDigits(name, field.precision, field.scale);
  return { kind: "scalar", name };
}

/** The element type of a RANGE with this name; undefined for none. */
export function findRangeElement(type: string): RangeElement | undefined {
  const upper = type.toUpperCase();
  return upper === "DATE" || upper === "DATETIME" || upper === "TIMESTAMP" ? upper : undefined;
}
