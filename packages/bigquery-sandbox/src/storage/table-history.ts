/*
 * A table's versions. Each write makes a new one, so that every time of the last seven days has the rows it had then.
 */
import { invalid } from "../errors.ts";
import type { StoredTable } from "./stored-table.ts";
import { type TableName, tableLabel } from "./table-name.ts";

/** BigQuery keeps seven days of a table's past. https://cloud.google.com/bigquery/docs/time-travel */
const TIME_TRAVEL_MS = 7 * 24 * 3600 * 1000;

/** Copies of a table that are kept at most: a table that is changed more often has a shorter past. */
const MAX_COPIES = 50;

/** One table and its past. */
export class TableHistory {
  /** Ascending by time; never empty. */
  #versions: StoredTable[];

  constructor(first: StoredTable) {
    this.#versions = [first];
  }

  get latest(): StoredTable {
    return this.#versions.at(-1) as StoredTable;
  }

  /** Adds the newest version; returns the DuckDB tables that no version needs any more. */
  add(table: StoredTable): string[] {
    const before = new Set(this.sqlNames());
    this.#versions.push(table);
    while (new Set(this.sqlNames()).size > MAX_COPIES) this.#versions.shift();
    const after = new Set(this.sqlNames());
    return [...before].filter((name) => !after.has(name));
  }

  /** The DuckDB tables of all versions. */
  sqlNames(): string[] {
    return this.#versions.map(({ sqlName }) => sqlName).filter((name) => name !== "");
  }

  /** The version of a time; refuses times before the table's creation, before time travel, or in the future. */
  at(name: TableName, snapshotMs: number, nowMs: number): StoredTable {
    const oldestMs = Math.max(timeOf(this.#versions[0] as StoredTable), nowMs - TIME_TRAVEL_MS);
    const problem = `Invalid snapshot time ${snapshotMs} for table ${tableLabel(name)}.`;
    if (!(snapshotMs >= oldestMs)) throw invalid(`${problem} Cannot read before ${oldestMs}.`);
    if (snapshotMs > nowMs) throw invalid(`${problem} Cannot read from the future.`);
    return this.#versions.findLast((version) => timeOf(version) <= snapshotMs) as StoredTable;
  }
}

/** When a version began. */
export function timeOf({ createdMs, modifiedMs }: StoredTable): number {
  return modifiedMs ?? createdMs;
}
