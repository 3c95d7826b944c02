import type { DuckDBConnection } from "@duckdb/node-api";

import { duplicate, invalidQuery, notFound, notImplemented } from "../../errors.ts";
import {
  type CreateTable,
  readAlterTable,
  readCreateSchema,
  readCreateTable,
  readCreateView,
  readDrop,
  type TableChange,
} from "../../sql/statements/ddl.ts";
import { readTokens, type Token } from "../../sql/tokens.ts";
import { checkPartitioning } from "../../storage/partitioning.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import { datasetLabel, defaultLocation, type TableName, tableLabel } from "../../storage/table-name.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import type { Field, FieldProperties } from "../../wire/field-type.ts";
import { sqlTypeName } from "../../wire/sql-type-name.ts";
import type { ReadType } from "../../sql/statements/column-type.ts";
import { checkNames } from "../../wire/read-schema.ts";
import { checkNamed, describeResult } from "../describe-result.ts";
import { describeView } from "../describe-view.ts";
import { assignedRowsSql, findField } from "./run-insert.ts";
import { translatePart } from "./scope.ts";
import type { PlannedStatement, StatementContext, StatementOutcome } from "./statement.ts";
import { targetName } from "./target-name.ts";

/** CREATE TABLE, with or without a query. */
export function planCreateTable(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const statement = readCreateTable(tokens, context.sql);
  return planCreate(statement, context, (connection, writer) => makeTable(connection, writer, context, statement));
}

/** CREATE VIEW */
export function planCreateView(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const statement = readCreateView(tokens);
  return planCreate(statement, context, (connection) => {
    const view = { query: textAfterAs(context.sql), useLegacySql: false, needsNames: true };
    return describeView(connection, context.catalog, targetName(statement.target, context), view, statement.properties);
  });
}

function planCreate(
  { target: parts, ifNotExists, orReplace }: Omit<CreateTable, "fields" | "query">,
  context: StatementContext,
  make: (connection: DuckDBConnection, writer: TableWriter) => Promise<StoredTable>,
): PlannedStatement {
  const { catalog } = context;
  const target = targetName(parts, context);
  catalog.checkWritable(target, `Dataset ${datasetLabel(target)}`);
  const isKept = () => ifNotExists && catalog.find(target) !== undefined;
  if (!orReplace && !ifNotExists) catalog.checkNew(target);
  return {
    target,
    run: async (connection, writer) => {
      if (isKept()) return done("SKIP", target);
      const isReplaced = catalog.find(target) !== undefined;
      if (isReplaced && !orReplace) catalog.checkNew(target);
      await writer.commit(connection, target, await make(connection, writer));
      return done(isReplaced ? "REPLACE" : "CREATE", target);
    },
  };
}

async function makeTable(
  connection: DuckDBConnection,
  writer: TableWriter,
  context: StatementContext,
  { fields, properties, query }: CreateTable,
): Promise<StoredTable> {
  const rows = query && (await translatePart(connection, context, query));
  if (fields === undefined && rows !== undefined) checkNamed("TABLE", rows.columns);
  const columns = fields ?? (rows === undefined ? [] : await describeResult(connection, rows));
  if (columns.length === 0) throw invalidQuery("CREATE TABLE must have columns or a query");
  checkPartitioning(columns, properties);
  const made = await writer.createEmpty(connection, { fields: columns, properties });
  if (rows === undefined) return made;
  return writer.append(connection, made, assignedRowsSql(rows, { columns, fields: columns }));
}

/** DROP TABLE and DROP VIEW */
export function planDrop(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const { kind, ifExists, target: parts } = readDrop(tokens);
  const target = targetName(parts, context);
  const { catalog } = context;
  if (!ifExists) find();
  return {
    target,
    run: async (connection, writer) => {
      if (find() === undefined) return done("SKIP", target);
      await writer.drop(connection, target);
      return done("DROP", target);
    },
  };

  function find(): StoredTable | undefined {
    const table = catalog.find(target);
    if (table === undefined && !ifExists) throw notFound(`${kind === "VIEW" ? "View" : "Table"} ${tableLabel(target)}`);
    if (table === undefined) return undefined;
    catalog.checkWritable(target, `Table ${tableLabel(target)}`);
    const isView = table.viewQuery !== undefined;
    if (isView !== (kind === "VIEW")) {
      throw invalidQuery(`${tableLabel(target)} is ${isView ? "a view" : "a table"}, which DROP ${kind} does not drop`);
    }
    return table;
  }
}

/** ALTER TABLE */
export function planAlterTable(tokens: readonly Token[], context: StatementContext): PlannedStatement {
  const { target: parts, ifExists, changes } = readAlterTable(tokens);
  const target = targetName(parts, context);
  const { catalog } = context;
  const find = () => {
    const table = catalog.find(target);
    if (table === undefined && !ifExists) throw notFound(`Table ${tableLabel(target)}`);
    if (table !== undefined) catalog.checkWritable(target, `Table ${tableLabel(target)}`);
    return table;
  };
  find();
  return {
    target,
    run: async (connection, writer) => {
      const before = find();
      if (before === undefined) return done("SKIP", target);
      const old = before.columns.map(({ field }) => field);
      const fields = changes.reduce(changeFields, old);
      const options = changes.map((change) => (change.kind === "options" ? change.properties : {}));
      const table = {
        ...before,
        properties: Object.assign({}, before.properties, ...options) as Record<string, unknown>,
      };
      checkPartitioning(fields, table.properties);
      const isSame = fields.every((field, index) => field === old[index]) && fields.length === old.length;
      await writer.commit(connection, target, isSame ? table : await writer.withFields(connection, table, fields));
      return done("ALTER", target);
    },
  };
}

function changeFields(fields: Field[], change: TableChange): Field[] {
  const has = (name: string) => fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
  switch (change.kind) {
    case "options":
      return fields;
    case "add": {
      const { field, ifNotExists } = change;
      if (has(field.name) && ifNotExists) return fields;
      if (has(field.name)) throw invalidQuery(`Column already exists: ${field.name}`);
      if (field.required) throw invalidQuery(`Column ${field.name} cannot be added as REQUIRED to an existing table`);
      return checkNames([...fields, field]);
    }
    case "drop": {
      if (!has(change.column) && change.ifExists) return fields;
      const dropped = findField(fields, change.column);
      return fields.filter((field) => field !== dropped);
    }
    case "nullable": {
      const changed = findField(fields, change.column);
      return fields.map((field) => (field === changed ? { ...field, required: false } : field));
    }
    case "type": {
      const changed = findField(fields, change.column);
      return fields.map((field) => (field === changed ? setDataType(field, change) : field));
    }
  }
  return change satisfies never;
}

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-definition-language#alter_column_set_data_type_statement */
function setDataType(field: Field, { type, more }: ReadType): Field {
  if (sqlTypeName(type) !== sqlTypeName(field.type)) throw notImplemented("SET DATA TYPE to another type");
  const before = field.more ?? {};
  const number = (text: string | undefined, absent: number) => (text === undefined ? absent : Number(text));
  const whole = ({ precision, scale }: FieldProperties) => number(precision, Infinity) - number(scale, 0);
  const isWider =
    number(more.maxLength, Infinity) >= number(before.maxLength, Infinity) &&
    whole(more) >= whole(before) &&
    (more.precision === undefined || number(more.scale, 0) >= number(before.scale, 0));
  if (!isWider) {
    throw invalidQuery(
      `ALTER TABLE ALTER COLUMN SET DATA TYPE requires that the existing type of column ${field.name} is assignable to the new one`,
    );
  }
  const { maxLength: _length, precision: _precision, scale: _scale, ...kept } = before;
  return { ...field, more: { ...kept, ...more } };
}

/** CREATE SCHEMA */
export function planCreateSchema(
  tokens: readonly Token[],
  { catalog, projectId, location }: StatementContext,
): PlannedStatement {
  const statement = readCreateSchema(tokens);
  const dataset = datasetName(statement.target, projectId);
  if (catalog.hasDataset(dataset) && !statement.ifNotExists) throw duplicate(`Dataset ${datasetLabel(dataset)}`);
  return {
    target: undefined,
    run: async () => {
      if (catalog.hasDataset(dataset)) return { definition: { operation: "SKIP", dataset } };
      const nowMs = Date.now();
      const place = statement.location ?? location ?? defaultLocation;
      const times = { createdMs: nowMs, modifiedMs: nowMs };
      catalog.setDataset(dataset, { ...times, location: place, isSample: false, properties: statement.properties });
      return { definition: { operation: "CREATE", dataset } };
    },
  };
}

/** DROP SCHEMA */
export function planDropSchema(tokens: readonly Token[], { catalog, projectId }: StatementContext): PlannedStatement {
  const { target, ifExists, isCascade } = readDrop(tokens);
  const dataset = datasetName(target, projectId);
  if (!catalog.hasDataset(dataset) && !ifExists) throw notFound(`Dataset ${datasetLabel(dataset)}`);
  return {
    target: undefined,
    run: async (connection, writer) => {
      if (!catalog.hasDataset(dataset)) return { definition: { operation: "SKIP", dataset } };
      catalog.checkWritable(dataset, `Dataset ${datasetLabel(dataset)}`);
      await writer.dropDataset(connection, dataset, isCascade);
      return { definition: { operation: "DROP", dataset } };
    },
  };
}

function datasetName(parts: readonly string[], defaultProject: string) {
  const [datasetId = "", projectId = defaultProject] = parts.toReversed();
  return { projectId, datasetId };
}

function done(operation: "CREATE" | "SKIP" | "REPLACE" | "DROP" | "ALTER", table: TableName): StatementOutcome {
  return { definition: { operation, table } };
}

/** The text of a view's query, as it was written. */
function textAfterAs(sql: string): string {
  const tokens = readTokens(sql);
  const start = tokens.findIndex(({ kind, value }) => kind === "word" && value.toUpperCase() === "AS");
  return tokens
    .slice(start + 1)
    .map(({ text }) => text)
    .join("")
    .trim()
    .replace(/;\s*$/, "");
}
