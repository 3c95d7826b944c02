/*
 * Converts a query's value to the type of the column that it is written to, where BigQuery does so by itself.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_rules#coercion
 */
import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import { invalidQuery } from "../../errors.ts";
import { INGESTION_TIME } from "../../storage/partitioning.ts";
import type { Field, FieldType } from "../../wire/field-type.ts";
import { quoteIdentifier, quoteText } from "../quote.ts";
import { coerce } from "./coerce.ts";
import { describeType, isSame, scalar } from "./types.ts";
import { describeValue, nullOf, raiseSql, type Value } from "./value.ts";

/** SQL for the value in the column's type. @throws ApiError if BigQuery would refuse it */
export function assignSql(from: Value, field: Field): string {
  const sql = convert(from, field.type, 0);
  if (sql !== undefined) return limitSql(sql, field);
  const type = describeType(field.type);
  throw invalidQuery(
    `Value has type ${describeValue(from)} which cannot be inserted into column ${field.name}, which has type ${type}`,
  );
}

function convert(from: Value, to: FieldType, depth: number): string | undefined {
  if (to.kind === "array") return convertArray(from, to, depth);
  const { type } = from;
  if (from.literal === "NULL") return nullOf(to);
  if (type.kind === "struct" && to.kind === "struct") {
    return isSame(type, to) && from.items === undefined ? from.sql : convertStruct(from, type.fields, to.fields, depth);
  }
  return coerce(from, to)?.sql;
}

/** A table has no NULL array: it is written as an empty one. */
function convertArray(from: Value, to: FieldType & { kind: "array" }, depth: number): string | undefined {
  const empty = `CAST([] AS ${duckdbTypeOf(to)})`;
  if (from.literal === "NULL" || from.literal === "EMPTY_ARRAY") return empty;
  if (from.type.kind !== "array") return undefined;
  const item = `item${depth}`;
  const inner = convert({ sql: item, type: from.type.element }, to.element, depth + 1);
  return inner && `coalesce(list_transform(${from.sql}, lambda ${item}: ${inner}), ${empty})`;
}

/** Fields are matched by position. */
function convertStruct(from: Value, fields: readonly Field[], to: readonly Field[], depth: number): string | undefined {
  if (fields.length !== to.length) return undefined;
  const members = to.map((field, index) => {
    const item = { sql: `struct_extract(${from.sql}, ${quoteText(fields[index]!.name)})`, type: fields[index]!.type };
    // What a literal is does not depend on where its value comes from.
    const sql = convert(
      { ...item, literal: from.items?.[index]?.literal, items: from.items?.[index]?.items },
      field.type,
      depth,
    );
    return sql && `${quoteIdentifier(field.name)} := ${sql}`;
  });
  if (members.includes(undefined)) return undefined;
  return `CASE WHEN ${from.sql} IS NULL THEN NULL ELSE struct_pack(${members.join(", ")}) END`;
}

/** STRING(10), NUMERIC(10, 2): https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_data_types */
function limitSql(sql: string, { name, type, more }: Field): string {
  if (type.kind !== "scalar") return sql;
  if (more?.maxLength !== undefined) {
    const length = type.name === "BYTES" ? `octet_length(${sql})` : `length(${sql})`;
    const label = `Value of ${type.name}(${more.maxLength}) column ${name} has more than the maximum length ${more.maxLength}`;
    return `CASE WHEN ${length} > ${Number(more.maxLength)} THEN ${raiseSql(quoteText(label), type)} ELSE ${sql} END`;
  }
  if (more?.precision === undefined || type.name !== "NUMERIC") return sql;
  return `CAST(CAST(${sql} AS DECIMAL(${Number(more.precision)}, ${Number(more.scale ?? 0)})) AS DECIMAL(38, 9))`;
}

/**
 * The time of arrival, which a statement sets: a partition's begin.
 * https://cloud.google.com/bigquery/docs/using-dml-with-partitioned-tables#inserting_data_into_ingestion-time_partitioned_tables
 */
export function partitionTimeSql(sql: string, unit: string): string {
  const type = scalar("TIMESTAMP");
  const message = `'Invalid value for ${INGESTION_TIME.name}: it is not the begin of a partition by ${unit}'`;
  return `CASE WHEN date_trunc('${unit.toLowerCase()}', ${sql}) <> ${sql} THEN ${raiseSql(message, type)} ELSE ${sql} END`;
}
