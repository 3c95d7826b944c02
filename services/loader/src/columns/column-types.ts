import { naturalType, type Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

/**
 * A value of the column, ordered as in BigQuery: bytes decide the order of text, whatever the database's collation, citext
 * or an enum of the target say.
 */
export function inSourceOrder({ type, repeated }: Column, value: string): string {
  return type === "STRING" && !repeated ? `${value}::text collate "C"` : value;
}

/** The PostgreSQL type of a column in the staging table, whose binary form the extractor writes. */
export function toColumnType(column: Column): string {
  const type = column.targetType === "" ? naturalType(column) : column.targetType;
  if (type === null) {
    throw new PipelineError("source_type_unsupported", `column "${column.name}" has the unknown type ${column.type}`);
  }
  return type;
}

/** The PostgreSQL type of a column in a new target: with the length or the digits that the source's table declares. */
export function toNewType(column: Column): string {
  return column.declaredType === "" ? toColumnType(column) : column.declaredType;
}

/** Types that store any text as it is, up to their length. */
export const textTypes: ReadonlySet<string> = new Set(["text", "character varying", "citext"]);
