/* https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions */
import { compileExpression, type Place } from "../compile/compile-expression.ts";
import { arrayOf, isA, scalar } from "../compile/types.ts";
import { type Value, value } from "../compile/value.ts";
import { quoteText } from "../quote.ts";
import type { Call } from "../syntax/ast.ts";
import { noMatch } from "./call-function.ts";
import { timeString } from "./date-functions.ts";
import type { Special } from "./special.ts";
import { jsonText } from "./to-json.ts";

/** `$.a[0]."b c"`: no wildcards, which DuckDB has and BigQuery has not. */
const standardPath = /^\$(\.[A-Za-z_][\w-]*|\."[^"]*"|\[\d+\])*$/;

/** A JSON value or its text, and the path in it. */
function jsonAndPath(place: Place, node: Call): { json: Value; path: string } {
  const [first, second] = node.arguments;
  const json = first && compileExpression(place, first);
  if (json === undefined || !isA(json.type, "JSON", "STRING"))
    throw noMatch(place, node, json === undefined ? [] : [json]);
  if (second === undefined) return { json, path: "'$'" };
  if (second.kind !== "literal" || second.type !== "STRING" || !standardPath.test(second.value)) {
    throw place.context.unsupported(`${node.name} with this path`, node.at);
  }
  return { json, path: quoteText(second.value.replaceAll(/\.([A-Za-z_][\w-]*)/g, '."$1"')) };
}

function query(place: Place, node: Call): Value {
  const { json, path } = jsonAndPath(place, node);
  const found = `json_extract(${json.sql}, ${path})`;
  return isA(json.type, "JSON")
    ? value(`CAST(${found} AS JSON)`, json.type)
    : value(`CAST(${found} AS VARCHAR)`, scalar("STRING"));
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
  return value(`CASE WHEN json_type(${json.sql}, ${path}) = 'ARRAY' THEN ${texts} END`, arrayOf(scalar("STRING")));
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
    return value(`CAST(${jsonText(of.sql, of.type)} AS JSON)`, scalar("JSON"));
  },
  INT64: converting("INT64", "'BIGINT', 'UBIGINT'", (json) => `CAST(json_extract_string(${json}, '$') AS BIGINT)`),
  FLOAT64: converting(
    "FLOAT64",
    "'BIGINT', 'UBIGINT', 'DOUBLE'",
    (json) => `CAST(json_extract_string(${json}, '$') AS DOUBLE)`,
  ),
  BOOL: converting("BOOL", "'BOOLEAN'", (json) => `CAST(json_extract_string(${json}, '$') AS BOOLEAN)`),
  STRING: (place, node) => timeString(place, node) ?? jsonString(place, node),
};
