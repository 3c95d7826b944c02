import { type ApiError, invalidQuery } from "../../errors.ts";
import type { FoundTable } from "../../storage/catalog.ts";
import { COVERAGE } from "../coverage.ts";
import type { QueryParameter } from "../parameters.ts";
import type { Expression } from "../syntax/ast.ts";
import { place } from "../syntax/cursor.ts";
import type { OutputColumn } from "./compile-query.ts";
import type { TableUse } from "./table-use.ts";

/** How a query names a table. */
export interface TableReference {
  /** The moment of FOR SYSTEM_TIME AS OF. */
  readonly snapshotMs?: number | undefined;
  /** In the query of a view: the view's project. */
  readonly projectId?: string | undefined;
}

/** Resolves the names of a query's tables. */
export interface TableScope {
  /** The tables of a name, several for a wildcard; throws BigQuery's error for none. */
  readonly find: (parts: readonly string[], reference: TableReference) => readonly FoundTable[];
  /** For names without a dataset. */
  readonly defaultDataset: readonly string[] | undefined;
}

/** The times of a query's FOR SYSTEM_TIME AS OF, which are computed before it is compiled. */
export type SystemTimes = ReadonlyMap<Expression, number>;

/** What a context can do without. */
interface ContextOptions {
  readonly parameters?: readonly QueryParameter[];
  readonly times?: SystemTimes;
  /** In the query of a view: the view's project. */
  readonly viewProject?: string;
  /** The number of views around this query. */
  readonly viewDepth?: number;
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
  /** The tables that are read, directly or by views. */
  readonly uses: TableUse[] = [];
  isDeterministic = true;
  hasViews = false;
  readonly times: SystemTimes;
  readonly viewProject: string | undefined;
  readonly viewDepth: number;
  #aliases = 0;

  constructor(sql: string, tables: TableScope, options: ContextOptions = {}) {
    this.sql = sql;
    this.tables = tables;
    this.parameters = options.parameters ?? [];
    this.times = options.times ?? new Map<Expression, number>();
    this.viewProject = options.viewProject;
    this.viewDepth = options.viewDepth ?? 0;
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
