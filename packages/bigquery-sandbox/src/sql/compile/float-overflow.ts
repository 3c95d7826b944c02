/*
 * FLOAT64 of finite arguments is finite, or an error: DuckDB would give an infinity or NaN.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#floating_point_semantics
 */
import { raiseSql, type Value, value } from "./value.ts";
import { isA, scalar } from "./types.ts";

/**
 * Arithmetic whose result is not checked yet. Only the outermost operation needs a check: what overflows stays an
 * infinity or becomes NaN until then, and checks inside of checks would multiply the SQL.
 */
export interface Unchecked {
  readonly sql: string;
  /** Its operands that may be an infinity or NaN, which makes the result no error. */
  readonly operands: readonly string[];
}

/** Up to this length operands are repeated in the message. */
const maxRepeatedSql = 80;

/** A value as an operand of FLOAT64's arithmetic; `original` is what it was before it was coerced. */
export function operandOf(of: Value, original: Value): Unchecked {
  if (of.unchecked !== undefined) return of.unchecked;
  const isFinite = of.constant !== undefined || !isA(original.type, "FLOAT64");
  return { sql: of.sql, operands: isFinite ? [] : [of.sql] };
}

/** `x operator y` for `+`, `-` and `*`. */
export function floatArithmetic(operator: string, left: Unchecked, right: Unchecked): Value {
  const sql = `(${left.sql} ${operator} ${right.sql})`;
  const isShort = sql.length < maxRepeatedSql;
  const message = isShort
    ? `concat('double overflow: ', bq_float_string(${left.sql}), ' ${operator} ', bq_float_string(${right.sql}))`
    : "'double overflow'";
  return checked({ sql, operands: [...left.operands, ...right.operands] }, message);
}

/** `x / y`. The divisor is checked by itself: one that overflowed would make 0. */
export function floatDivision(left: Unchecked, right: Unchecked, divisor: string): Value {
  const isShort = left.sql.length + divisor.length < maxRepeatedSql;
  const both = `concat(bq_float_string(${left.sql}), ' / ', bq_float_string(${divisor}))`;
  const message = (what: string): string => (isShort ? `'${what}: ' || ${both}` : `'${what}'`);
  const zero = raiseSql(message("division by zero"), scalar("FLOAT64"));
  const sql = `CASE WHEN ${divisor} = 0 THEN ${zero} ELSE ${left.sql} / ${divisor} END`;
  return checked({ sql, operands: [...left.operands, ...right.operands] }, message("double overflow"));
}

/** `-x` */
export function floatNegation(of: Unchecked): Value {
  return { ...value(`(-${of.sql})`, scalar("FLOAT64")), unchecked: { ...of, sql: `(-${of.sql})` } };
}

function checked(unchecked: Unchecked, message: string): Value {
  const error = raiseSql(message, scalar("FLOAT64"));
  return { ...value(checkedFloat(unchecked.sql, unchecked.operands, error), scalar("FLOAT64")), unchecked };
}

/** SQL for a FLOAT64, and for `otherwise` where it is not finite though its operands are. */
export function checkedFloat(sql: string, operands: readonly string[], otherwise: string): string {
  const overflows = [`NOT isfinite(${sql})`, ...new Set(operands.map((operand) => `isfinite(${operand})`))];
  return `CASE WHEN ${overflows.join(" AND ")} THEN ${otherwise} ELSE ${sql} END`;
}
