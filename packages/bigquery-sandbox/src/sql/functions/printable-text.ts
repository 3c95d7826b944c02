/*
 * Values as FORMAT's `%t` and `%T` write them:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements#t_and_t_behavior
 */
import { invalidQuery } from "../../errors.ts";
import type { FieldType } from "../../wire/field-type.ts";
import { castSql } from "../compile/casts.ts";
import { describeType, isA, scalar } from "../compile/types.ts";
import { COVERAGE } from "../coverage.ts";
import { quoteText } from "../quote.ts";

/** `%t` is to be read, `%T` is a literal. */
export type Specifier = "t" | "T";

/** SQL for the text of a value, NULL for NULL. @throws ApiError for types that the sandbox cannot write */
export function printableText(sql: string, type: FieldType, specifier: Specifier, depth = 0): string {
  if (type.kind === "array") {
    const item = `item${depth}`;
    const items = `list_transform(${sql}, lambda ${item}: ${orNull(printableText(item, type.element, specifier, depth + 1))})`;
    return `CASE WHEN ${sql} IS NOT NULL THEN concat('[', array_to_string(${items}, ', '), ']') END`;
  }
  if (type.kind === "struct") {
    const fields = type.fields.map(({ name, type: inner }) =>
      orNull(printableText(`struct_extract(${sql}, ${quoteText(name)})`, inner, specifier, depth)),
    );
    const open = specifier === "T" && fields.length === 1 ? "STRUCT(" : "(";
    return `CASE WHEN ${sql} IS NOT NULL THEN concat('${open}', ${fields.join(", ', ', ")}, ')') END`;
  }
  if (isA(type, "BYTES", "GEOGRAPHY"))
    throw invalidQuery(`FORMAT of ${describeType(type)} is not supported by the sandbox (${COVERAGE})`);
  const text = isA(type, "JSON") ? `CAST(${sql} AS VARCHAR)` : castSql({ sql, type }, scalar("STRING"));
  return specifier === "t" ? readable(text, type) : literal(text, type);
}

/** An argument's own text, or that of a NULL in an array. */
export function orNull(text: string): string {
  return `coalesce(${text}, 'NULL')`;
}

function readable(text: string, type: FieldType): string {
  return isA(type, "FLOAT64", "NUMERIC", "BIGNUMERIC") ? `bq_with_point(${text})` : text;
}

function literal(text: string, type: FieldType): string {
  if (isA(type, "INT64", "BOOL")) return text;
  if (isA(type, "FLOAT64"))
    return `CASE WHEN ${text} IN ('nan', 'inf', '-inf') THEN 'CAST("' || ${text} || '" AS FLOAT64)' ELSE bq_with_point(${text}) END`;
  if (isA(type, "STRING")) return `CAST(to_json(${text}) AS VARCHAR)`;
  const quoted = `'${describeType(type)} "' || ${readable(text, type)} || '"'`;
  if (isA(type, "INTERVAL")) return `${quoted} || ' YEAR TO SECOND'`;
  if (!isA(type, "JSON")) return quoted;
  return `'JSON ''' || replace(replace(${text}, '\\', '\\\\'), '''', '\\''') || ''''`;
}
