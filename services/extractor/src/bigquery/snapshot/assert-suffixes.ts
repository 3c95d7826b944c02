/** Finds out before anything is billed whether the order of a wildcard's tables can be a cursor. */
import {
  describeMixedSuffixes,
  describeStraySuffix,
  isNumberForm,
  suffixForm,
  type Watermark,
} from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { listTables } from "../tables/list-tables.ts";
import { toReference } from "../tables/table.ts";
import { dayForm } from "./lookback.ts";

/** Beyond a million tables only the loader checks the suffixes that were read. */
const maxPages = 1_000;

/**
 * Does nothing for sources without `_TABLE_SUFFIX` as cursor.
 *
 * @param watermark of the last run.
 * @throws PipelineError `request_invalid` for tables whose suffixes text does not order, unless a filter selects some of
 *   them, for a watermark that is no such suffix, and for a lookback of suffixes that are no dates.
 */
export async function assertSuffixes(
  client: BigQueryClient,
  config: SourceConfig,
  watermark: Watermark | null,
  signal: AbortSignal,
): Promise<void> {
  if (config.read !== "incremental" || findPseudoColumn(config.cursor_column)?.name !== "_TABLE_SUFFIX") return;
  const suffixes = await fetchSuffixes(client, config, signal);
  const forms = new Set(suffixes.map(suffixForm));
  if (forms.size === 0) return;
  const mixed = describeMixedSuffixes(suffixes);
  // What a filter leaves is known when the rows are there: then the loader checks it.
  if (mixed !== undefined && !/\b_TABLE_SUFFIX\b/i.test(config.filter ?? "")) refuse(mixed);
  if (watermark !== null && !follows(watermark.value, forms)) refuse(describeStraySuffix(watermark.value));
  if ((config.lookback_seconds ?? 0) > 0 && !forms.has(dayForm)) {
    refuse(`lookback_seconds needs tables of days, with suffixes such as 20240105; there is "${suffixes[0]}"`);
  }
}

/** Tables of days may have others beside them: a watermark that is none of a day's, of a month's, ... hides all days. */
function follows(watermark: string, forms: ReadonlySet<string>): boolean {
  const numbers = [...forms].filter(isNumberForm);
  const form = suffixForm(watermark);
  return numbers.length > 0 ? numbers.includes(form) : forms.has(form);
}

/** @returns none for a single table, and if tables cannot be listed: they may still be read. */
async function fetchSuffixes(client: BigQueryClient, config: SourceConfig, signal: AbortSignal): Promise<string[]> {
  if (config.table?.endsWith("*") !== true) return [];
  const reference = toReference(config);
  const prefix = reference.tableId.replace(/\*$/, "");
  const suffixes: string[] = [];
  let pageToken: string | undefined;
  try {
    for (let pages = 0; pages < maxPages; pages++) {
      const { tables, nextPageToken } = await listTables(client, reference, signal, pageToken);
      for (const { name } of tables) if (name.startsWith(prefix)) suffixes.push(name.slice(prefix.length));
      if (nextPageToken === null) return suffixes;
      pageToken = nextPageToken;
    }
  } catch (error) {
    // The query says what is wrong, if anything is.
    if (!(error instanceof PipelineError) || error.isRetryable) throw error;
  }
  return [];
}

function refuse(message: string): never {
  throw new PipelineError("request_invalid", message);
}
