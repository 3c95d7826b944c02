import type pg from "pg";

import {
  describeMixedSuffixes,
  describeStraySuffix,
  findSourceColumn,
  isSameSourceName,
  suffixForm,
  type Column,
  type Watermark,
} from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { findPseudoColumn } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";
import { stagingTable } from "./staging.ts";

/**
 * Checks that text orders the tables whose rows were read, if their suffix is the cursor of increments. The extractor
 * cannot know which of them the source's filter leaves.
 *
 * @param before the run's initial watermark.
 * @throws PipelineError `request_invalid` for suffixes of several forms, or another than the watermark's.
 */
export async function assertStagedSuffixes(
  client: pg.PoolClient,
  runId: string,
  columns: readonly Column[],
  { read, cursor_column }: SourceConfig,
  before: Watermark,
): Promise<void> {
  const pseudo = findPseudoColumn(cursor_column);
  if (read !== "incremental" || pseudo?.name !== "_TABLE_SUFFIX") return;
  const column = findSourceColumn(columns, pseudo.rowsName);
  if (column === undefined) return;
  const name = quoteIdentifier(column.name);
  const { rows } = await client.query<{ suffix: string }>(
    `select distinct ${name} as suffix from ${stagingTable(runId)} where ${name} is not null order by 1`,
  );
  const suffixes = rows.map(({ suffix }) => suffix);
  const mixed = describeMixedSuffixes(suffixes);
  if (mixed !== undefined) throw new PipelineError("request_invalid", mixed);
  const isStray = suffixes.length > 0 && suffixForm(suffixes[0]!) !== suffixForm(before.value);
  if (isSameSourceName(before.column, pseudo.rowsName) && isStray) {
    throw new PipelineError("request_invalid", describeStraySuffix(before.value));
  }
}
