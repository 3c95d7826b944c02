/** Finds out before anything is billed whether the order of a wildcard's tables can be a cursor. */
import {
  describeMixedSuffixes,
  describeStraySuffix,
  isNumberForm,
  suffixForm,
  type Watermark,
} from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn, isWildcard } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { listAllTables } from "../tables/list-tables.ts";
import { toReference } from "../tables/table.ts";
import { dayForm } from "./lookback.ts";

/**
 * Does nothing for sources without `_TABLE_SUFFIX` as cursor.
 *
 * @param watermark of the last run.
 * @returns notes for a run that reads no row: why that may be.
 * @throws PipelineError `request_invalid` for tables whose suffixes text does not order, unless a filter selects some of
 *   them, for a watermark that is no such suffix, and for a lookback of suffixes that are no dates.
 */
export async function assertSuffixes(
  client: BigQueryClient,
  config: SourceConfig,
  watermark: Watermark | null,
  signal: AbortSignal,
): Promise<string[]> {
  if (config.read !== "incremental" || findPseudoColumn(config.cursor_column)?.name !== "_TABLE_SUFFIX") return [];
  const suffixes = await fetchSuffixes(client, config, signal);
  const forms = new Set(suffixes.map(suffixForm));
  if (forms.size === 0) return [];
  const mixed = describeMixedSuffixes(suffixes);
  // Which tables a filter leaves is known when the rows are there: then the loader checks it.
  if (mixed !== undefined && !/\b_TABLE_SUFFIX\b/i.test(config.filter ?? "")) refuse(mixed);
  if (watermark !== null && !forms.has(suffixForm(watermark.value))) refuse(describeStraySuffix(watermark.value));
  if ((config.lookback_seconds ?? 0) > 0 && !forms.has(dayForm)) {
    refuse(`lookback_seconds needs tables of days, with suffixes such as 20240105; there is "${suffixes[0]}"`);
  }
  return watermark === null ? [] : findHidden(watermark.value, suffixes);
}

/**
 * Tables of days may have others beside them. A filter may have been set to leave the others, or after a run whose
 * watermark is one of them, which then hides all days. Nothing tells these apart but the rows.
 */
function findHidden(watermark: string, suffixes: readonly string[]): string[] {
  const number = suffixes.find((suffix) => isNumberForm(suffixForm(suffix)));
  if (number === undefined || isNumberForm(suffixForm(watermark))) return [];
  return [
    `the filter leaves no row in tables from "${watermark}" on, with which the last run ended. If it leaves tables such ` +
      `as "${number}", text orders these before it and no run will read them: duplicate the pipeline, whose copy reads ` +
      `every table that its filter leaves`,
  ];
}

/** @returns none for a single table, and if tables cannot be listed: they may still be read. */
async function fetchSuffixes(client: BigQueryClient, config: SourceConfig, signal: AbortSignal): Promise<string[]> {
  if (!isWildcard(config)) return [];
  const reference = toReference(config);
  const prefix = reference.tableId.slice(0, -1);
  const suffixes: string[] = [];
  try {
    for await (const { name } of listAllTables(client, reference, signal)) {
      if (name.startsWith(prefix)) suffixes.push(name.slice(prefix.length));
    }
    return suffixes;
  } catch (error) {
    // The query says what is wrong, if anything is. Of too many tables only the loader checks the suffixes that were read.
    if (!(error instanceof PipelineError) || error.isRetryable) throw error;
    return [];
  }
}

function refuse(message: string): never {
  throw new PipelineError("request_invalid", message);
}
