/* https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { arrayOf, isA, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import { quoteText } from "../quote.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import { timeString } from "./date-functions.ts";
import { duckdbPath } from "./json-path.ts";
import type { Special } from "./special.ts";
import { jsonText } from "./to-json.ts";

/** A JSON value or its text, and the path in it. A text that is no JSON is NULL. */
function jsonAndPath(place: Place, node: Call): { json: Value; path: string } {
  const [first, second] = node.arguments;
  const given = first && compileExpression(place, first);
  if (given === undefined || !isA(given.type, "JSON", "STRING"))
    throw noMatch(place, node, given === undefined ? [] : [given]);
  const json = isA(given.type, "JSON") ? given : value(`bq_json_or_null(${given.sql})`, given.type);
  if (second === undefined) return { json, path: "'$'" };
  const style = node.name.startsWith("JSON_EXTRACT") ? "legacy" : "standard";
  const path = second.kind === "literal" && second.type === "STRING" ? duckdbPath(second.value, style) : undefined;
  if (path === undefined) throw place.context.unsupported(`${node.name} with this path`, node.at);
  return { json, path: quoteText(path) };
}

function query(place: Place, node: Call): Value {
  const { json, path } = jsonAndPath(place, node);
  const found = `json_extract(${json.sql}, ${path})`;
  return isA(json.type, "JSON")
    ? value(`CAST(${found} AS JSON)`, json.type)
    : // A null in a text is SQL's NULL.
      value(`nullif(CAST(${found} AS VARCHAR), 'null')`, scalar("STRING"));
}

function scalarValue(place: Place, node: Call): Value {
  const { json, path } = jsonAndPath(place, node);
  return value(`bq_json_scalar(${json.sql}, ${path})`, scalar("STRING"));
}

function array(place: Place, node: Call): Value {
  const { json, path } = jsonAndPath(place, node);
  const items = `CAST(json_extract(${json.sql}, ${path}) AS JSON[])`;
  const found = `CASE WHEN json_type(${json.sql}, ${path}) = 'ARRAY' THEN ${items} END`;
  return isA(json.type, "JSON")
    ? value(found, arrayOf(json.type))
    : value(`CAST(${found} AS VARCHAR[])`, arrayOf(scalar("STRING")));
}

function valueArray(place: Place, node: Call): Value {
  const { json, path } = jsonAndPath(place, node);
  const items = `CAST(json_extract(${json.sql}, ${path}) AS JSON[])`;
  const texts = `list_transform(${items}, lambda item: bq_json_scalar(item, '$'))`;
  const nested = `len(list_filter(${items}, lambda item: json_type(item) IN ('OBJECT', 'ARRAY')))`;
  return value(
    `CASE WHEN json_type(${json.sql}, ${path}) = 'ARRAY' THEN CASE WHEN ${nested} = 0 THEN ${texts} END END`,
    arrayOf(scalar("STRING")),
  );
}

/** INT64(json) and its siblings: an error if it is of another type. */
function converting(typeName: string, kinds: string, sql: (json: string) => string): Special {
  return (place, node) => {
    const json = node.arguments[0] && compileExpression(place, node.arguments[0]);
    if (json === undefined || node.arguments.length > 1 || !isA(json.type, "JSON"))
      throw noMatch(place, node, json === undefined ? [] : [json]);
    const type = scalar(typeName);
    const message = `The provided JSON input is not ${typeName === "INT64" ? "an integer" : `a ${typeName}`}`;
    const cast =
      typeName === "STRING" ? "VARCHAR" : typeName === "INT64" ? "BIGINT" : typeName === "BOOL" ? "BOOLEAN" : "DOUBLE";
    return value(
      `CASE WHEN json_type(${json.sql}) IN (${kinds}) THEN ${sql(json.sql)} WHEN ${json.sql} IS NOT NULL THEN CAST(bq_raise('${message}') AS ${cast}) END`,
      type,
    );
  };
}

const jsonString = converting("STRING", "'VARCHAR'", (json) => `json_extract_string(${json}, '$')`);

export const jsonFunctions: Readonly<Record<string, Special>> = {
  JSON_VALUE: scalarValue,
  JSON_EXTRACT_SCALAR: scalarValue,
  JSON_QUERY: query,
  JSON_EXTRACT: query,
  JSON_QUERY_ARRAY: array,
  JSON_EXTRACT_ARRAY: array,
  JSON_VALUE_ARRAY: valueArray,
  JSON_EXTRACT_STRING_ARRAY: valueArray,
  PARSE_JSON(place, node) {
    const text = node.arguments[0] && compileExpression(place, node.arguments[0]);
    if (text === undefined || node.arguments.length > 1 || !isA(text.type, "STRING"))
      throw noMatch(place, node, text === undefined ? [] : [text]);
    return value(`bq_parse_json(${text.sql})`, scalar("JSON"));
  },
  JSON_TYPE(place, node) {
    const json = node.arguments[0] && compileExpression(place, node.arguments[0]);
    if (json === undefined || !isA(json.type, "JSON")) throw noMatch(place, node, json === undefined ? [] : [json]);
    const names =
      "CASE json_type(@) WHEN 'NULL' THEN 'null' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' ELSE CASE WHEN @ IS NOT NULL THEN 'number' END END";
    return value(
      names.replaceAll("@", () => json.sql),
      scalar("STRING"),
    );
  },
  TO_JSON_STRING(place, node) {
    const [first, another] = node.arguments;
    if (first === undefined) throw noMatch(place, node, []);
    if (another !== undefined) throw place.context.unsupported("TO_JSON_STRING with pretty_print", node.at);
    const of = compileExpression(place, first);
    return value(jsonText(of.sql, of.type), scalar("STRING"));
  },
  TO_JSON(place, node) {
    const [first, another] = node.arguments;
    if (first === undefined || another !== undefined) throw noMatch(place, node, []);
    const of = compileExpression(place, first);
    return value(`bq_parse_json(${jsonText(of.sql, of.type, { isJson: true })})`, scalar("JSON"));
  },
  INT64: converting("INT64", "'BIGINT', 'UBIGINT', 'DOUBLE'", (json) => `bq_json_to_int64(CAST(${json} AS VARCHAR))`),
  FLOAT64: converting(
    "FLOAT64",
    "'BIGINT', 'UBIGINT', 'DOUBLE'",
    (json) => `CAST(json_extract_string(${json}, '$') AS DOUBLE)`,
  ),
  BOOL: converting("BOOL", "'BOOLEAN'", (json) => `CAST(json_extract_string(${json}, '$') AS BOOLEAN)`),
  STRING: (place, node) => timeString(place, node) ?? jsonString(place, node),
};
