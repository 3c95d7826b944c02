/* https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#literals */
import { quoteText } from "../quote.ts";
import { intervalSql, isIntervalUnit } from "../functions/date-parts.ts";
import type { Expression, LiteralType, TypeName } from "../syntax/ast.ts";
import { castSql } from "./casts.ts";
import { numberLiteral } from "./coerce.ts";
import { compileAs, type Place } from "./compile-expression.ts";
import type { Context } from "./context.ts";
import { isA, scalar, toFieldType } from "./types.ts";
import { parseIntervalRange } from "./interval-range.ts";
import { nullLiteral, type Value, value } from "./value.ts";

export function compileLiteral(context: Context, type: LiteralType, text: string, at: number): Value {
  switch (type) {
    case "NULL":
      return nullLiteral;
    case "BOOLEAN":
      return value(text, scalar("BOOL"));
    case "STRING":
      return { sql: quoteText(text), type: scalar("STRING"), literal: "STRING", constant: text };
    case "BYTES":
      return value(`from_hex('${Buffer.from(text, "latin1").toString("hex")}')`, scalar("BYTES"));
    case "FLOAT":
      if (!Number.isFinite(Number(text))) throw context.error(`Invalid floating point literal: ${text}`, at);
      return { ...numberLiteral(text, scalar("FLOAT64")), literal: "FLOAT" };
    case "INTEGER":
      return integerLiteral(context, text, at);
  }
  return type satisfies never;
}

function integerLiteral(context: Context, text: string, at: number): Value {
  const isNegative = text.startsWith("-");
  const magnitude = BigInt(isNegative ? text.slice(1) : text);
  const number = isNegative ? -magnitude : magnitude;
  if (BigInt.asIntN(64, number) !== number) throw context.error(`Invalid integer literal: ${text}`, at);
  return { ...numberLiteral(number.toString(), scalar("INT64")), literal: "INTEGER" };
}

/** `DATE '2024-02-29'`, `NUMERIC '1.5'`, `JSON '{}'`, `RANGE<DATE> '[2024-01-01, UNBOUNDED)'` */
export function compileTypedLiteral(name: TypeName, text: string): Value {
  const type = toFieldType(name);
  if (isA(type, "JSON")) return value(`bq_parse_json(${quoteText(text)})`, type);
  const from = { sql: quoteText(text), type: scalar("STRING") };
  return value(castSql(from, type), type);
}

/** `INTERVAL n unit`, `INTERVAL text unit TO unit`. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#interval_type */
export function compileInterval(place: Place, node: Extract<Expression, { kind: "interval" }>): Value {
  if (node.to !== undefined) return compileIntervalRange(place.context, node.value, node.part, node.to);
  if (!isIntervalUnit(node.part)) throw place.context.error(`Invalid interval datetime part: ${node.part}`, node.at);
  const count = compileAs(place, node.value, "INT64", "INTERVAL");
  return value(intervalSql(node.part, count), scalar("INTERVAL"));
}

function compileIntervalRange(context: Context, node: Expression, from: string, to: string): Value {
  const text = node.kind === "literal" && node.type === "STRING" ? node.value : undefined;
  const parts = text === undefined ? undefined : parseIntervalRange(text, from, to);
  if (parts === undefined) throw context.error(`Invalid INTERVAL value '${text ?? ""}' for ${from} TO ${to}`, node.at);
  const { months, days, microseconds } = parts;
  const sql = `(to_months(${months}) + to_days(${days}) + to_microseconds(${microseconds}))`;
  return value(sql, scalar("INTERVAL"));
}
