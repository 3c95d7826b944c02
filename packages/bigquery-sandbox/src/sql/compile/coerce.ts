/*
 * Implicit conversions: https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#coercion
 */
import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { bigOf } from "./bignumeric.ts";
import { castSql } from "./casts.ts";
import { describeType, isA, isSame, numberOfRank, numberRank } from "./types.ts";
import { nullOf, type Value } from "./value.ts";

const timeTypes = ["DATE", "DATETIME", "TIME", "TIMESTAMP"];

/** How far a conversion is: 0 for none, undefined if there is none. */
export function coercionCost(from: Value, to: FieldType): number | undefined {
  if (isSame(from.type, to)) return 0;
  if (from.literal === "NULL" || from.literal === "ERROR") return 0;
  if (from.literal === "EMPTY_ARRAY") return to.kind === "array" ? 0 : undefined;
  const [fromRank, toRank] = [numberRank(from.type), numberRank(to)];
  if (fromRank >= 0 && toRank > fromRank) return toRank - fromRank;
  if (from.literal === "FLOAT" && toRank > 0) return 2;
  const isText = from.literal === "STRING" || (from.literal === "PARAMETER" && isA(from.type, "STRING"));
  if (isText && isA(to, ...timeTypes)) return 4;
  if (isA(from.type, "DATE") && isA(to, "DATETIME")) return 1;
  return structCost(from, to);
}

/** STRUCTs coerce field by field, whatever their fields' names. */
function structCost(from: Value, to: FieldType): number | undefined {
  if (from.type.kind !== "struct" || to.kind !== "struct" || from.type.fields.length !== to.fields.length)
    return undefined;
  const areSame = from.type.fields.every((field, index) => canWiden(field.type, to.fields[index]!.type));
  return areSame ? 1 : undefined;
}

function canWiden(from: FieldType, to: FieldType): boolean {
  return isSame(from, to) || (numberRank(from) >= 0 && numberRank(to) > numberRank(from));
}

/** The value as another type; undefined if it does not coerce. */
export function coerce(from: Value, to: FieldType): Value | undefined {
  if (isSame(from.type, to) && from.literal !== "NULL") return from;
  if (coercionCost(from, to) === undefined) return undefined;
  // Never reached at run time: only its type matters.
  if (from.literal === "ERROR") return { sql: `CAST(CAST(${from.sql} AS VARCHAR) AS ${duckdbTypeOf(to)})`, type: to };
  if (from.literal === "NULL" || from.literal === "EMPTY_ARRAY") {
    return {
      sql: from.literal === "NULL" ? nullOf(to) : `CAST([] AS ${duckdbTypeOf(to)})`,
      type: to,
      literal: from.literal,
    };
  }
  if (from.constant !== undefined && numberRank(to) >= 0)
    return { ...numberLiteral(from.constant, to), literal: from.literal };
  return { sql: castSql(from, to), type: to };
}

/** A number in any numeric type, exactly as it is written. */
export function numberLiteral(digits: string, type: FieldType): Value {
  if (isA(type, "BIGNUMERIC"))
    return { sql: bigOf(`bq_number_parse('${digits}', 'BIGNUMERIC')`), type, constant: digits };
  if (isA(type, "NUMERIC"))
    return { sql: `CAST(bq_number_parse('${digits}', 'NUMERIC') AS DECIMAL(38, 9))`, type, constant: digits };
  return { sql: `CAST('${digits}' AS ${duckdbTypeOf(type)})`, type, constant: digits };
}

/** The type that all of these coerce to; undefined if there is none. NULL fits every type. */
export function commonType(values: readonly Value[]): FieldType | undefined {
  const typed = values.filter(({ literal }) => literal !== "NULL" && literal !== "ERROR" && literal !== "EMPTY_ARRAY");
  // A literal adapts to the others.
  const firm = typed.filter(({ literal }) => literal === undefined);
  const candidates = [...firm, ...typed].map(({ type }) => type);
  const [first] = candidates;
  if (first === undefined) return values.find(({ literal }) => literal === "EMPTY_ARRAY")?.type ?? values[0]?.type;
  const ranks = candidates.map(numberRank);
  if (ranks.every((rank) => rank >= 0)) return commonNumber(typed);
  return candidates.find((type) => typed.every((one) => coercionCost(one, type) !== undefined));
}

function commonNumber(values: readonly Value[]): FieldType {
  const firm = values.filter(({ literal }) => literal !== "FLOAT");
  const widest = Math.max(...firm.map(({ type }) => numberRank(type)), -1);
  // A FLOAT64 literal becomes NUMERIC beside one, but not INT64.
  const hasFloat = firm.length < values.length;
  return numberOfRank(hasFloat && widest < 1 ? 3 : widest);
}

/** All values as their common type; undefined if they have none. */
export function coerceAll(values: readonly Value[]): { type: FieldType; values: Value[] } | undefined {
  const type = commonType(values);
  if (type === undefined) return undefined;
  const converted = values.map((one) => coerce(one, type));
  if (converted.some((one) => one === undefined)) return undefined;
  return { type, values: converted as Value[] };
}

/** `INT64, STRING`, as messages list arguments. */
export function describeTypes(values: readonly Value[]): string {
  return values.map((one) => (one.literal === "NULL" ? "NULL" : describeType(one.type))).join(", ");
}
