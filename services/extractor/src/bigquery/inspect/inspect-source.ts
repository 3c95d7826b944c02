/** Inspects a source before a run: its columns and the cost of reading it. Nothing is run or billed. */
import type { Column, SourceInspection } from "@datamantri/contracts";
import type { CostEstimate, InspectionProblem, SourceColumnView, SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { assertBillingAllowed, chooseRead, fetchTable, sourceOf, type Read } from "../snapshot/choose-read.ts";
import { assertIncrements } from "../snapshot/increment.ts";
import { assertAffordable, billingLimit, toBilledBytes, toUsd, type Billing, type DryRunBytes } from "../jobs/cost.ts";
import { excludedColumns, selectList } from "../snapshot/select-list.ts";
import { toSourceType } from "../../mapping/describe-types.ts";
import { mapColumns } from "../../mapping/map-columns.ts";
import { reportTypes } from "../../mapping/report-types.ts";
import type { MappingOptions } from "../../mapping/resolve-columns.ts";
import { dryRunQuery, type DryRun, type Query } from "../jobs/query-job.ts";
import { findColumn } from "../tables/schema.ts";
import { hasStoredRows, toColumns } from "../tables/table.ts";

/** Labels of dry runs that do not belong to a run. */
const labels = { datamantri_purpose: "estimate" };

const dayMs = 86_400_000;

/** @throws PipelineError `source_not_found`, `source_query_invalid`, and BigQuery's other errors about the source. */
export async function inspectSource(
  client: BigQueryClient,
  config: SourceConfig,
  mapping: MappingOptions,
  billing: Billing,
  signal: AbortSignal,
): Promise<SourceInspection> {
  const dryRun = (query: Query): Promise<DryRun> => dryRunQuery(client, config, query, { labels, billing, signal });
  const table = await fetchTable(client, config, signal);
  const queried = config.query === undefined ? null : await dryRun({ text: config.query });
  const columns = toColumns(table?.schema?.fields ?? queried?.fields);
  const excluded = excludedColumns(mapping.mapping, table);
  const read =
    config.read === "incremental"
      ? usualIncrement(config, columns, excluded)
      : chooseRead(config, table, null, { excluded });
  const bytes = await readBytes(read, config, queried, dryRun);
  const estimate = toEstimate(read, bytes, config, billing);
  return {
    columns: columns.map(toColumnView),
    estimate,
    row_count: table && hasStoredRows(table) ? Number(table.numRows ?? 0) : null,
    location: table?.location ?? queried?.location ?? "",
    last_modified:
      table?.lastModifiedTime === undefined ? null : new Date(Number(table.lastModifiedTime)).toISOString(),
    type_report: reportTypes(columns, mapping),
    problems: findProblems(read, estimate, columns, config, mapping, billing),
  };
}

/** The increment of a pipeline that last read yesterday: BigQuery skips earlier partitions. */
function usualIncrement(config: SourceConfig, columns: readonly Column[], excluded: readonly string[]): Read {
  const column = config.cursor_column === undefined ? undefined : findColumn(columns, config.cursor_column);
  const yesterday = new Date(Date.now() - dayMs).toISOString().replace("Z", "");
  const value = column && timeFormats[column.type]?.(yesterday);
  if (column && value !== undefined) {
    return chooseRead(config, null, { column: column.name, type: column.type, value }, { excluded });
  }
  // The position of a cursor of another type is unknown: the upper bound is the whole table.
  return {
    kind: "query",
    query: { text: `SELECT ${selectList(excluded)} FROM ${sourceOf(config)}` },
    reason: "increments are read by a billed query",
    isAskedFor: true,
    excluded,
  };
}

/** Converts `2024-01-31T12:00:00.000` to BigQuery's parameter formats. */
const timeFormats: Readonly<Record<string, (time: string) => string>> = {
  TIMESTAMP: (time) => `${time}+00:00`,
  DATETIME: (time) => time,
  DATE: (time) => time.slice(0, 10),
};

async function readBytes(
  read: Read,
  config: SourceConfig,
  queried: DryRun | null,
  dryRun: (query: Query) => Promise<DryRun>,
): Promise<DryRunBytes> {
  if (read.kind === "table") return { bytesProcessed: 0, tableCount: 0 };
  return queried !== null && read.query.text === config.query ? queried : dryRun(read.query);
}

function toEstimate(read: Read, bytes: DryRunBytes, config: SourceConfig, billing: Billing): CostEstimate {
  const billed = toBilledBytes(bytes);
  return {
    read: read.kind,
    is_billed: billed > 0,
    reason: read.reason,
    bytes_processed: bytes.bytesProcessed,
    bytes_billed: billed,
    cost_usd: toUsd(billed, billing),
    price_per_tib_usd: billing.pricePerTibUsd,
    maximum_bytes_billed: billingLimit(config, billing),
  };
}

/** Finds the errors with which a run would fail. */
function findProblems(
  read: Read,
  estimate: CostEstimate,
  columns: readonly Column[],
  config: SourceConfig,
  mapping: MappingOptions,
  billing: Billing,
): InspectionProblem[] {
  const cursor = config.cursor_column;
  const checks = [
    () => assertIncrements(config, columns),
    () => assertBillingAllowed(read, config),
    () => assertAffordable(estimate.bytes_billed, config, billing),
    () => mapColumns(columns, mapping),
    () => {
      if (cursor === undefined || findColumn(columns, cursor) || config.read === "incremental") return;
      throw new PipelineError("sink_key_invalid", `the source has no column "${cursor}" (cursor_column)`);
    },
  ];
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      return [{ code: error.code, message: error.message }];
    }
  });
}

export function toColumnView(column: Column): SourceColumnView {
  // An array is never NULL: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
  return { name: column.name, type: toSourceType(column), is_nullable: !column.required && !column.repeated };
}
