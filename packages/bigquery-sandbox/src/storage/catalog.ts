import { ApiError, invalid, notFound } from "../errors.ts";
import type { SeedEntry } from "../seed/build-seed.ts";
import type { StoredTable } from "./stored-table.ts";

/** A table's full name. */
export interface TableName {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

/** The project of the data; every other project id only pays. */
export const DATA_PROJECT = "sandbox";

/** Location of the datasets that name none, and of jobs that read none. */
export const defaultLocation = "US";

/** Datasets elsewhere; a job in another location does not find them. */
const locations: Readonly<Record<string, string>> = { tokyo: "asia-northeast1" };

/** BigQuery keeps seven days of a table's past. https://cloud.google.com/bigquery/docs/time-travel */
const TIME_TRAVEL_MS = 7 * 24 * 3600 * 1000;

/** Views, each with the columns of its table. */
const VIEWS = [
  { dataset: "movies", view: "movies_view", of: "movies", where: "" },
  { dataset: "tokyo", view: "weather_view", of: "weather", where: "" },
  { dataset: "limits", view: "filtered_view", of: "filter_required", where: " WHERE day >= DATE '2024-01-02'" },
] as const;

/** All tables: the seed data, and the results of queries until they are evicted. */
export class Catalog {
  readonly #tables = new Map<string, StoredTable>();
  readonly #datasets = new Map<string, Set<string>>();
  readonly #locations = new Map<string, string>();

  constructor(seeds: readonly SeedEntry[]) {
    for (const { dataset, table, stored } of seeds) {
      this.add({ projectId: DATA_PROJECT, datasetId: dataset, tableId: table }, stored, locations[dataset]);
    }
    for (const { dataset, view, of, where } of VIEWS) {
      const stored = this.#tables.get(keyOf({ projectId: DATA_PROJECT, datasetId: dataset, tableId: of }));
      const viewQuery = `SELECT * FROM \`${DATA_PROJECT}.${dataset}.${of}\`${where}`;
      if (stored === undefined) continue;
      const { limits: _limits, ...table } = stored;
      this.add({ projectId: DATA_PROJECT, datasetId: dataset, tableId: view }, { ...table, viewQuery });
    }
  }

  /** Adds a table. The first one of a dataset decides where it is. */
  add(name: TableName, table: StoredTable, location = defaultLocation): void {
    this.#tables.set(keyOf(name), table);
    const dataset = datasetKey(name);
    if (!this.#locations.has(dataset)) this.#locations.set(dataset, location);
    this.#datasets.set(dataset, (this.#datasets.get(dataset) ?? new Set()).add(name.tableId));
  }

  /** Removes a table; it is not found from now on. */
  remove(name: TableName): void {
    this.#tables.delete(keyOf(name));
    this.#datasets.get(datasetKey(name))?.delete(name.tableId);
  }

  /** The datasets of a project. Anonymous ones (`_...`) are hidden, as in BigQuery. */
  datasets(projectId: string): string[] {
    const prefix = `${projectId}:`;
    const keys = [...this.#datasets.keys()].filter((key) => key.startsWith(prefix));
    return keys.map((key) => key.slice(prefix.length)).filter((dataset) => !dataset.startsWith("_"));
  }

  /** The tables of a dataset in the order of their names. */
  tables(projectId: string, datasetId: string): string[] {
    const tables = this.#datasets.get(datasetKey({ projectId, datasetId }));
    if (tables === undefined) throw notFound(`Dataset ${projectId}:${datasetId}`);
    return [...tables].sort();
  }

  /**
   * The table, which may carry a time decorator (`flights_3m@1700000000000`, or `@-3600000` for an hour ago).
   * https://cloud.google.com/bigquery/docs/table-decorators
   */
  get(name: TableName, nowMs: number): StoredTable {
    const [tableId = "", decorator] = name.tableId.split("@", 2);
    const table = this.#tables.get(keyOf({ ...name, tableId }));
    if (table === undefined) {
      this.tables(name.projectId, name.datasetId);
      throw notFound(`Table ${name.projectId}:${name.datasetId}.${name.tableId}`);
    }
    if (decorator !== undefined) checkSnapshot(table, name, decoratedMs(decorator, nowMs), nowMs);
    return table;
  }

  /** Where a dataset is. */
  locationOf(dataset: Pick<TableName, "projectId" | "datasetId">): string {
    return this.#locations.get(datasetKey(dataset)) ?? defaultLocation;
  }

  /**
   * Resolves a table that a query names: project, dataset and table, or the last two.
   *
   * @param location of the query's job; undefined until its first table says where it runs.
   */
  resolve(parts: readonly string[], location: string | undefined): { name: TableName; table: StoredTable } {
    const name = toTableName(parts);
    const place = this.locationOf(name);
    const isThere = this.#datasets.has(datasetKey(name)) && isSameLocation(location ?? place, place);
    const where = `was not found in location ${location ?? defaultLocation}`;
    if (!isThere) throw notFound(`Dataset ${name.projectId}:${name.datasetId} ${where}`);
    const table = this.#tables.get(keyOf(name));
    if (table === undefined) {
      throw notFound(`Table ${name.projectId}:${name.datasetId}.${name.tableId} ${where}`);
    }
    return { name, table };
  }
}

/** Locations are the same in any case. */
export function isSameLocation(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase();
}

/** Refuses a time before the table's creation, before time travel, or in the future. */
export function checkSnapshot(table: StoredTable, name: TableName, snapshotMs: number, nowMs: number): void {
  const label = `${name.projectId}:${name.datasetId}.${name.tableId}`;
  const oldestMs = Math.max(table.createdMs, nowMs - TIME_TRAVEL_MS);
  if (snapshotMs < oldestMs) {
    throw invalid(`Invalid snapshot time ${snapshotMs} for table ${label}. Cannot read before ${oldestMs}.`);
  }
  if (snapshotMs > nowMs) {
    throw invalid(`Invalid snapshot time ${snapshotMs} for table ${label}. Cannot read from the future.`);
  }
}

function decoratedMs(decorator: string, nowMs: number): number {
  const value = Number(decorator);
  if (!/^-?\d+$/.test(decorator)) throw invalid(`Invalid table decorator: @${decorator}`);
  return value < 0 ? nowMs + value : value;
}

function toTableName(parts: readonly string[]): TableName {
  const [tableId, datasetId, projectId = DATA_PROJECT] = parts.toReversed();
  if (tableId === undefined || datasetId === undefined || parts.length > 3) {
    throw new ApiError(400, "invalid", `Invalid table name: ${parts.join(".")}`);
  }
  return { projectId, datasetId, tableId };
}

function keyOf(name: TableName): string {
  return `${datasetKey(name)}.${name.tableId}`;
}

function datasetKey(name: Pick<TableName, "projectId" | "datasetId">): string {
  return `${name.projectId}:${name.datasetId}`;
}
