import { invalidQuery } from "../errors.ts";
import type { TableReference, TableScope } from "../sql/compile/context.ts";
import type { Catalog, FoundTable } from "../storage/catalog.ts";
import type { StoredTable } from "../storage/stored-table.ts";
import { tableLabel, type TableName } from "../storage/table-name.ts";
import type { DefaultDataset } from "./job-request.ts";

/** Where names of tables are looked up. */
export interface ResolverOptions {
  readonly catalog: Catalog;
  readonly projectId: string;
  readonly defaultDataset: DefaultDataset | undefined;
  /** Undefined: where the first table is. https://cloud.google.com/bigquery/docs/locations#specify_locations */
  readonly location: string | undefined;
  readonly nowMs: number;
  /** The table that a statement changes; its queries read it under {@link targetPath}. */
  readonly target?: FoundTable | undefined;
}

/** A name that no table can have. */
const TARGET_PROJECT = "$target";

/** The path of the table that a statement changes, with the number of each row in the column `$row`. */
export const targetPath: readonly string[] = [TARGET_PROJECT, "rows", "target"];

/** The column of {@link targetPath} that numbers the rows. */
export const ROW_COLUMN = "$row";

/** Finds the tables of one query. */
export class TableResolver implements TableScope {
  readonly defaultDataset: readonly string[] | undefined;
  readonly #options: ResolverOptions;
  #location: string | undefined;

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

  find = (parts: readonly string[], reference: TableReference): readonly FoundTable[] => {
    if (parts[0] === TARGET_PROJECT) return [this.#target()];
    const { catalog, projectId } = this.#options;
    const name = catalog.nameOf(parts, reference.projectId ?? projectId);
    if (!name.tableId.endsWith("*")) return [this.#find(name, reference)];
    const found = this.#namesOf(name).map((one) => this.#find(one, reference));
    const views = found.filter(({ table }) => table.viewQuery !== undefined);
    if (views.length === 0) return found;
    const labels = views.map((one) => tableLabel(one.name)).join(", ");
    throw invalidQuery(`Views cannot be queried through prefix. Matched views are: ${labels}`);
  };

  #find(name: TableName, { snapshotMs }: TableReference): FoundTable {
    const { catalog, nowMs } = this.#options;
    const found = catalog.resolve(name, this.#location, snapshotMs, nowMs);
    this.#location ??= catalog.locationOf(name);
    return found;
  }

  /** https://cloud.google.com/bigquery/docs/querying-wildcard-tables */
  #namesOf(pattern: TableName): TableName[] {
    const { catalog } = this.#options;
    const prefix = pattern.tableId.slice(0, -1);
    const ids = catalog.hasDataset(pattern) ? catalog.tables(pattern).filter((id) => id.startsWith(prefix)) : [];
    if (ids.length === 0) throw invalidQuery(`${tableLabel(pattern)} does not match any table.`);
    return ids.map((tableId) => ({ ...pattern, tableId }));
  }

  #target(): FoundTable {
    const { target } = this.#options;
    if (target === undefined) throw new Error("A query reads the target of a statement that has none");
    return { ...target, table: numberedRows(target.table) };
  }
}

function numberedRows(table: StoredTable): StoredTable {
  const field = { name: ROW_COLUMN, type: { kind: "scalar", name: "INTEGER" }, required: true } as const;
  const number = { field, facts: { hasNulls: false, hasFractions: false }, byteCount: 0 };
  const sqlName = `(SELECT rowid AS "${ROW_COLUMN}", * FROM ${table.sqlName} WHERE rowid < ${table.rowCount})`;
  return { ...table, columns: [number, ...table.columns], sqlName, isAppendable: false };
}
