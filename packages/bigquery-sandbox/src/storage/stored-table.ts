import type { DuckDBConnection } from "@duckdb/node-api";

import { quoteIdentifier } from "../sql/quote.ts";
import type { WireColumn } from "../wire/cell-sql.ts";
import type { Field } from "../wire/field-type.ts";
import { columnBytesSql } from "../wire/size-sql.ts";
import { fieldTypeOf } from "./duckdb-type.ts";
import { INGESTION_TIME, ingestionUnit } from "./partitioning.ts";
import type { TableLimits } from "./table-limits.ts";

/** Rows whose bytes are summed together, so that a page's end is found without reading every row. */
export const BLOCK_ROWS = 8192;

/** A column with its logical bytes, as BigQuery bills them. */
export interface StoredColumn extends WireColumn {
  readonly byteCount: number;
}

/** A table at one time: rows 0 up to `rowCount` of a table in DuckDB. Plain data, so that it can be stored as JSON. */
export interface StoredTable {
  /** Quoted, with catalog and schema; empty for a view that is a query. */
  readonly sqlName: string;
  readonly columns: readonly StoredColumn[];
  readonly rowCount: number;
  readonly byteCount: number;
  /** Bytes of all rows before block i; one more entry than there are blocks. */
  readonly bytesBeforeBlock: readonly number[];
  readonly createdMs: number;
  /** When its rows or properties changed last; undefined for what never changes. */
  readonly modifiedMs?: number;
  /** GoogleSQL of a view: its rows cannot be listed, only queried. */
  readonly viewQuery?: string;
  readonly limits?: TableLimits | undefined;
  /** True if rows may follow in DuckDB that were appended later. */
  readonly isAppendable?: boolean;
  /** What its client set besides the columns: description, labels, partitioning, ... */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A table without rows. */
export function emptyTable(sqlName: string, fields: readonly Field[], createdMs: number): StoredTable {
  const facts = { hasNulls: false, hasFractions: false };
  const columns = fields.map((field) => ({ field, facts, byteCount: 0 }));
  return { sqlName, columns, rowCount: 0, byteCount: 0, bytesBeforeBlock: [0], createdMs };
}

/** The columns of the table in DuckDB: its own, and the time of arrival if rows are partitioned by it. */
export function storedFields({ columns, properties }: Pick<StoredTable, "columns" | "properties">): Field[] {
  const fields = columns.map(({ field }) => field);
  return ingestionUnit(properties) === undefined ? fields : [...fields, INGESTION_TIME];
}

/** What a query reads of a table, and nothing that was appended later. */
export function rowsSql({ sqlName, rowCount, isAppendable }: StoredTable): string {
  return isAppendable ? `(SELECT * FROM ${sqlName} WHERE rowid < ${rowCount})` : sqlName;
}

/**
 * Describes a table that was just written: its columns, sizes, and facts that make its values cheap to write. One scan.
 */
export async function describeTable(
  connection: DuckDBConnection,
  sqlName: string,
  createdMs: number,
  fields?: readonly Field[],
): Promise<StoredTable> {
  const found = fields ?? (await readFields(connection, sqlName));
  return addNewRows(connection, emptyTable(sqlName, found, createdMs));
}

/** The table with the rows that were appended to it. Scans these only. */
export async function addNewRows(connection: DuckDBConnection, table: StoredTable): Promise<StoredTable> {
  const fields = table.columns.map(({ field }) => field);
  const blocks = await readBlocks(connection, table, fields);
  const columns = table.columns.map((column, index) => addBlocks(column, blocks, 2 + index * FACTS_PER_COLUMN));
  const bytesBeforeBlock = [...table.bytesBeforeBlock];
  for (const [block = 0, , ...facts] of blocks) {
    const bytes = fields.reduce((sum, _, index) => sum + (facts[index * FACTS_PER_COLUMN] ?? 0), 0);
    bytesBeforeBlock[block + 1] = (bytesBeforeBlock[block + 1] ?? bytesBeforeBlock[block] ?? 0) + bytes;
  }
  const rowCount = blocks.reduce((sum, [, count = 0]) => sum + count, table.rowCount);
  return { ...table, columns, rowCount, byteCount: bytesBeforeBlock.at(-1) ?? 0, bytesBeforeBlock };
}

/** The columns of a table as BigQuery names and types them; NOT NULL columns are REQUIRED. */
export async function readFields(connection: DuckDBConnection, sqlName: string): Promise<Field[]> {
  const empty = await connection.runAndReadAll(`SELECT * FROM ${sqlName} LIMIT 0`);
  const described = await connection.runAndReadAll(`DESCRIBE ${sqlName}`);
  const nullable = described.getRowsJS().map((row) => row[2] !== "NO");
  const types = empty.columnTypes();
  return empty.columnNames().map((name, index) => {
    const type = types[index];
    if (type === undefined) throw new Error(`Column ${name} has no type`);
    return { name, type: fieldTypeOf(type), required: nullable[index] === false };
  });
}

// Per column and block: bytes, values that are not NULL, 1 if a DATETIME has a fraction of a second.
const FACTS_PER_COLUMN = 3;

/** Per block with new rows: its number, how many they are, and the facts of each column. */
async function readBlocks(connection: DuckDBConnection, { sqlName, rowCount }: StoredTable, fields: readonly Field[]) {
  const facts = fields.flatMap((field) => [
    `(${columnBytesSql(field)})::DOUBLE`,
    `count(${quoteIdentifier(field.name)})::DOUBLE`,
    `(${fractionsSql(field)})::DOUBLE`,
  ]);
  const block = `rowid // ${BLOCK_ROWS}`;
  const result = await connection.runAndReadAll(
    `SELECT (${block})::DOUBLE, count(*)::DOUBLE, ${facts.join(", ")} FROM ${sqlName} WHERE rowid >= ${rowCount}
     GROUP BY ${block} ORDER BY ${block}`,
  );
  return result.getRowsJS().map((row) => row.map(Number));
}

function fractionsSql(field: Field): string {
  if (field.type.kind !== "scalar" || field.type.name !== "DATETIME") return "0";
  return `coalesce(max((epoch_us(${quoteIdentifier(field.name)}) % 1000000 <> 0)::INTEGER), 0)`;
}

function addBlocks(column: StoredColumn, blocks: readonly (readonly number[])[], first: number): StoredColumn {
  const byteCount = blocks.reduce((sum, block) => sum + (block[first] ?? 0), column.byteCount);
  const hasNulls = column.facts.hasNulls || blocks.some((block) => block[first + 1] !== block[1]);
  const hasFractions = column.facts.hasFractions || blocks.some((block) => block[first + 2] !== 0);
  return { field: column.field, facts: { hasNulls, hasFractions }, byteCount };
}
