import { accessDenied, duplicate, notFound } from "../errors.ts";
import type { SeedEntry } from "../seed/build-seed.ts";
import { emptyTable, type StoredTable } from "./stored-table.ts";
import { TableHistory } from "./table-history.ts";
import {
  DATA_PROJECT,
  type DatasetName,
  datasetLabel,
  defaultLocation,
  isSameLocation,
  readDecorator,
  type TableName,
  tableLabel,
  toTableName,
} from "./table-name.ts";

/** Datasets elsewhere; a job in another location does not find them. */
const locations: Readonly<Record<string, string>> = { tokyo: "asia-northeast1" };

/** Views, each with the columns of its table. */
const VIEWS = [
  { dataset: "movies", view: "movies_view", of: "movies", where: "" },
  { dataset: "tokyo", view: "weather_view", of: "weather", where: "" },
  { dataset: "limits", view: "filtered_view", of: "filter_required", where: " WHERE day >= DATE '2024-01-02'" },
] as const;

/** A dataset without its tables. */
export interface Dataset {
  readonly location: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** True for the sample data, which nobody changes. */
  readonly isSample: boolean;
  /** What its client set: description, labels, ... */
  readonly properties: Readonly<Record<string, unknown>>;
}

interface DatasetEntry {
  dataset: Dataset;
  readonly tables: Map<string, TableHistory>;
}

/** A table that a query names, at the time that the query reads it. */
export interface FoundTable {
  readonly name: TableName;
  readonly table: StoredTable;
}

/** All tables: the sample data, the tables of clients, and the results of queries until they are evicted. */
export class Catalog {
  readonly #datasets = new Map<string, DatasetEntry>();

  constructor(seeds: readonly SeedEntry[]) {
    for (const { dataset: datasetId, table: tableId, stored } of seeds) {
      this.#addSample({ projectId: DATA_PROJECT, datasetId, tableId }, stored);
    }
    for (const { dataset: datasetId, view: tableId, of, where } of VIEWS) {
      const stored = this.#datasets.get(`${DATA_PROJECT}:${datasetId}`)?.tables.get(of)?.latest;
      if (stored === undefined) continue;
      const fields = stored.columns.map(({ field }) => field);
      const viewQuery = `SELECT * FROM \`${DATA_PROJECT}.${datasetId}.${of}\`${where}`;
      this.#addSample(
        { projectId: DATA_PROJECT, datasetId, tableId },
        { ...emptyTable("", fields, stored.createdMs), viewQuery },
      );
    }
  }

  #addSample(name: TableName, table: StoredTable): void {
    const { createdMs } = table;
    const location = locations[name.datasetId] ?? defaultLocation;
    const dataset = { location, createdMs, modifiedMs: createdMs, isSample: true, properties: {} };
    this.#entry(name, dataset).tables.set(name.tableId, new TableHistory(table));
  }

  #entry(name: DatasetName, dataset: Dataset): DatasetEntry {
    const label = datasetLabel(name);
    const entry = this.#datasets.get(label) ?? { dataset, tables: new Map<string, TableHistory>() };
    this.#datasets.set(label, entry);
    return entry;
  }

  /** Adds a query's result. The first one of an anonymous dataset decides where it is. */
  addResult(name: TableName, table: StoredTable, location: string): void {
    const { createdMs } = table;
    const dataset = { location, createdMs, modifiedMs: createdMs, isSample: false, properties: {} };
    this.#entry(name, dataset).tables.set(name.tableId, new TableHistory(table));
  }

  /** Makes a dataset, or replaces what is known of one. */
  setDataset(name: DatasetName, dataset: Dataset): void {
    const entry = this.#entry(name, dataset);
    entry.dataset = dataset;
  }

  /** Removes a dataset without tables. */
  removeDataset(name: DatasetName): void {
    this.#datasets.delete(datasetLabel(name));
  }

  /** Adds the newest version of a table, which may be its first; returns the DuckDB tables that nothing needs any more. */
  put(name: TableName, table: StoredTable): string[] {
    const { tables } = this.#found(name);
    const history = tables.get(name.tableId);
    if (history !== undefined) return history.add(table);
    tables.set(name.tableId, new TableHistory(table));
    return [];
  }

  /** Removes a table with its past; returns its DuckDB tables. It is not found from now on. */
  remove(name: TableName): string[] {
    const tables = this.#datasets.get(datasetLabel(name))?.tables;
    const names = tables?.get(name.tableId)?.sqlNames() ?? [];
    tables?.delete(name.tableId);
    return [...new Set(names)];
  }

  /** The datasets of a project in the order of their names. Anonymous ones (`_...`) are hidden, as in BigQuery. */
  datasets(projectId: string): string[] {
    const prefix = `${projectId}:`;
    const keys = [...this.#datasets.keys()].filter((key) => key.startsWith(prefix));
    const names = keys.map((key) => key.slice(prefix.length));
    return names.filter((dataset) => !dataset.startsWith("_")).toSorted();
  }

  /** The projects that have datasets. */
  projects(): string[] {
    return [...new Set([...this.#datasets.keys()].map((key) => key.slice(0, key.lastIndexOf(":"))))].toSorted();
  }

  /** The dataset; 404 if there is none. */
  dataset(name: DatasetName): Dataset {
    return this.#found(name).dataset;
  }

  hasDataset(name: DatasetName): boolean {
    return this.#datasets.has(datasetLabel(name));
  }

  /** The tables of a dataset in the order of their names. */
  tables(name: DatasetName): string[] {
    return [...this.#found(name).tables.keys()].toSorted();
  }

  /** The table, whose id may carry a time decorator. */
  get(name: TableName, nowMs: number): StoredTable {
    const { tableId, snapshotMs } = readDecorator(name.tableId, nowMs);
    const history = this.#found(name).tables.get(tableId);
    if (history === undefined) throw notFound(`Table ${tableLabel(name)}`);
    return snapshotMs === undefined ? history.latest : history.at(name, snapshotMs, nowMs);
  }

  /** The table as it is now, if there is one. */
  find(name: TableName): StoredTable | undefined {
    return this.#datasets.get(datasetLabel(name))?.tables.get(name.tableId)?.latest;
  }

  /** Refuses changes of the sample data, and tables in datasets that do not exist or are anonymous. */
  checkWritable(name: DatasetName, what: string): void {
    const { isSample } = this.dataset(name);
    if (isSample)
      throw accessDenied(`${what}: nobody can change the sandbox's sample data. Use a dataset of your own.`);
    if (name.datasetId.startsWith("_")) throw accessDenied(`${what}: results of queries cannot be changed.`);
  }

  /** 409 if the table exists. */
  checkNew(name: TableName): void {
    if (this.find(name) !== undefined) throw duplicate(`Table ${tableLabel(name)}`);
  }

  /** Where a dataset is. */
  locationOf(dataset: DatasetName): string {
    return this.#datasets.get(datasetLabel(dataset))?.dataset.location ?? defaultLocation;
  }

  /** The full name of a table in SQL. Without a project it is the job's, or that of the sample data. */
  nameOf(parts: readonly string[], projectId: string): TableName {
    const name = toTableName(parts, projectId);
    return parts.length === 3 || this.hasDataset(name) ? name : toTableName(parts, DATA_PROJECT);
  }

  /**
   * Finds a table that a query names.
   *
   * @param location of the query's job; undefined until its first table says where it runs.
   * @param snapshotMs time of FOR SYSTEM_TIME AS OF.
   */
  resolve(name: TableName, location: string | undefined, snapshotMs: number | undefined, nowMs: number): FoundTable {
    const entry = this.#datasets.get(datasetLabel(name));
    const where = `was not found in location ${location ?? defaultLocation}`;
    if (entry === undefined || !isSameLocation(location ?? entry.dataset.location, entry.dataset.location)) {
      throw notFound(`Dataset ${datasetLabel(name)} ${where}`);
    }
    const history = entry.tables.get(name.tableId);
    if (history === undefined) throw notFound(`Table ${tableLabel(name)} ${where}`);
    return { name, table: snapshotMs === undefined ? history.latest : history.at(name, snapshotMs, nowMs) };
  }

  #found(name: DatasetName): DatasetEntry {
    const entry = this.#datasets.get(datasetLabel(name));
    if (entry === undefined) throw notFound(`Dataset ${datasetLabel(name)}`);
    return entry;
  }
}
