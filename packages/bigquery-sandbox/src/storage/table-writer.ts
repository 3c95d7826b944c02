import { setTimeout as delay } from "node:timers/promises";

import type { DuckDBConnection } from "@duckdb/node-api";

import { ApiError } from "../errors.ts";
import { quoteIdentifier } from "../sql/quote.ts";
import type { Field } from "../wire/field-type.ts";
import type { Catalog } from "./catalog.ts";
import type { Connections } from "./connections.ts";
import { duckdbTypeOf, missingSql } from "./duckdb-type.ts";
import { INGESTION_TIME, ingestionTimeSql, ingestionUnit } from "./partitioning.ts";
import { addNewRows, emptyTable, storedFields, type StoredTable } from "./stored-table.ts";
import { type DatasetName, datasetLabel, type TableName } from "./table-name.ts";

/** What a new table is, besides its rows. */
export interface TableDefinition {
  readonly fields: readonly Field[];
  readonly properties: Readonly<Record<string, unknown>>;
}

interface AppendOptions {
  /** Of `$1`, ... in the SELECT. */
  readonly values?: string[];
  readonly fields?: readonly Field[];
}

/**
 * Writes tables of clients, one write at a time. Rows are never changed where they are: a write appends rows beyond those that
 * earlier versions read, or makes another DuckDB table.
 */
export class TableWriter {
  readonly #catalog: Catalog;
  readonly #connections: Connections;
  #last: Promise<unknown> = Promise.resolve();
  #tableCount = 0;
  #lastCommitMs = 0;

  /** The folder of files that are being loaded. */
  readonly uploadDir: string;

  constructor(catalog: Catalog, connections: Connections, uploadDir: string) {
    this.uploadDir = uploadDir;
    this.#catalog = catalog;
    this.#connections = connections;
  }

  /**
   * Runs `work` when no other write runs.
   *
   * Returns a millisecond later than the write: a client that reads a table `@now` after a write gets the rows of after it, and
   * one that read it `@now` before the write gets the same rows as then.
   */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    const result = await done;
    while (Date.now() < this.#lastCommitMs) await delay(1);
    return result;
  }

  /** The same on a connection of its own. */
  write<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.exclusively(() => this.#connections.use(work));
  }

  /** Makes an empty table in DuckDB, which no client sees before it is put into the catalog. */
  async createEmpty(connection: DuckDBConnection, { fields, properties }: TableDefinition): Promise<StoredTable> {
    this.#tableCount += 1;
    const sqlName = quoteIdentifier(`own_${this.#tableCount}`);
    const columns = fields.map((field) => {
      return `${quoteIdentifier(field.name)} ${duckdbTypeOf(field.type)}${field.required ? " NOT NULL" : ""}`;
    });
    const unit = ingestionUnit(properties);
    if (unit !== undefined) {
      columns.push(`${quoteIdentifier(INGESTION_TIME.name)} TIMESTAMPTZ DEFAULT ${ingestionTimeSql(unit)}`);
    }
    // DuckDB has no table without columns, BigQuery has.
    await connection.run(`CREATE TABLE ${sqlName} (${columns.length > 0 ? columns.join(", ") : '"$none" BOOLEAN'})`);
    return { ...emptyTable(sqlName, fields, this.#nextCommitMs()), isAppendable: true, properties };
  }

  /** The same table without rows, in a DuckDB table of its own. */
  async emptied(connection: DuckDBConnection, table: StoredTable): Promise<StoredTable> {
    const fields = table.columns.map(({ field }) => field);
    const empty = await this.createEmpty(connection, { fields, properties: table.properties ?? {} });
    return { ...empty, createdMs: table.createdMs, limits: table.limits };
  }

  /** The table with other columns, by name: new ones are NULL. */
  async withFields(connection: DuckDBConnection, table: StoredTable, fields: readonly Field[]): Promise<StoredTable> {
    const { createdMs, properties = {}, sqlName, rowCount, limits } = table;
    const before = new Set(storedFields(table).map(({ name }) => name.toLowerCase()));
    const copy = await this.createEmpty(connection, { fields, properties });
    const values = storedFields(copy).map((field) =>
      before.has(field.name.toLowerCase()) ? quoteIdentifier(field.name) : missingSql(field),
    );
    await connection.run(
      `INSERT INTO ${copy.sqlName} SELECT ${values.join(", ")} FROM ${sqlName} WHERE rowid < ${rowCount}`,
    );
    return { ...(await addNewRows(connection, copy)), createdMs, limits };
  }

  /**
   * Appends the rows of a SELECT.
   *
   * @param fields that its columns are: all of the table, perhaps with the time of arrival, which is now without it
   *
   * Failure: DuckDB inserts all rows or none. Rows that were inserted and never committed to the catalog lie beyond every version;
   * the next append then begins with a copy.
   */
  async append(
    connection: DuckDBConnection,
    table: StoredTable,
    selectSql: string,
    { values, fields = table.columns.map(({ field }) => field) }: AppendOptions = {},
  ): Promise<StoredTable> {
    const base = await this.#withoutTail(connection, table);
    await connection.run(`INSERT INTO ${base.sqlName} (${namesSql(fields)}) ${selectSql}`, values);
    return addNewRows(connection, base);
  }

  /** Makes the table's new version visible. */
  async commit(connection: DuckDBConnection, name: TableName, table: StoredTable): Promise<void> {
    const unused = this.#catalog.put(name, { ...table, modifiedMs: this.#nextCommitMs() });
    for (const sqlName of unused) await connection.run(`DROP TABLE ${sqlName}`);
  }

  /** Removes the table and its past. Pages of it that are being read fail. */
  async drop(connection: DuckDBConnection, name: TableName): Promise<void> {
    for (const sqlName of this.#catalog.remove(name)) await connection.run(`DROP TABLE ${sqlName}`);
  }

  /** Removes a dataset. Without `isWithTables` it must be empty. */
  async dropDataset(connection: DuckDBConnection, name: DatasetName, isWithTables: boolean): Promise<void> {
    const tables = this.#catalog.tables(name);
    if (tables.length > 0 && !isWithTables) {
      throw new ApiError(400, "resourceInUse", `Dataset ${datasetLabel(name)} is still in use`);
    }
    for (const tableId of tables) await this.drop(connection, { ...name, tableId });
    this.#catalog.removeDataset(name);
  }

  async #withoutTail(connection: DuckDBConnection, table: StoredTable): Promise<StoredTable> {
    const { sqlName, rowCount } = table;
    const found = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${sqlName} WHERE rowid >= ${rowCount}`);
    if (Number(found.getRowsJS()[0]?.[0]) === 0) return table;
    const copy = await this.emptied(connection, table);
    await connection.run(
      `INSERT INTO ${copy.sqlName} SELECT ${namesSql(storedFields(table))} FROM ${sqlName} WHERE rowid < ${rowCount}`,
    );
    return addNewRows(connection, copy);
  }

  /** Later than every time that a client can have read. */
  #nextCommitMs(): number {
    this.#lastCommitMs = Math.max(this.#lastCommitMs, Date.now()) + 1;
    return this.#lastCommitMs;
  }
}

function namesSql(fields: readonly Field[]): string {
  return fields.map(({ name }) => quoteIdentifier(name)).join(", ");
}
