/**
 * What a table declares of its columns, for a new target: lengths, digits, REQUIRED, descriptions and the primary key. A
 * query's result declares nothing, so that the table's own schema is asked for it.
 */
import {
  findUnchangedColumn,
  isSameSourceName,
  naturalType,
  type Column,
  type ColumnDescription,
} from "@datamantri/contracts";

import { type FieldSchema, toColumn } from "./schema.ts";
import { hasStoredRows, type Table } from "./table.ts";

/** What a new target gets besides its columns' types, in the target's names. */
export interface DeclaredTable {
  readonly description: string;
  readonly columnDescriptions: ColumnDescription[];
  readonly primaryKey: string[];
}

/** https://www.postgresql.org/docs/current/datatype-character.html and datatype-numeric.html */
const limits = { characters: 10_485_760, digits: 1_000 };

/** All descriptions must fit into one message beside the columns. BigQuery's are at most 1,024 and 16,384 characters. */
const maxDescribedCharacters = 100_000;

/**
 * Adds what the table declares to columns of its rows. A view and an external table hold to nothing that they declare.
 *
 * @param table of the source; null for a query and for several tables.
 */
export function declareAs(columns: readonly Column[], table: Table | null): Column[] {
  const fields = table !== null && hasStoredRows(table) ? (table.schema?.fields ?? []) : [];
  return columns.map((column) => declareColumn(column, fields, true));
}

/** @param isPresent false inside of a STRUCT that may be NULL. */
function declareColumn(column: Column, fields: readonly FieldSchema[], isPresent: boolean): Column {
  const field = fields.find(({ name }) => isSameSourceName(name, column.name));
  if (field === undefined || toColumn(field).type !== column.type) return column;
  const notNull = isPresent && field.mode === "REQUIRED";
  return {
    ...column,
    fields: column.fields.map((inner) => declareColumn(inner, field.fields ?? [], notNull)),
    declaredType: declaredTypeOf(column, field),
    notNull,
  };
}

function declaredTypeOf(column: Column, field: FieldSchema): string {
  const natural = naturalType(column) ?? "";
  const [length, precision, scale] = [Number(field.maxLength), Number(field.precision), Number(field.scale ?? 0)];
  if (natural === "text" && length > 0 && length <= limits.characters) return `character varying(${length})`;
  if (natural === "numeric" && precision > 0 && precision <= limits.digits) return `numeric(${precision},${scale})`;
  return natural;
}

/** The same without what is declared, at every depth: as in 0.2.0, which compares fingerprints with this version. */
export function withoutDeclared(columns: readonly Column[]): object[] {
  return columns.map(({ declaredType: _type, notNull: _notNull, fields, ...column }) => ({
    ...column,
    fields: withoutDeclared(fields),
  }));
}

/** @param columns of the target. */
export function describeDeclared(columns: readonly Column[], table: Table | null): DeclaredTable {
  const description = withoutNul(table?.description).slice(0, maxDescribedCharacters);
  let left = maxDescribedCharacters - description.length;
  const columnDescriptions = columns.flatMap((column) => {
    const text = withoutNul(findField(table?.schema?.fields ?? [], column.sourcePath)?.description);
    left -= text.length;
    return text === "" || left < 0 ? [] : [{ name: column.name, description: text }];
  });
  return { description, columnDescriptions, primaryKey: primaryKeyOf(columns, table) };
}

/** Empty unless each of its columns arrives as it is. */
function primaryKeyOf(columns: readonly Column[], table: Table | null): string[] {
  if (table === null || !hasStoredRows(table)) return [];
  const names = table.tableConstraints?.primaryKey?.columns ?? [];
  const found = names.flatMap((name) => findUnchangedColumn(columns, name)?.name ?? []);
  return found.length === names.length ? found : [];
}

/** PostgreSQL stores no NUL, in a comment and in the run's plan. */
function withoutNul(text = ""): string {
  return text.replaceAll("\0", "");
}

function findField(fields: readonly FieldSchema[], [name, ...rest]: readonly string[]): FieldSchema | undefined {
  const found = fields.find((field) => name !== undefined && isSameSourceName(field.name, name));
  return rest.length === 0 || found === undefined ? found : findField(found.fields ?? [], rest);
}
