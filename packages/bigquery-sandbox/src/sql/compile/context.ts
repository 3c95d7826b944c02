import { type ApiError, invalidQuery } from "../../errors.ts";
import type { TableName } from "../../storage/catalog.ts";
import type { StoredTable } from "../../storage/stored-table.ts";
import { COVERAGE } from "../coverage.ts";
import type { QueryParameter } from "../parameters.ts";
import { place } from "../syntax/cursor.ts";
import type { OutputColumn } from "./compile-query.ts";
import type { TableUse } from "./table-use.ts";

/** A table that a name means. */
export interface FoundTable {
  readonly name: TableName;
  readonly table: StoredTable;
}

/** Resolves the names of a query's tables. */
export interface TableScope {
  /** The tables of a name, several for a wildcard; throws BigQuery's error for none. */
  readonly find: (parts: readonly string[]) => readonly FoundTable[];
  /** For names without a dataset. */
  readonly defaultDataset: readonly string[] | undefined;
}

/** A query in WITH. */
export interface NamedQuery {
  readonly sqlName: string;
  readonly columns: readonly OutputColumn[];
}

/** What the compilation of a whole query shares. */
export class Context {
  readonly sql: string;
  readonly tables: TableScope;
  readonly parameters: readonly QueryParameter[];
  readonly uses: TableUse[] = [];
  /** Tables that views read. */
  readonly usesInViews: TableUse[] = [];
  isDeterministic = true;
  #aliases = 0;

  constructor(sql: string, tables: TableScope, parameters: readonly QueryParameter[]) {
    this.sql = sql;
    this.tables = tables;
    this.parameters = parameters;
  }

  /** A name that nothing else in the query has. */
  newAlias(): string {
    this.#aliases += 1;
    return `_t${this.#aliases}`;
  }

  /** BigQuery's error about what begins at this offset. */
  error(message: string, at: number): ApiError {
    return invalidQuery(`${message}${place(this.sql, at)}`);
  }

  /** An error about what BigQuery has and the sandbox does not. */
  unsupported(what: string, at: number): ApiError {
    return invalidQuery(`${what} is not supported by the sandbox${place(this.sql, at)} (${COVERAGE})`);
  }
}
