/** Decides what a run reads of its source, and pins it. */
import type { Column, CursorRange, RunSource, Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { excludedSources, toWriteMode } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "./bigquery/api/bigquery-client.ts";
import { assertAffordable, toBilledBytes } from "./bigquery/jobs/cost.ts";
import { dryRunVerification, fullVerification } from "./bigquery/jobs/verification-cost.ts";
import { dryRunQuery, type Query } from "./bigquery/jobs/query-job.ts";
import { runLabels, type JobOptions } from "./bigquery/jobs/run-query.ts";
import { assertByteOrder } from "./bigquery/snapshot/assert-byte-order.ts";
import { assertSuffixes } from "./bigquery/snapshot/assert-suffixes.ts";
import { chooseRead } from "./bigquery/snapshot/choose-read.ts";
import { fetchPartitioned } from "./bigquery/snapshot/fetch-partitioned.ts";
import { findCursor, repeatsBound } from "./bigquery/snapshot/increment.ts";
import { assertNextIncrement } from "./bigquery/snapshot/next-increment.ts";
import { pinSnapshot, type PinnedSnapshot } from "./bigquery/snapshot/pin-snapshot.ts";
import { leaveOut } from "./bigquery/snapshot/select-list.ts";
import { askWhole, fetchFields, toRowsColumns } from "./bigquery/snapshot/rows-columns.ts";
import { assertRangeColumn, readRange } from "./bigquery/snapshot/read-range.ts";
import { declareAs, describeDeclared, type DeclaredTable } from "./bigquery/tables/declared.ts";
import type { ServedTable } from "./bigquery/tables/table.ts";
import { mapColumns } from "./mapping/map-columns.ts";
import { selectFields } from "./mapping/selected-fields.ts";
import { reportTypes } from "./mapping/report-types.ts";
import { findMissing, unreadSources } from "./mapping/unread-sources.ts";

/** A pinned snapshot with the columns of the target. */
export interface PinnedSource extends PinnedSnapshot {
  readonly declared: DeclaredTable;
  /** JSON. */
  readonly typeReport: string;
}

/**
 * Pins the snapshot that a run reads. Refuses a mapping that does not fit the source before anything is billed, if the
 * server tells the source's columns.
 *
 * @param table of the source; null for a query and for several tables.
 * @throws PipelineError `mapping_invalid`, and what `pinSnapshot`, `assertNextIncrement` and `readRange` throw.
 */
export async function pinSource(
  client: BigQueryClient,
  source: RunSource,
  table: ServedTable | null,
  range: CursorRange,
  options: JobOptions,
): Promise<PinnedSource> {
  const { configuration, watermark } = source;
  const config = configuration.source_config;
  const excluded = excludedSources(configuration.mapping);
  const isBackfill = range.column !== "";
  const isFirst = config.read === "incremental" && watermark === null;
  const dryRun = (query: Query) => dryRunQuery(client, config, query, { ...options, labels: runLabels(options) });
  const ask = () => askWhole(client, config, dryRun, options.signal);
  const needsColumns = table !== null || isBackfill || isFirst || excluded.length > 0;
  const fields = needsColumns ? await fetchFields(table, ask) : null;
  const known = fields === null ? null : toRowsColumns(config, fields);
  const mapping = {
    mapping: configuration.mapping,
    cursorColumn: config.cursor_column,
    hasMaskKey: source.mask_key !== null,
    // What was excluded may have been removed since. Before a first success it is rather a misspelt name.
    leftOut: source.has_succeeded === true ? excluded : [],
  };
  if (known !== null) mapColumns(known, mapping);
  const leftOut = leaveOut(configuration.mapping, known);
  if (isFirst && !isBackfill && known !== null) await assertNextIncrement(config, table, known, leftOut, dryRun);
  const hidden = isBackfill ? [] : await assertSuffixes(client, config, watermark, options.signal);
  const repeats = watermark !== null && repeatsBound(configuration, watermark.type);
  const partitioned =
    watermark === null || isBackfill ? table : await fetchPartitioned(client, config, table, options.signal);
  const read = isBackfill
    ? readRange(config, known ?? [], range, leftOut)
    : chooseRead(config, table, watermark, { repeats, leftOut, columns: known ?? [], partitioned });
  if (isBackfill && known !== null && fields !== null && toWriteMode(configuration) === "append") {
    // Append compares the range in PostgreSQL too.
    assertByteOrder(fields, range.column, "a backfill's column");
    assertRangeColumn(mapColumns(known, mapping), range);
  }
  if (known !== null) {
    const verified = await dryRunVerification(
      read,
      mapColumns(known, mapping),
      configuration.destination_config,
      dryRun,
    );
    if (verified !== null) assertAffordable(toBilledBytes(verified), config, options.billing, fullVerification);
  }
  const unread = known === null ? read.leftOut.columns : unreadSources(configuration.mapping, known);
  const ofRows = { ...mapping, leftOut: unread };
  const pinned = await pinSnapshot(client, config, read, options, (found) =>
    selectFields(mapColumns(found, ofRows), configuration.mapping),
  ).catch((error: unknown) => {
    throw isBackfill ? error : explainCursorType(error, config, known, watermark);
  });
  if (pinned.columns.length === 0) throw new PipelineError("source_query_invalid", "the source has no columns");
  const isQuery = pinned.snapshot.jobId !== "";
  const missing = known === null ? [] : findMissing(configuration.mapping, known);
  const columns = mapColumns(declareAs(pinned.columns, table), ofRows);
  // The rows of a query lack what is excluded.
  const reported = declareAs((isQuery ? known : null) ?? pinned.columns, table);
  return {
    ...pinned,
    columns,
    declared: describeDeclared(columns, table),
    typeReport: JSON.stringify(reportTypes(reported, ofRows)),
    notes: [...pinned.notes, ...missing.map(describeMissing), ...(pinned.rowCount === 0 ? hidden : [])],
  };
}

/** A query that compares the cursor with a watermark of its former type is refused in words that do not say so. */
function explainCursorType(
  error: unknown,
  config: SourceConfig,
  columns: readonly Column[] | null,
  watermark: Watermark | null,
): unknown {
  if (!(error instanceof PipelineError) || error.code !== "source_query_invalid") return error;
  const cursor = findCursor(config, columns ?? []);
  if (cursor === undefined || watermark === null || cursor.type === watermark.type) return error;
  const reason = `the cursor "${cursor.name}" was of type ${watermark.type} when the last run read it, and is of type ${cursor.type} now, and BigQuery refuses to compare them`;
  const advice = "cast it back in a query, or drop the target: then the next run reads every row";
  const { vendorMessage } = error;
  return new PipelineError("schema_drift", `${reason}: ${advice}`, {}, { cause: error, vendorMessage });
}

function describeMissing(name: string): string {
  return `the source no longer has "${name}", which the mapping excludes`;
}
