import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";

import { invalid } from "../../errors.ts";
import { quoteIdentifier, quoteText } from "../../sql/quote.ts";
import { assignSql } from "../../sql/compile/assign.ts";
import { fieldTypeOf, missingSql } from "../../storage/duckdb-type.ts";
import type { Field } from "../../wire/field-type.ts";

/** An uploaded file, on disk until it is disposed. */
export interface ParquetFile extends AsyncDisposable {
  /** Its columns as BigQuery's. */
  readonly fields: readonly Field[];
  /** SELECT of its rows as rows of a table, by the names of columns. */
  readonly rowsSql: (fields: readonly Field[], ignoreUnknownValues: boolean) => string;
}

/** @param uploadDir the one folder that DuckDB may read */
export async function openParquet(connection: DuckDBConnection, uploadDir: string, data: Buffer): Promise<ParquetFile> {
  await mkdir(uploadDir, { recursive: true });
  const path = join(uploadDir, `${randomUUID()}.parquet`);
  await writeFile(path, data);
  const remove = () => rm(path, { force: true });
  try {
    const source = `read_parquet(${quoteText(path)})`;
    const columns = await describeColumns(connection, source);
    return {
      fields: columns.map(({ name, type }) => ({ name, type: fieldTypeOf(type), required: false })),
      rowsSql: (fields, ignoreUnknownValues) => toRowsSql(source, columns, fields, ignoreUnknownValues),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface ParquetColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: DuckDBType;
}

async function describeColumns(connection: DuckDBConnection, source: string): Promise<ParquetColumn[]> {
  const describe = async (columns: string) => {
    try {
      const result = await connection.runAndReadAll(`SELECT ${columns} FROM ${source} LIMIT 0`);
      return { names: result.columnNames(), types: result.columnTypes() };
    } catch (error) {
      const [reason = ""] = String(error instanceof Error ? error.message : error).split("\n", 1);
      throw invalid(`Error while reading data, error message: ${reason.replaceAll(/'[^']*\.parquet'/g, "the file")}`);
    }
  };
  const { names, types } = await describe("*");
  const sqls = names.map((name, index) => toKnownType(quoteIdentifier(name), types[index]));
  const converted = await describe(sqls.join(", "));
  return names.map((name, index) => ({ name, sql: sqls[index] as string, type: converted.types[index] as DuckDBType }));
}

const OTHER_TIMES = new Set([DuckDBTypeId.TIMESTAMP_S, DuckDBTypeId.TIMESTAMP_MS, DuckDBTypeId.TIMESTAMP_NS]);

/** Times of other units have microseconds in BigQuery. */
function toKnownType(sql: string, type: DuckDBType | undefined): string {
  return type !== undefined && OTHER_TIMES.has(type.typeId) ? `${sql}::TIMESTAMP` : sql;
}

function toRowsSql(
  source: string,
  columns: readonly ParquetColumn[],
  fields: readonly Field[],
  ignoreUnknownValues: boolean,
): string {
  const byName = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  const values = fields.map((field) => {
    const column = byName.get(field.name.toLowerCase());
    byName.delete(field.name.toLowerCase());
    return column === undefined
      ? missingSql(field)
      : assignSql({ sql: column.sql, type: fieldTypeOf(column.type) }, field);
  });
  const [unknown] = byName.keys();
  if (unknown !== undefined && !ignoreUnknownValues)
    throw invalid(`Provided Schema does not match Table. Cannot add fields (field: ${unknown})`);
  return `SELECT ${values.join(", ")} FROM ${source}`;
}
