/* https://cloud.google.com/bigquery/docs/reference/standard-sql/timestamp_functions#extract */
import { coerce } from "../compile/coerce.ts";
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { describeType, isA, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import type { Expression } from "../syntax/ast.ts";
import { type DatePart, partOf } from "./date-parts.ts";
import { toLocal, zoneOf } from "./zones.ts";

const datePart = /^(DAY|DAYOFWEEK|DAYOFYEAR|WEEK|ISOWEEK|MONTH|QUARTER|YEAR|ISOYEAR)$/;
const timePart = /^(MICROSECOND|MILLISECOND|SECOND|MINUTE|HOUR)$/;
const wholePart = /^(DATE|TIME|DATETIME)$/;

const allowed: Readonly<Record<string, RegExp>> = {
  DATE: datePart,
  TIME: timePart,
  DATETIME: new RegExp(`${datePart.source}|${timePart.source}|^(DATE|TIME)$`),
  TIMESTAMP: new RegExp(`${datePart.source}|${timePart.source}|${wholePart.source}`),
  INTERVAL: /^(YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)$/,
};

export function extract(place: Place, node: Extract<Expression, { kind: "extract" }>): Value {
  const from = compileExpression(place, node.value);
  const of = from.literal === "NULL" ? coerce(from, scalar("DATE"))! : from;
  const typeName = describeType(of.type);
  const parts = allowed[typeName];
  if (parts === undefined)
    throw place.context.error(`No matching signature for function EXTRACT for argument types: ${typeName}`, node.at);
  const part = partOf(place, node.part, parts, typeName, node.at);
  const local = typeName === "TIMESTAMP" ? toLocal(of.sql, zoneOf(place, node.zone)) : of.sql;
  if (wholePart.test(part.name)) {
    const type = scalar(part.name);
    return value(part.name === "DATETIME" ? local : `CAST(${local} AS ${part.name})`, type);
  }
  return value(partSql(local, part, isA(of.type, "TIME", "DATETIME", "TIMESTAMP")), scalar("INT64"));
}

function partSql(x: string, { name, weekStart }: DatePart, hasTime: boolean): string {
  switch (name) {
    case "DAYOFWEEK":
      return `(datepart('dow', ${x}) + 1)`;
    case "DAYOFYEAR":
      return `datepart('doy', ${x})`;
    case "WEEK":
      return `bq_week_of_year(${x}, ${weekStart})`;
    case "ISOWEEK":
      return `datepart('week', ${x})`;
    case "MICROSECOND":
      return `(datepart('microsecond', ${x}) % 1000000)`;
    case "MILLISECOND":
      return `(datepart('millisecond', ${x}) % 1000)`;
    case "SECOND":
      return hasTime ? `CAST(datepart('second', ${x}) AS BIGINT)` : `datepart('second', ${x})`;
    default:
      return `datepart('${name.toLowerCase()}', ${x})`;
  }
}
