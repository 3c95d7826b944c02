/** GoogleSQL of a STRUCT, or an ARRAY of them, that names only the fields that a mapping keeps. */
import type { Column } from "@datamantri/contracts";
import { quoteBigQueryName } from "@datamantri/api/values";

import { pathOf } from "../../mapping/page-columns.ts";
import { findColumn } from "../tables/schema.ts";

/**
 * @param value names the column in the query.
 * @param source as BigQuery has it.
 * @param kept what stays of it: one column with fewer fields, or columns of its fields if it is flattened.
 * @param depth of `value` in the columns' paths.
 */
export function withFields(value: string, source: Column, kept: readonly Column[], depth = 1): string {
  const [first] = kept;
  if (first !== undefined && pathOf(first).length === depth) return withFieldsOf(value, source, first, 0);
  const fields = [...Map.groupBy(kept, (column) => pathOf(column)[depth]!)].map(([name, inner]) =>
    toField(name, withFields(fieldOf(value, name), fieldIn(source, name), inner, depth + 1)),
  );
  const struct = `STRUCT(${fields.join(", ")})`;
  // Flattened: of a NULL STRUCT every field is NULL, but for an ARRAY, which a query's result has empty.
  return kept.some(({ repeated }) => repeated) ? `IF(${value} IS NULL, NULL, ${struct})` : struct;
}

/** @param level of ARRAYs around it, for names of their elements. */
function withFieldsOf(value: string, source: Column, kept: Column, level: number): string {
  if (hasEqualFields(source, kept)) return value;
  if (!source.repeated) return `IF(${value} IS NULL, NULL, ${toStruct(value, source, kept, level)})`;
  // A NULL ARRAY becomes empty, as everywhere. A table's ARRAY has no NULL elements:
  // https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
  const [item, position] = [`datamantri_item_${level}`, `datamantri_position_${level}`];
  const struct = toStruct(item, source, kept, level + 1);
  return `ARRAY(SELECT ${struct} FROM UNNEST(${value}) AS ${item} WITH OFFSET AS ${position} ORDER BY ${position})`;
}

function toStruct(value: string, source: Column, kept: Column, level: number): string {
  const fields = kept.fields
    .filter((field) => !isEmptied(fieldIn(source, field.name), field))
    .map((field) =>
      toField(field.name, withFieldsOf(fieldOf(value, field.name), fieldIn(source, field.name), field, level)),
    );
  return `STRUCT(${fields.join(", ")})`;
}

/** @param path from the row on, of which the column is the first. */
export function fieldAt(column: Column, path: readonly string[]): Column {
  return path.slice(1).reduce(fieldIn, column);
}

/** True for a STRUCT of which no field stays, which the mapping is refused for. */
export function isEmptied(source: Column, kept: Column): boolean {
  return source.fields.length > 0 && kept.fields.every((field) => isEmptied(fieldIn(source, field.name), field));
}

function hasEqualFields(source: Column, kept: Column): boolean {
  return (
    source.fields.length === kept.fields.length &&
    source.fields.every((field, index) => hasEqualFields(field, kept.fields[index]!))
  );
}

function toField(name: string, expression: string): string {
  return `${expression} AS ${quoteBigQueryName(name)}`;
}

function fieldOf(value: string, name: string): string {
  return `${value}.${quoteBigQueryName(name)}`;
}

function fieldIn({ fields }: Column, name: string): Column {
  return findColumn(fields, name)!;
}
