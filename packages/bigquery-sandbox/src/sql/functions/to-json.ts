/* https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_encodings */
import { castSql } from "../compile/casts.ts";
import { describeType, isA, scalar, unnamedField } from "../compile/types.ts";
import { invalidQuery } from "../../errors.ts";
import { RANGE_FIELDS } from "../../storage/duckdb-type.ts";
import { COVERAGE } from "../coverage.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { quoteText } from "../quote.ts";

/** How {@link jsonText} writes a value. */
interface JsonStyle {
  /** For a JSON value, whose numbers keep their digits; a text has strings in place of those that a double changes. */
  readonly isJson?: boolean;
  /** Keeps lambda parameters apart. */
  readonly depth?: number;
}

/** SQL for the JSON text of a value; `null` for NULL. */
export function jsonText(sql: string, type: FieldType, style: JsonStyle = {}): string {
  return `coalesce(${presentJson(sql, type, style)}, 'null')`;
}

function presentJson(sql: string, type: FieldType, style: JsonStyle): string {
  const { isJson = false, depth = 0 } = style;
  if (type.kind === "array") {
    const item = `item${depth}`;
    return `concat('[', array_to_string(list_transform(${sql}, lambda ${item}: ${jsonText(item, type.element, { ...style, depth: depth + 1 })}), ','), ']')`;
  }
  if (type.kind === "struct") {
    const fields = type.fields.map(({ name, type: inner }, index) => {
      const member = jsonText(`struct_extract(${sql}, ${quoteText(name)})`, inner, style);
      const key = name === unnamedField(index) ? "" : name;
      return `${quoteText(`${JSON.stringify(key)}:`)}, ${member}`;
    });
    return objectSql(sql, fields);
  }
  if (type.kind === "range") {
    const bounds = RANGE_FIELDS.map((name) => {
      const bound = jsonText(`struct_extract(${sql}, ${quoteText(name)})`, scalar(type.element), style);
      return `'"${name.slice(1)}":', ${bound}`;
    });
    return objectSql(sql, bounds);
  }
  if (isA(type, "GEOGRAPHY", "INTERVAL"))
    throw invalidQuery(`JSON of ${describeType(type)} is not supported by the sandbox (${COVERAGE})`);
  if (isA(type, "INT64")) return isJson ? `CAST(${sql} AS VARCHAR)` : `bq_json_int64(${sql})`;
  if (isA(type, "FLOAT64")) return `bq_json_double(${sql})`;
  if (isA(type, "BOOL", "JSON")) return `CAST(${sql} AS VARCHAR)`;
  if (isA(type, "BYTES")) return `'"' || base64(${sql}) || '"'`;
  if (isA(type, "NUMERIC", "BIGNUMERIC")) {
    const text = castSql({ sql, type }, scalar("STRING"));
    return isJson ? text : `bq_json_decimal(${text})`;
  }
  if (isA(type, "DATETIME")) return `'"' || replace(bq_datetime_string(${sql}), ' ', 'T') || '"'`;
  if (isA(type, "TIMESTAMP")) return `'"' || replace(bq_datetime_string(bq_utc(${sql})), ' ', 'T') || 'Z"'`;
  if (isA(type, "STRING")) return `CAST(to_json(${sql}) AS VARCHAR)`;
  return `'"' || ${castSql({ sql, type }, scalar("STRING"))} || '"'`;
}

function objectSql(sql: string, members: readonly string[]): string {
  return `CASE WHEN ${sql} IS NOT NULL THEN concat('{', ${members.join(", ',', ")}, '}') END`;
}
