import { gunzipSync } from "node:zlib";

import type { DuckDBConnection } from "@duckdb/node-api";

import { invalid } from "../../errors.ts";
import type { Catalog } from "../../storage/catalog.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import type { TableWriter } from "../../storage/table-writer.ts";
import { rowsFromTextSql } from "../../values/from-text-sql.ts";
import type { Field } from "../../wire/field-type.ts";
import { sqlTypeName } from "../../wire/sql-type-name.ts";
import { checkDestination, openDestination } from "../destination.ts";
import type { LoadOutcome } from "../job.ts";
import { openParquet } from "./read-parquet.ts";
import type { LoadRequest } from "./load-request.ts";
import { readTextRows } from "./read-text-rows.ts";

/** Rows that DuckDB reads at once: their text is a value in its memory. */
const CHUNK_ROWS = 10_000;

/** Loads the data into the table. Failure: nothing is visible before all rows are written. */
export async function runLoad(
  connection: DuckDBConnection,
  writer: TableWriter,
  catalog: Catalog,
  request: LoadRequest,
): Promise<LoadOutcome> {
  const { destination } = request;
  const existing = checkDestination(catalog, destination);
  const isKept = destination.write !== "WRITE_TRUNCATE" || request.options.fields === undefined;
  const known = isKept ? existing?.columns.map(({ field }) => field) : undefined;
  const write = request.options.format === "PARQUET" ? loadParquet : loadText;
  const { before, after, badRecords } = await write();
  await writer.commit(connection, destination.table, after);
  return {
    inputBytes: request.data.length,
    outputRows: after.rowCount - before.rowCount,
    outputBytes: after.byteCount - before.byteCount,
    badRecords,
  };

  async function loadText(): Promise<Written> {
    const { fields, rows, badRecords } = readTextRows(toText(request.data), request.options, known);
    const before = await openDestination(connection, writer, catalog, destination, fields);
    const all = before.columns.map(({ field }) => field);
    checkTypes(fields, all);
    // Rows have keys by position in the file's schema, which may be another than the table's.
    const selectSql = rowsFromTextSql(fields, all);
    let after = before;
    for (let at = 0; at < rows.length; at += CHUNK_ROWS) {
      const text = JSON.stringify(rows.slice(at, at + CHUNK_ROWS));
      after = await writer.append(connection, after, selectSql, { values: [text] });
    }
    return { before, after, badRecords };
  }

  async function loadParquet(): Promise<Written> {
    await using file = await openParquet(connection, writer.uploadDir, request.data);
    const fields = request.options.fields ?? known ?? file.fields;
    const before = await openDestination(connection, writer, catalog, destination, fields);
    const sql = file.rowsSql(
      before.columns.map(({ field }) => field),
      request.options.ignoreUnknownValues,
    );
    return { before, after: await writer.append(connection, before, sql), badRecords: 0 };
  }
}

/** The file's columns have the types of the table's. */
function checkTypes(fields: readonly Field[], all: readonly Field[]): void {
  for (const field of fields) {
    const { type } = all.find(({ name }) => name.toLowerCase() === field.name.toLowerCase()) ?? field;
    const [from, to] = [sqlTypeName(type), sqlTypeName(field.type)];
    if (from === to) continue;
    throw invalid(`Provided Schema does not match Table. Field ${field.name} has changed type from ${from} to ${to}`);
  }
}

interface Written {
  readonly before: StoredTable;
  readonly after: StoredTable;
  readonly badRecords: number;
}

/** Files may be compressed by gzip, which their first bytes say. */
function toText(data: Buffer): string {
  const isPacked = data[0] === 0x1f && data[1] === 0x8b;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(isPacked ? gunzipSync(data) : data);
  } catch {
    // The reason is one of two, and both are the client's.
    throw invalid("Error while reading data, error message: the file is not UTF-8 or not valid gzip");
  }
}
