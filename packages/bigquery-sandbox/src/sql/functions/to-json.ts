/*
 * Values as JSON and as literals:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_encodings and
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#t_and_t_behavior
 */
import { castSql } from "../compile/casts.ts";
import { describeType, isA, scalar } from "../compile/types.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { quoteText } from "../quote.ts";

/** SQL for the JSON text of a value; `null` for NULL. */
export function jsonText(sql: string, type: FieldType, depth = 0): string {
  return `coalesce(${presentJson(sql, type, depth)}, 'null')`;
}

function presentJson(sql: string, type: FieldType, depth: number): string {
  if (type.kind === "array") {
    const item = `item${depth}`;
    return `concat('[', array_to_string(list_transform(${sql}, lambda ${item}: ${jsonText(item, type.element, depth + 1)}), ','), ']')`;
  }
  if (type.kind === "struct") {
    const fields = type.fields.map(({ name, type: inner }) => {
      const member = jsonText(`struct_extract(${sql}, ${quoteText(name)})`, inner, depth);
      return `${quoteText(`${JSON.stringify(name)}:`)}, ${member}`;
    });
    return `CASE WHEN ${sql} IS NOT NULL THEN concat('{', ${fields.join(", ',', ")}, '}') END`;
  }
  if (isA(type, "INT64")) return `bq_json_int64(${sql})`;
  if (isA(type, "FLOAT64")) return `bq_json_double(${sql})`;
  if (isA(type, "BOOL", "JSON")) return `CAST(${sql} AS VARCHAR)`;
  if (isA(type, "BYTES")) return `'"' || base64(${sql}) || '"'`;
  if (isA(type, "NUMERIC", "BIGNUMERIC")) return numberJson(castSql({ sql, type }, scalar("STRING")));
  if (isA(type, "DATETIME")) return `'"' || replace(bq_datetime_string(${sql}), ' ', 'T') || '"'`;
  if (isA(type, "TIMESTAMP")) return `'"' || replace(bq_datetime_string(bq_utc(${sql})), ' ', 'T') || 'Z"'`;
  if (isA(type, "STRING")) return `CAST(to_json(${sql}) AS VARCHAR)`;
  if (type.kind === "scalar" && !isA(type, "GEOGRAPHY"))
    return `'"' || ${castSql({ sql, type }, scalar("STRING"))} || '"'`;
  return `CAST(to_json(${sql}) AS VARCHAR)`;
}

/** A number, or a string where a double would change it. */
function numberJson(text: string): string {
  return `CASE WHEN bq_float_string(CAST(${text} AS DOUBLE)) = ${text} THEN ${text} ELSE '"' || ${text} || '"' END`;
}

/** SQL for the literal of a value, as FORMAT's `%T` writes it. */
export function literalText(sql: string, type: FieldType, depth = 0): string {
  return `coalesce(${presentLiteral(sql, type, depth)}, 'NULL')`;
}

function presentLiteral(sql: string, type: FieldType, depth: number): string {
  if (type.kind === "array") {
    const item = `item${depth}`;
    return `concat('[', array_to_string(list_transform(${sql}, lambda ${item}: ${literalText(item, type.element, depth + 1)}), ', '), ']')`;
  }
  if (type.kind === "struct") {
    const fields = type.fields.map(({ name, type: inner }) =>
      literalText(`struct_extract(${sql}, ${quoteText(name)})`, inner, depth),
    );
    return `CASE WHEN ${sql} IS NOT NULL THEN concat('(', ${fields.join(", ', ', ")}, ')') END`;
  }
  if (isA(type, "STRING", "JSON")) return `CAST(to_json(CAST(${sql} AS VARCHAR)) AS VARCHAR)`;
  if (type.kind === "range" || isA(type, "GEOGRAPHY", "BYTES")) return `CAST(${sql} AS VARCHAR)`;
  const text = castSql({ sql, type }, scalar("STRING"));
  if (isA(type, "FLOAT64"))
    return `CASE WHEN regexp_full_match(${text}, '-?\\d+') THEN ${text} || '.0' ELSE ${text} END`;
  if (isA(type, "INT64", "BOOL")) return text;
  return `'${describeType(type)} "' || ${text} || '"'`;
}
