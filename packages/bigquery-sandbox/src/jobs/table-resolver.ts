import { invalidQuery, notImplemented } from "../errors.ts";
import type { NameScope } from "../sql/table-names.ts";
import { type TranslatedQuery, translate } from "../sql/translate.ts";
import type { Catalog, FoundTable } from "../storage/catalog.ts";
import { rowsSql, type StoredTable } from "../storage/stored-table.ts";
import { tableLabel } from "../storage/table-name.ts";
import type { DefaultDataset } from "./job-request.ts";

/** Views may refer to views, 16 deep: https://cloud.google.com/bigquery/quotas#view_limits */
const MAX_VIEW_DEPTH = 16;

/** A table that a query reads, directly or through a view. */
export interface ReadTable extends FoundTable {
  /** The view's query, if it is read through one. */
  readonly through: TranslatedQuery | undefined;
}

/** Where names of tables are looked up. */
export interface ResolverOptions {
  readonly catalog: Catalog;
  readonly projectId: string;
  readonly defaultDataset: DefaultDataset | undefined;
  /** Undefined: where the first table is. https://cloud.google.com/bigquery/docs/locations#specify_locations */
  readonly location: string | undefined;
  readonly nowMs: number;
  /** Times of FOR SYSTEM_TIME AS OF, by the order of the tables in the query. */
  readonly snapshots?: readonly (number | undefined)[];
  /** The table that a statement changes; its queries read it under {@link targetPath}. */
  readonly target?: StoredTable | undefined;
}

/** A name that no table can have. */
const TARGET_PROJECT = "$target";

/** GoogleSQL of the table that a statement changes, with the number of each row in the column `$row`. */
export const targetPath = `\`${TARGET_PROJECT}\`.rows.target`;

/** Finds the tables of one query. */
export class TableResolver implements NameScope {
  readonly defaultDataset: readonly string[] | undefined;
  readonly found: ReadTable[] = [];
  readonly #options: ResolverOptions;
  #location: string | undefined;
  #count = 0;

  constructor(options: ResolverOptions) {
    this.#options = options;
    this.#location = options.location;
    const { projectId, datasetId } = options.defaultDataset ?? {};
    this.defaultDataset = datasetId === undefined ? undefined : [...(projectId ? [projectId] : []), datasetId];
  }

  /** Where the query runs, once its first table is found. */
  get location(): string | undefined {
    return this.#location;
  }

  toSqlName = (parts: readonly string[]): string => {
    const snapshotMs = this.#options.snapshots?.[this.#count];
    this.#count += 1;
    if (parts[0] === TARGET_PROJECT) return this.#targetSql();
    return this.#sqlOf(parts, { projectId: this.#options.projectId, snapshotMs, depth: 0, through: undefined });
  };

  #sqlOf(parts: readonly string[], reader: Reader): string {
    const { catalog, nowMs } = this.#options;
    const name = catalog.nameOf(parts, reader.projectId);
    const found = catalog.resolve(name, this.#location, reader.snapshotMs, nowMs);
    this.#location ??= catalog.locationOf(name);
    const { viewQuery, sqlName } = found.table;
    if (viewQuery === undefined || sqlName !== "") {
      this.found.push({ ...found, through: reader.through });
      return rowsSql(found.table);
    }
    if (reader.depth >= MAX_VIEW_DEPTH) throw invalidQuery(`View ${tableLabel(name)} is nested too deeply`);
    return `(${this.#viewSql(viewQuery, name.projectId, reader.depth + 1)})`;
  }

  #targetSql(): string {
    const { target } = this.#options;
    if (target === undefined) throw new Error("A query reads the target of a statement that has none");
    return `(SELECT rowid AS "$row", * FROM ${target.sqlName} WHERE rowid < ${target.rowCount})`;
  }

  #viewSql(viewQuery: string, projectId: string, depth: number): string {
    // Bytes are counted by the view's query, which is translated to know its columns before its tables.
    const through = translate(viewQuery, [], { toSqlName: () => "", defaultDataset: undefined });
    if (through.references.some(({ systemTimeSql }) => systemTimeSql !== undefined)) {
      throw notImplemented("FOR SYSTEM_TIME AS OF in views");
    }
    const toSqlName = (parts: readonly string[]) =>
      this.#sqlOf(parts, { projectId, snapshotMs: undefined, depth, through });
    return translate(viewQuery, [], { toSqlName, defaultDataset: undefined }).sql;
  }
}

interface Reader {
  readonly projectId: string;
  readonly snapshotMs: number | undefined;
  readonly depth: number;
  readonly through: TranslatedQuery | undefined;
}
