/** Chooses how a source is read: as a table at no cost, or, if `allow_query_billing` allows it, by a billed query. */
import type { Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { Query, TableReference } from "../jobs/query-job.ts";
import { withoutEnd } from "../jobs/query-text.ts";
import {
  describeType,
  getTable,
  hasStoredRows,
  quoteReference,
  toReference,
  type ServedTable,
} from "../tables/table.ts";
import { toIncrement } from "./increment.ts";
import { selectList } from "./select-list.ts";

export interface TableRead {
  readonly kind: "table";
  readonly reference: TableReference;
  readonly table: ServedTable;
  readonly reason: string;
}

export interface QueryRead {
  readonly kind: "query";
  readonly query: Query;
  /** Why it is a query, for people. */
  readonly reason: string;
  /** True if the source's owner configured a query; false if a table turned out to need one. */
  readonly isAskedFor: boolean;
  /** Columns of the source that the query leaves out. */
  readonly excluded: readonly string[];
}

export type Read = TableRead | QueryRead;

/**
 * Fetches the table that a source names; null for a query.
 *
 * @throws PipelineError `source_not_found`, `request_invalid` when it names neither, and BigQuery's other errors.
 */
export async function fetchTable(
  client: BigQueryClient,
  config: SourceConfig,
  signal: AbortSignal,
): Promise<ServedTable | null> {
  return config.query === undefined ? getTable(client, toReference(config), signal) : null;
}

/**
 * @param table of the source, if it names one.
 * @param watermark where an incremental run resumes; null reads everything.
 * @param rules `repeats`: whether an increment begins with the watermark itself (`repeatsBound`); `excluded`: columns
 *   that are not asked for (`excludedColumns`).
 * @throws PipelineError `request_invalid`
 */
export function chooseRead(
  config: SourceConfig,
  table: ServedTable | null,
  watermark: Watermark | null,
  { repeats = false, excluded = [] }: { readonly repeats?: boolean; readonly excluded?: readonly string[] } = {},
): Read {
  if (watermark !== null) return readIncrement(config, watermark, repeats, excluded);
  if (config.query !== undefined) {
    return {
      kind: "query",
      query: { text: config.query },
      reason: "the source is a query",
      isAskedFor: true,
      excluded: [],
    };
  }
  const reference = toReference(config);
  if (table === null) throw new TypeError("a table's source is chosen with its table");
  if (hasStoredRows(table)) return { kind: "table", reference, table, reason: "the table is read as it is" };
  return {
    kind: "query",
    query: { text: `SELECT ${selectList(excluded)} FROM ${quoteReference(reference)}` },
    reason: `a ${describeType(table)} has no stored rows: it is read by a billed query`,
    isAskedFor: false,
    excluded,
  };
}

/**
 * @throws PipelineError `billed_query_not_allowed` when a table needs a query that its pipeline's owner has not
 *   allowed.
 */
export function assertBillingAllowed(read: Read, config: SourceConfig): void {
  if (read.kind === "table" || read.isAskedFor) return;
  // Increments are queries: configuring them includes their first run.
  if (config.allow_query_billing === true || config.read === "incremental") return;
  throw new PipelineError("billed_query_not_allowed", `${read.reason}, and the source does not allow billed queries`);
}

/** What a source selects from: its table, or its query in brackets. */
export function sourceOf(config: SourceConfig): string {
  return config.query === undefined ? quoteReference(toReference(config)) : `(${withoutEnd(config.query)}\n)`;
}

function readIncrement(
  config: SourceConfig,
  watermark: Watermark,
  repeats: boolean,
  excluded: readonly string[],
): QueryRead {
  const { condition, parameters } = toIncrement(config, watermark, repeats);
  return {
    kind: "query",
    query: { text: `SELECT ${selectList(excluded)} FROM ${sourceOf(config)} WHERE ${condition}`, parameters },
    reason: `rows with ${watermark.column} after the watermark, by a billed query`,
    isAskedFor: true,
    excluded,
  };
}
