/** Columns of the rows that a source has, before anything is read. */
import type { Column } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import type { DryRun, Query } from "../jobs/query-job.ts";
import { findColumn, toColumn, type FieldSchema } from "../tables/schema.ts";
import { getNewestTable } from "../tables/newest-table.ts";
import { toColumns, toReference, type Table } from "../tables/table.ts";
import { wholeQuery } from "./choose-read.ts";
import { isPolicyTagRefusal } from "./policy-tags.ts";

/** The columns of a source that is no single table, and where it is. */
export interface Whole extends Pick<DryRun, "fields" | "location"> {
  /** The dry run that told it. */
  readonly dryRun?: DryRun;
}

/**
 * Asks about all columns of a query, or of several tables, by a dry run. A policy tag on any column of the tables refuses
 * that, also on one that is excluded: then the newest of them has the columns.
 *
 * @throws PipelineError for BigQuery's errors.
 */
export async function askWhole(
  client: BigQueryClient,
  config: SourceConfig,
  dryRun: (query: Query) => Promise<DryRun>,
  signal: AbortSignal,
): Promise<Whole> {
  try {
    const done = await dryRun(wholeQuery(config));
    return { fields: done.fields, location: done.location, dryRun: done };
  } catch (error) {
    if (config.query !== undefined || !isPolicyTagRefusal(error)) throw error;
    const { schema, location = "" } = await getNewestTable(client, toReference(config), signal);
    return { fields: schema?.fields, location };
  }
}

/**
 * Fetches the schema of a source's columns.
 *
 * @param table of the source; null for a query and for several tables.
 * @param ask about them: `askWhole`.
 * @returns null from a server whose dry runs do not tell them.
 * @throws PipelineError for BigQuery's errors.
 */
export async function fetchFields(
  table: Table | null,
  ask: () => Promise<Pick<Whole, "fields">>,
): Promise<readonly FieldSchema[] | null> {
  return table === null ? ((await ask()).fields ?? null) : (table.schema?.fields ?? []);
}

/**
 * Columns of the schema, and the cursor if it is none of them.
 * @throws PipelineError `source_query_invalid` when the table has a column with the name that the cursor gets in the rows.
 */
export function toRowsColumns(config: SourceConfig, fields: readonly FieldSchema[] | undefined): Column[] {
  const columns = toColumns(fields);
  const pseudo = findPseudoColumn(config.cursor_column);
  if (pseudo === undefined) return columns;
  if (findColumn(columns, pseudo.rowsName) !== undefined) {
    const advice = `select ${pseudo.name} by another name in a query`;
    const message = `the table has a column "${pseudo.rowsName}", the name that ${pseudo.name} gets as cursor_column: ${advice}`;
    throw new PipelineError("source_query_invalid", message);
  }
  return [...columns, toColumn({ name: pseudo.rowsName, type: pseudo.type })];
}
