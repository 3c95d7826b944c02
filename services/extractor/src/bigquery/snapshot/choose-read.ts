/** Chooses how a source is read: as a table at no cost, or, if `allow_query_billing` allows it, by a billed query. */
import type { Column, Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { isWildcard, withoutEnd } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { Query, TableReference } from "../jobs/query-job.ts";
import {
  describeType,
  getTable,
  hasStoredRows,
  quoteReference,
  sourceAlias,
  toReference,
  type ServedTable,
  type Table,
} from "../tables/table.ts";
import { filterOf, type Condition } from "./conditions.ts";
import { findCursor, fromStart, toIncrement, type Cursor } from "./increment.ts";
import { nothingLeftOut, selectList, type LeftOut } from "./select-list.ts";

export interface TableRead {
  readonly kind: "table";
  readonly reference: TableReference;
  readonly table: ServedTable;
  readonly reason: string;
  /** Columns and fields that a query would leave out. */
  readonly leftOut: LeftOut;
}

export interface QueryRead {
  readonly kind: "query";
  readonly query: Query;
  /** Why it is a query, for people. */
  readonly reason: string;
  /** True if the source's owner configured a query; false if a table turned out to need one. */
  readonly isAskedFor: boolean;
  /** Columns and fields that the query leaves out. */
  readonly leftOut: LeftOut;
}

export type Read = TableRead | QueryRead;

/**
 * Fetches the table that a source names; null for a query and for several tables.
 *
 * @throws PipelineError `source_not_found`, `request_invalid` when it names neither, and BigQuery's other errors.
 */
export async function fetchTable(
  client: BigQueryClient,
  config: SourceConfig,
  signal: AbortSignal,
): Promise<ServedTable | null> {
  return config.query === undefined && !isWildcard(config) ? getTable(client, toReference(config), signal) : null;
}

/** How a read is chosen. */
export interface ReadRules {
  /** Whether an increment begins with the watermark itself (`repeatsBound`). */
  readonly repeats?: boolean;
  /** Columns and fields that are not asked for (`leaveOut`). */
  readonly leftOut?: LeftOut;
  /** The source's, with which a first run finds the type of its cursor. */
  readonly columns?: readonly Column[];
  /** The table whose partitions increments begin with, if the source is several (`fetchPartitioned`). */
  readonly partitioned?: Table | null;
}

/**
 * @param table of the source, if it names one.
 * @param watermark where an incremental run resumes; null reads everything, from the source's start on.
 * @throws PipelineError `request_invalid`
 */
export function chooseRead(
  config: SourceConfig,
  table: ServedTable | null,
  watermark: Watermark | null,
  { repeats = false, leftOut = nothingLeftOut, columns = [], partitioned = table }: ReadRules = {},
): Read {
  const cursor = config.read === "incremental" ? (watermark ?? cursorOf(config, columns)) : null;
  if (cursor === null && config.cursor_start !== undefined) {
    throw new PipelineError(
      "request_invalid",
      "cursor_start needs the type of the cursor, which the server does not tell",
    );
  }
  const start = cursor === null ? [] : fromStart(config, cursor);
  const increment = watermark === null ? [] : [toIncrement(config, watermark, repeats, partitioned)];
  const conditions = [...filterOf(config), ...start, ...increment];
  if (watermark !== null) {
    return selectRows(config, conditions, leftOut, `rows with ${watermark.column} after the watermark`);
  }
  if (conditions.length > 0) return selectRows(config, conditions, leftOut, "the rows that the source selects");
  if (config.query !== undefined) {
    return {
      kind: "query",
      query: { text: config.query },
      reason: "the source is a query",
      isAskedFor: true,
      leftOut: nothingLeftOut,
    };
  }
  if (table === null) return selectTable(config, leftOut, "several tables are read as one");
  if (hasStoredRows(table)) {
    return { kind: "table", reference: toReference(config), table, reason: "the table is read as it is", leftOut };
  }
  const what = describeType(table);
  return selectTable(config, leftOut, `${/^[aeio]/.test(what) ? "an" : "a"} ${what} has no stored rows: it is read`);
}

/** Null for a column that the source does not have: pinning refuses it, for every kind of read. */
function cursorOf(config: SourceConfig, columns: readonly Column[]): Cursor | null {
  const found = findCursor(config, columns);
  return found === undefined ? null : { column: found.name, type: found.type };
}

/** Reads the rows for which all conditions are true: their owner configured them, and with them a query. */
export function selectRows(
  config: SourceConfig,
  conditions: readonly Condition[],
  leftOut: LeftOut,
  rows: string,
): QueryRead {
  const where = conditions.map(({ text }) => text).join(" AND ");
  const parameters = conditions.flatMap((condition) => condition.parameters);
  const text = `SELECT ${selectList(config, leftOut)} FROM ${sourceOf(config)} WHERE ${where}`;
  const query = parameters.length === 0 ? { text } : { text, parameters };
  return { kind: "query", query, reason: `${rows}, by a billed query`, isAskedFor: true, leftOut };
}

/** A query that names every column of a source that is no single table: the owner's, or of several tables' rows. */
export function wholeQuery(config: SourceConfig): Query {
  if (config.query !== undefined) return { text: config.query };
  const where = filterOf(config).map(({ text }) => ` WHERE ${text}`);
  return { text: `SELECT * FROM ${sourceOf(config)}${where.join("")}` };
}

/** Reads every row of a table that only a query can read. */
export function selectTable(config: SourceConfig, leftOut: LeftOut, why: string): QueryRead {
  const query = { text: `SELECT ${selectList(config, leftOut)} FROM ${sourceOf(config)}` };
  return { kind: "query", query, reason: `${why} by a billed query`, isAskedFor: false, leftOut };
}

/**
 * @throws PipelineError `billed_query_not_allowed` when a table needs a query that its pipeline's owner has not
 *   allowed.
 */
export function assertBillingAllowed(read: Read, config: SourceConfig): void {
  if (read.kind === "table" || read.isAskedFor || allowsBilling(config)) return;
  throw new PipelineError("billed_query_not_allowed", `${read.reason}, and the source does not allow billed queries`);
}

/** Increments are queries: configuring them includes their first run. */
export function allowsBilling(config: SourceConfig): boolean {
  return config.allow_query_billing === true || config.read === "incremental";
}

/** The FROM clause of a source: its table, or its query in brackets; with `sourceAlias`. */
function sourceOf(config: SourceConfig): string {
  const from = config.query === undefined ? quoteReference(toReference(config)) : `(${withoutEnd(config.query)}\n)`;
  return `${from} AS ${sourceAlias}`;
}
