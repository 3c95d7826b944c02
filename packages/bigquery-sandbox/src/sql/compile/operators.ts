/*
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/operators
 */
import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { bigArithmetic, bigOf, bigText } from "./bignumeric.ts";
import { coerce, coerceAll, describeTypes } from "./coerce.ts";
import type { Context } from "./context.ts";
import { floatArithmetic, floatDivision, floatNegation, operandOf } from "./float-overflow.ts";
import { describeType, isA, isGroupable, isOrderable, numberRank, scalar } from "./types.ts";
import { type Value, value } from "./value.ts";

/** A binary operator's result; throws BigQuery's error for other types. */
export function binary(context: Context, operator: string, left: Value, right: Value, at: number): Value {
  const result = compute(operator, left, right);
  if (result !== undefined) return result;
  const types = describeTypes([left, right]);
  throw context.error(
    `No matching signature for operator ${operator === "<>" ? "!=" : operator} for argument types: ${types}`,
    at,
  );
}

function compute(operator: string, left: Value, right: Value): Value | undefined {
  switch (operator) {
    case "AND":
    case "OR":
      return logical(operator, left, right);
    case "||":
      return concatenate(left, right);
    case "|":
    case "&":
    case "^":
      return bitwise(operator, left, right);
    case "<<":
    case ">>":
      return shift(operator, left, right);
    case "+":
    case "-":
    case "*":
    case "/":
      return timeArithmetic(operator, left, right) ?? arithmetic(operator, left, right);
    default:
      return compare(operator, left, right);
  }
}

function logical(operator: string, left: Value, right: Value): Value | undefined {
  const bool = scalar("BOOL");
  const [one, other] = [coerce(left, bool), coerce(right, bool)];
  return one && other && value(`(${one.sql} ${operator} ${other.sql})`, bool);
}

function concatenate(left: Value, right: Value): Value | undefined {
  const both = coerceAll([left, right]);
  if (both === undefined) return undefined;
  const isNull = left.literal === "NULL" && right.literal === "NULL";
  if (!isNull && !isA(both.type, "STRING", "BYTES") && both.type.kind !== "array") return undefined;
  const [one, other] = both.values as [Value, Value];
  // DuckDB forgets the type where one side is a NULL.
  return value(`CAST(${one.sql} || ${other.sql} AS ${duckdbTypeOf(both.type)})`, both.type);
}

function bitwise(operator: string, left: Value, right: Value): Value | undefined {
  const both = coerceAll([left, right]);
  if (both === undefined || !isA(both.type, "INT64")) return undefined;
  const [one, other] = both.values as [Value, Value];
  return value(operator === "^" ? `xor(${one.sql}, ${other.sql})` : `(${one.sql} ${operator} ${other.sql})`, both.type);
}

/** A shift by 64 or more gives 0, and bits fall off without an error. */
function shift(operator: string, left: Value, right: Value): Value | undefined {
  if (!isA(left.type, "INT64") || !isA(right.type, "INT64")) return undefined;
  return value(`${operator === "<<" ? "bq_shift_left" : "bq_shift_right"}(${left.sql}, ${right.sql})`, left.type);
}

/** Numbers of the types that this operator takes: `/` has none for INT64. */
function arithmetic(operator: string, left: Value, right: Value): Value | undefined {
  const both = coerceAll([left, right]);
  const rank = both === undefined ? -1 : numberRank(both.type);
  if (both === undefined || rank < 0) return undefined;
  if (isA(both.type, "FLOAT64")) return onFloats(operator, both.values as [Value, Value], [left, right]);
  if (operator !== "/" || rank > 0) return onNumbers(operator, both.values as [Value, Value], both.type);
  return onFloats(operator, both.values.map((one) => coerce(one, scalar("FLOAT64"))) as [Value, Value], [left, right]);
}

function onNumbers(operator: string, [left, right]: [Value, Value], type: FieldType): Value {
  if (isA(type, "BIGNUMERIC")) return value(bigArithmetic(operator, left.sql, right.sql), type);
  if (isA(type, "NUMERIC") && (operator === "*" || operator === "/")) {
    const text = `bq_number('${operator}', bq_numeric_text(${left.sql}), bq_numeric_text(${right.sql}), 'NUMERIC')`;
    return value(`CAST(${text} AS DECIMAL(38, 9))`, type);
  }
  return value(`(${left.sql} ${operator} ${right.sql})`, type);
}

/** @param originals the operands before they were coerced to FLOAT64 */
function onFloats(operator: string, [left, right]: [Value, Value], originals: [Value, Value]): Value {
  const [x, y] = [operandOf(left, originals[0]), operandOf(right, originals[1])];
  return operator === "/" ? floatDivision(x, y, right.sql) : floatArithmetic(operator, x, y);
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#interval_arithmetic_operators */
function scaleInterval(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === "*" && isA(right.type, "INTERVAL")) return scaleInterval(operator, right, left);
  if (!isA(left.type, "INTERVAL") || !isA(right.type, "INT64") || (operator !== "*" && operator !== "/"))
    return undefined;
  return value(
    `${operator === "*" ? "bq_interval_multiply" : "bq_interval_divide"}(${left.sql}, ${right.sql})`,
    left.type,
  );
}

/** DATE and days; times and INTERVALs. */
function timeArithmetic(operator: string, left: Value, right: Value): Value | undefined {
  if (
    operator === "+" &&
    isA(right.type, "DATE", "DATETIME", "TIMESTAMP") &&
    !isA(left.type, "DATE", "DATETIME", "TIMESTAMP")
  ) {
    return timeArithmetic(operator, right, left);
  }
  if (isA(left.type, "DATE") && isA(right.type, "INT64") && right.literal !== "NULL") {
    return value(`bq_valid_date(${left.sql} ${operator} CAST(${right.sql} AS INTEGER))`, left.type);
  }
  const scaled = scaleInterval(operator, left, right);
  if (scaled !== undefined) return scaled;
  if (isA(right.type, "INTERVAL") && (operator === "+" || operator === "-")) return addInterval(operator, left, right);
  if (operator === "-" && isA(left.type, "DATE", "DATETIME", "TIMESTAMP") && isA(right.type, describeType(left.type))) {
    const unit = isA(left.type, "DATE") ? `to_days(CAST(${left.sql} - ${right.sql} AS INTEGER))` : undefined;
    const micros = `to_microseconds(epoch_us(${left.sql}) - epoch_us(${right.sql}))`;
    return value(unit ?? micros, scalar("INTERVAL"));
  }
  return undefined;
}

function addInterval(operator: string, left: Value, right: Value): Value | undefined {
  const sum = `${left.sql} ${operator} ${right.sql}`;
  if (isA(left.type, "DATE", "DATETIME")) return value(`bq_valid_datetime(${sum})`, scalar("DATETIME"));
  if (isA(left.type, "TIMESTAMP")) return value(`bq_valid_timestamp(${sum})`, left.type);
  return isA(left.type, "INTERVAL") ? value(`(${sum})`, left.type) : undefined;
}

const comparisons = new Set(["=", "!=", "<>", "<", ">", "<=", ">="]);

/** Equality and order. NaN equals nothing and is in no order. */
export function compare(operator: string, left: Value, right: Value): Value | undefined {
  const both = comparisons.has(operator) ? coerceAll([left, right]) : undefined;
  if (both === undefined) return undefined;
  const isEquality = operator === "=" || operator === "!=" || operator === "<>";
  if (both.type.kind === "array" || !(isEquality ? isGroupable(both.type) : isOrderable(both.type))) return undefined;
  const [one, other] = both.values.map((side) => comparable(side)) as [string, string];
  const plain = `(${one} ${operator} ${other})`;
  if (!isA(both.type, "FLOAT64")) return value(plain, scalar("BOOL"));
  const checked = both.values.filter(({ constant }) => constant === undefined).map(({ sql }) => sql);
  if (checked.length === 0) return value(plain, scalar("BOOL"));
  const isNan = checked.map((sql) => `isnan(${sql})`).join(" OR ");
  const unordered = operator === "!=" || operator === "<>" ? "TRUE" : "FALSE";
  const otherwise =
    checked.length === 1
      ? plain
      : `CASE WHEN (${isNan}) AND ${one} IS NOT NULL AND ${other} IS NOT NULL THEN ${unordered} ELSE ${plain} END`;
  return value(
    checked.length === 1 ? `CASE WHEN ${isNan} THEN ${unordered} ELSE ${plain} END` : `(${otherwise})`,
    scalar("BOOL"),
  );
}

/** SQL that compares as the value does: BIGNUMERIC is text in DuckDB. */
export function comparable({ sql, type }: Value): string {
  return isA(type, "BIGNUMERIC") ? `bq_number_key(${bigText(sql)})` : sql;
}

export function unary(context: Context, operator: "+" | "-" | "~" | "NOT", of: Value, at: number): Value {
  if (operator === "NOT") {
    const bool = coerce(of, scalar("BOOL"));
    if (bool !== undefined) return value(`(NOT ${bool.sql})`, bool.type);
  }
  const rank = numberRank(of.type);
  if (operator === "~" && rank === 0) return value(`(~${of.sql})`, of.type);
  if (operator === "+" && rank >= 0) return of;
  if (operator === "-" && rank >= 0) return negate(of);
  if (operator === "-" && isA(of.type, "INTERVAL")) return value(`(-${of.sql})`, of.type);
  throw context.error(`No matching signature for operator ${operator} for argument types: ${describeTypes([of])}`, at);
}

function negate(of: Value): Value {
  if (isA(of.type, "BIGNUMERIC")) {
    return value(bigOf(`bq_number('-', '0', ${bigText(of.sql)}, 'BIGNUMERIC')`), of.type);
  }
  if (isA(of.type, "FLOAT64")) return floatNegation(operandOf(of, of));
  return value(`(-${of.sql})`, of.type);
}

/** `NULL` in a boolean's place is an error only where the type differs. */
export function asBool(context: Context, of: Value, clause: string, at: number): string {
  const bool = coerce(of, scalar("BOOL"));
  if (bool !== undefined) return bool.sql;
  throw context.error(`${clause} should return type BOOL, but returns ${describeType(of.type)}`, at);
}
