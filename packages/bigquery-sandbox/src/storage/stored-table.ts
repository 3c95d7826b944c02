import type { DuckDBConnection } from "@duckdb/node-api";

import { quoteIdentifier } from "../sql/quote.ts";
import type { WireColumn } from "../wire/cell-sql.ts";
import type { Field } from "../wire/field-type.ts";
import { columnBytesSql } from "../wire/size-sql.ts";
import { fieldTypeOf } from "./duckdb-type.ts";
import type { TableLimits } from "./table-limits.ts";

/** Rows whose bytes are summed together, so that a page's end is found without reading every row. */
export const BLOCK_ROWS = 8192;

/** A column with its logical bytes, as BigQuery bills them. */
export interface StoredColumn extends WireColumn {
  readonly byteCount: number;
}

/** An immutable table in DuckDB, its rows numbered 0.. by `rowid`. Plain data, so that it can be stored as JSON. */
export interface StoredTable {
  /** Quoted, with catalog and schema. */
  readonly sqlName: string;
  readonly columns: readonly StoredColumn[];
  readonly rowCount: number;
  readonly byteCount: number;
  /** Bytes of all rows before block i; one more entry than there are blocks. */
  readonly bytesBeforeBlock: readonly number[];
  readonly createdMs: number;
  /** GoogleSQL of a view: its rows cannot be listed, only queried. */
  readonly viewQuery?: string;
  readonly limits?: TableLimits;
}

/**
 * Describes a table that was just written: its columns, sizes, and facts that make its values cheap to write. One scan.
 */
export async function describeTable(
  connection: DuckDBConnection,
  sqlName: string,
  createdMs: number,
): Promise<StoredTable> {
  const fields = await readFields(connection, sqlName);
  const blocks = await readBlocks(connection, sqlName, fields);
  const columns = fields.map((field, index) => summarizeColumn(field, blocks, 1 + index * FACTS_PER_COLUMN));
  const bytesBeforeBlock = [0];
  for (const block of blocks) {
    const bytes = fields.reduce((sum, _, index) => sum + (block[1 + index * FACTS_PER_COLUMN] ?? 0), 0);
    bytesBeforeBlock.push((bytesBeforeBlock.at(-1) ?? 0) + bytes);
  }
  const rowCount = blocks.reduce((sum, block) => sum + (block[0] ?? 0), 0);
  return { sqlName, columns, rowCount, byteCount: bytesBeforeBlock.at(-1) ?? 0, bytesBeforeBlock, createdMs };
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

async function readBlocks(connection: DuckDBConnection, sqlName: string, fields: readonly Field[]) {
  const facts = fields.flatMap((field) => [
    `(${columnBytesSql(field)})::DOUBLE`,
    `count(${quoteIdentifier(field.name)})::DOUBLE`,
    `(${fractionsSql(field)})::DOUBLE`,
  ]);
  const result = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, ${facts.join(", ")} FROM ${sqlName} GROUP BY rowid // ${BLOCK_ROWS} ORDER BY rowid // ${BLOCK_ROWS}`,
  );
  return result.getRowsJS().map((row) => row.map(Number));
}

function fractionsSql(field: Field): string {
  if (field.type.kind !== "scalar" || field.type.name !== "DATETIME") return "0";
  return `coalesce(max((epoch_us(${quoteIdentifier(field.name)}) % 1000000 <> 0)::INTEGER), 0)`;
}

function summarizeColumn(field: Field, blocks: readonly (readonly number[])[], first: number): StoredColumn {
  const byteCount = blocks.reduce((sum, block) => sum + (block[first] ?? 0), 0);
  const hasNulls = blocks.some((block) => block[first + 1] !== block[0]);
  const hasFractions = blocks.some((block) => block[first + 2] !== 0);
  return { field, facts: { hasNulls, hasFractions }, byteCount };
}
