/* https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements */
import { castSql } from "../compile/casts.ts";
import { coerce } from "../compile/coerce.ts";
import { compileAs, compileExpression, type Place } from "../compile/compile-expression.ts";
import { describeType, isA, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import { quoteText } from "../quote.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import type { Special } from "./special.ts";
import { orNull, printableText } from "./printable-text.ts";
import { toLocal, toTimestamp, utc, zoneOf } from "./zones.ts";

type TimeType = "DATE" | "DATETIME" | "TIME" | "TIMESTAMP";

/** FORMAT_DATE and its siblings. */
function formatting(type: TimeType): Special {
  return (place, node) => {
    const [formatNode, timeNode, zoneNode] = node.arguments;
    if (formatNode === undefined || timeNode === undefined || (zoneNode !== undefined && type !== "TIMESTAMP"))
      throw noMatch(place, node, []);
    const format = compileAs(place, formatNode, "STRING", node.name);
    const given = compileExpression(place, timeNode);
    const time = coerce(given, scalar(type));
    if (time === undefined) throw noMatch(place, node, [given]);
    if (type !== "TIMESTAMP")
      return value(`bq_format_time('${type}', ${format}, ${micros(time.sql, type)}, 'UTC', 0)`, scalar("STRING"));
    const zone = zoneOf(place, zoneNode);
    const local = `epoch_us(${toLocal(time.sql, zone)})`;
    const seconds = `(${local} - epoch_us(${time.sql})) // 1000000`;
    return value(`bq_format_time('TIMESTAMP', ${format}, ${local}, ${zone.sql}, ${seconds})`, scalar("STRING"));
  };
}

function micros(sql: string, type: TimeType): string {
  return type === "DATE" ? `epoch_us(CAST(${sql} AS TIMESTAMP))` : `epoch_us(${sql})`;
}

/** PARSE_DATE and its siblings. */
function parsing(type: TimeType): Special {
  return (place, node) => {
    const [formatNode, textNode, zoneNode] = node.arguments;
    if (formatNode === undefined || textNode === undefined || (zoneNode !== undefined && type !== "TIMESTAMP"))
      throw noMatch(place, node, []);
    const [format, text] = [formatNode, textNode].map((one) => compileAs(place, one, "STRING", node.name));
    const parsed = `bq_parse_time_text('${type}', ${format}, ${text})`;
    if (type === "DATE") return value(`CAST(left(${parsed}, 10) AS DATE)`, scalar(type));
    if (type === "TIME") return value(`CAST(substr(${parsed}, 12) AS TIME)`, scalar(type));
    if (type === "DATETIME") return value(`CAST(${parsed} AS TIMESTAMP)`, scalar(type));
    const zone = zoneNode === undefined ? utc : zoneOf(place, zoneNode);
    // The text's own zone wins.
    const own = `bq_parse_timestamp(${parsed})`;
    const local = toTimestamp(`CAST(left(${parsed}, 26) AS TIMESTAMP)`, zone);
    return value(`CASE WHEN length(${parsed}) > 26 THEN ${own} ELSE ${local} END`, scalar(type));
  };
}

/** C's conversions of one FLOAT64, which DuckDB writes itself. */
const oneFloat = /^%[-+ 0]*\d*(\.\d+)?[eE]$/;

function format(place: Place, node: Call): Value {
  const [formatNode, ...rest] = node.arguments;
  if (formatNode === undefined) throw noMatch(place, node, []);
  const values = rest.map((one) => compileExpression(place, one));
  const [only] = values;
  if (
    formatNode.kind === "literal" &&
    oneFloat.test(formatNode.value) &&
    values.length === 1 &&
    only &&
    isA(only.type, "FLOAT64")
  ) {
    return value(`printf(${quoteText(formatNode.value)}, ${only.sql})`, scalar("STRING"));
  }
  const text = compileAs(place, formatNode, "STRING", node.name);
  if (values.length === 0)
    return value(
      `bq_format(${text}, CAST([] AS VARCHAR[]), CAST([] AS VARCHAR[]), CAST([] AS VARCHAR[]))`,
      scalar("STRING"),
    );
  const types = values.map((one) => quoteText(describeType(one.type)));
  const texts = values.map(textOf);
  const literals = values.map((one) => orNull(printableText(one.sql, one.type, "T")));
  return value(
    `bq_format(${text}, [${types.join(", ")}], [${texts.join(", ")}], [${literals.join(", ")}])`,
    scalar("STRING"),
  );
}

/** Numbers without the point that `%t` adds: other specifiers read them. */
function textOf({ sql, type }: Value): string {
  if (isA(type, "FLOAT64")) return `bq_float_string(${sql})`;
  return isA(type, "NUMERIC", "BIGNUMERIC") ? castSql({ sql, type }, scalar("STRING")) : printableText(sql, type, "t");
}

export const formatFunctions: Readonly<Record<string, Special>> = {
  FORMAT: format,
  FORMAT_DATE: formatting("DATE"),
  FORMAT_DATETIME: formatting("DATETIME"),
  FORMAT_TIME: formatting("TIME"),
  FORMAT_TIMESTAMP: formatting("TIMESTAMP"),
  PARSE_DATE: parsing("DATE"),
  PARSE_DATETIME: parsing("DATETIME"),
  PARSE_TIME: parsing("TIME"),
  PARSE_TIMESTAMP: parsing("TIMESTAMP"),
};
