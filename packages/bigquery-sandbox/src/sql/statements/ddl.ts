/*
 * Parses statements that define tables, views and datasets.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language
 */
import { notImplemented } from "../../errors.ts";
import type { Field } from "../../wire/field-type.ts";
import { checkNames } from "../../wire/read-schema.ts";
import type { Query } from "../syntax/ast.ts";
import { parseQuery } from "../syntax/parse-query.ts";
import type { Token } from "../tokens.ts";
import { readColumn, readType, type ReadType } from "./column-type.ts";
import { type OptionValue, readOptions } from "./options.ts";
import { readPartitioning } from "./partition-by.ts";
import { splitList, TokenReader } from "./token-reader.ts";

/** What happens if there is an object of the name already, or none. */
export interface Existence {
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
}

/** CREATE TABLE */
export interface CreateTable extends Existence {
  readonly target: readonly string[];
  /** Undefined: the columns of the query. */
  readonly fields: readonly Field[] | undefined;
  /** The Table resource's fields that the statement sets. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly query: Query | undefined;
}

/**
 * @param tokens without blanks, comments and a final semicolon
 * @param sql that they are from
 */
export function readCreateTable(tokens: readonly Token[], sql: string): CreateTable {
  const reader = new TokenReader(tokens, sql);
  const orReplace = readCreate(reader, "TABLE");
  const ifNotExists = reader.take("IF NOT EXISTS");
  const target = reader.path();
  for (const other of ["LIKE", "COPY", "CLONE"]) {
    if (reader.isNext(other)) throw notImplemented(`CREATE TABLE ${other}`);
  }
  const { fields, primaryKey } = reader.isNext("(") ? readTableElements(reader.parenthesized()) : noElements;
  const partitioning = reader.take("PARTITION BY") ? readPartitioning(reader.until("CLUSTER BY", "OPTIONS", "AS")) : {};
  const clustering = reader.take("CLUSTER BY") ? readColumnNames(reader.until("OPTIONS", "AS")) : undefined;
  const options = reader.isNext("OPTIONS") ? readOptions(reader) : {};
  const query = reader.take("AS") ? reader.parse(parseQuery) : undefined;
  reader.expectEnd();
  return {
    orReplace,
    ifNotExists,
    target,
    fields,
    query,
    properties: {
      ...partitioning,
      ...(clustering ? { clustering: { fields: clustering } } : {}),
      ...(primaryKey ? { tableConstraints: { primaryKey: { columns: primaryKey } } } : {}),
      ...toProperties(options),
    },
  };
}

/** CREATE VIEW; its query is taken from the text. */
export function readCreateView(tokens: readonly Token[]): Omit<CreateTable, "fields" | "query"> {
  const reader = new TokenReader(tokens);
  const orReplace = readCreate(reader, "VIEW");
  const ifNotExists = reader.take("IF NOT EXISTS");
  const target = reader.path();
  if (reader.isNext("(")) throw notImplemented("names of columns in CREATE VIEW");
  const options = reader.isNext("OPTIONS") ? readOptions(reader) : {};
  reader.expect("AS");
  return { orReplace, ifNotExists, target, properties: toProperties(options) };
}

/** CREATE SCHEMA */
export function readCreateSchema(tokens: readonly Token[]) {
  const reader = new TokenReader(tokens);
  readCreate(reader, "SCHEMA");
  const ifNotExists = reader.take("IF NOT EXISTS");
  const target = reader.path();
  const { location, ...options } = reader.isNext("OPTIONS") ? readOptions(reader) : {};
  reader.expectEnd();
  return {
    ifNotExists,
    target,
    location: typeof location === "string" ? location : undefined,
    properties: toProperties(options),
  };
}

/** DROP TABLE, VIEW or SCHEMA */
export function readDrop(tokens: readonly Token[]) {
  const reader = new TokenReader(tokens);
  reader.expect("DROP");
  const kind = reader.name().toUpperCase();
  const ifExists = reader.take("IF EXISTS");
  const target = reader.path();
  const isCascade = reader.take("CASCADE");
  reader.take("RESTRICT");
  reader.expectEnd();
  return { kind, ifExists, target, isCascade };
}

/** One change of ALTER TABLE. */
export type TableChange =
  | { readonly kind: "add"; readonly field: Field; readonly ifNotExists: boolean }
  | { readonly kind: "drop"; readonly column: string; readonly ifExists: boolean }
  | { readonly kind: "nullable"; readonly column: string }
  | ({ readonly kind: "type"; readonly column: string } & ReadType)
  | { readonly kind: "options"; readonly properties: Readonly<Record<string, unknown>> };

/** ALTER TABLE */
export function readAlterTable(tokens: readonly Token[]) {
  const reader = new TokenReader(tokens);
  reader.expect("ALTER TABLE");
  const ifExists = reader.take("IF EXISTS");
  const target = reader.path();
  const changes: TableChange[] = [];
  do changes.push(readChange(reader));
  while (reader.take(","));
  reader.expectEnd();
  return { target, ifExists, changes };
}

function readChange(reader: TokenReader): TableChange {
  if (reader.take("ADD COLUMN")) {
    const ifNotExists = reader.take("IF NOT EXISTS");
    return { kind: "add", ifNotExists, field: readColumn(reader).field };
  }
  if (reader.take("DROP COLUMN")) {
    const ifExists = reader.take("IF EXISTS");
    return { kind: "drop", ifExists, column: reader.name() };
  }
  if (reader.take("ALTER COLUMN")) {
    const column = reader.name();
    if (reader.take("DROP NOT NULL")) return { kind: "nullable", column };
    if (reader.take("SET DATA TYPE")) return { kind: "type", column, ...readType(reader) };
  }
  if (reader.take("SET")) return { kind: "options", properties: toProperties(readOptions(reader)) };
  throw notImplemented(
    "ALTER TABLE other than ADD COLUMN, DROP COLUMN, ALTER COLUMN DROP NOT NULL or SET DATA TYPE, and SET OPTIONS",
  );
}

/** Takes `CREATE [OR REPLACE] kind`; true if it replaces. */
function readCreate(reader: TokenReader, kind: string): boolean {
  reader.expect("CREATE");
  const orReplace = reader.take("OR REPLACE");
  if (reader.isNext("TEMP") || reader.isNext("TEMPORARY")) throw notImplemented("temporary tables");
  reader.expect(kind);
  return orReplace;
}

const noElements = { fields: undefined, primaryKey: undefined };

function readTableElements(tokens: readonly Token[]) {
  const reader = new TokenReader(tokens);
  const fields: Field[] = [];
  let primaryKey: string[] | undefined;
  while (!reader.isAtEnd) {
    if (reader.isNext("CONSTRAINT") || reader.isNext("FOREIGN KEY"))
      throw notImplemented("foreign keys and named constraints");
    if (reader.take("PRIMARY KEY")) {
      primaryKey = readColumnNames(reader.parenthesized());
      reader.expect("NOT ENFORCED");
    } else {
      const { field, isPrimaryKey } = readColumn(reader);
      fields.push(field);
      if (isPrimaryKey) primaryKey = [field.name];
    }
    if (!reader.take(",")) break;
  }
  reader.expectEnd();
  return { fields: checkNames(fields), primaryKey };
}

function readColumnNames(tokens: readonly Token[]): string[] {
  return splitList(tokens).map((part) => new TokenReader(part).name());
}

const OPTIONS: Readonly<Record<string, string>> = {
  description: "description",
  friendly_name: "friendlyName",
  labels: "labels",
  require_partition_filter: "requirePartitionFilter",
};

function toProperties(options: Readonly<Record<string, OptionValue>>): Record<string, unknown> {
  const entries = Object.entries(options).map(([name, value]) => {
    const property = OPTIONS[name];
    if (property === undefined) throw notImplemented(`the option ${name}`);
    return [property, value] as const;
  });
  return Object.fromEntries(entries);
}
