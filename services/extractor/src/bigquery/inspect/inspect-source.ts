/** Inspects a source before a run: its columns and the cost of reading it. Nothing is run or billed. */
import {
  describeKeyProblem,
  describeOwnColumnsProblem,
  toSourceType,
  type Column,
  type SourceInspection,
} from "@datamantri/contracts";
import type {
  CostEstimate,
  InspectionProblem,
  PipelineConfiguration,
  SourceColumnView,
  SourceConfig,
} from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { assertBillingAllowed, chooseRead, fetchTable, type Read } from "../snapshot/choose-read.ts";
import { assertSuffixes } from "../snapshot/assert-suffixes.ts";
import { assertCursorOrder } from "../snapshot/assert-byte-order.ts";
import { fetchPartitioned } from "../snapshot/fetch-partitioned.ts";
import { assertIncrements, findCursor } from "../snapshot/increment.ts";
import { insteadOfListing } from "../snapshot/pin-snapshot.ts";
import { explainPolicyTags, isPolicyTagRefusal } from "../snapshot/policy-tags.ts";
import { withDrive } from "../snapshot/with-drive.ts";
import { declareAs } from "../tables/declared.ts";
import { explainRefusal, nextIncrement } from "../snapshot/next-increment.ts";
import { askWhole, toRowsColumns } from "../snapshot/rows-columns.ts";
import { assertAffordable, billingLimit, toBilledBytes, toUsd, type Billing, type DryRunBytes } from "../jobs/cost.ts";
import { leaveOut } from "../snapshot/select-list.ts";
import { mapColumns } from "../../mapping/map-columns.ts";
import { reportTypes } from "../../mapping/report-types.ts";
import { resolveColumns, type MappingOptions } from "../../mapping/resolve-columns.ts";
import { selectFields } from "../../mapping/selected-fields.ts";
import { dryRunVerification, fullVerification } from "../jobs/verification-cost.ts";
import { dryRunQuery, type DryRun, type Query } from "../jobs/query-job.ts";
import { countedRows, countRows, hasStoredRows, toColumns, type ServedTable } from "../tables/table.ts";

/** Labels of dry runs that do not belong to a run. */
const labels = { datamantri_purpose: "estimate" };

export interface InspectionOptions extends MappingOptions {
  /** The pipeline, if the columns that it names in the target are to be found too. */
  readonly destination?: Pick<PipelineConfiguration, "mode" | "destination_config">;
}

/** @throws PipelineError `source_not_found`, `source_query_invalid`, and BigQuery's other errors about the source. */
export async function inspectSource(
  opened: BigQueryClient,
  config: SourceConfig,
  options: InspectionOptions,
  billing: Billing,
  signal: AbortSignal,
): Promise<SourceInspection> {
  const table = await fetchTable(opened, config, signal);
  return withDrive(opened, table, (client) => inspect(client, table, config, options, billing, signal));
}

async function inspect(
  client: BigQueryClient,
  table: ServedTable | null,
  config: SourceConfig,
  options: InspectionOptions,
  billing: Billing,
  signal: AbortSignal,
): Promise<SourceInspection> {
  const { destination: _destination, ...mapping } = options;
  const dryRun = (query: Query): Promise<DryRun> => dryRunQuery(client, config, query, { labels, billing, signal });
  const whole = table === null ? await askWhole(client, config, dryRun, signal).catch(explainUnknown) : null;
  const fields = table?.schema?.fields ?? whole?.fields;
  const columns = toRowsColumns(config, fields);
  // Some servers' dry runs tell no columns: then only a run finds out about them.
  const areKnown = table !== null || whole?.fields !== undefined;
  const leftOut = leaveOut(mapping.mapping, areKnown ? columns : null);
  const chosen =
    config.read === "incremental"
      ? nextIncrement(config, table, columns, leftOut, await fetchPartitioned(client, config, table, signal))
      : chooseRead(config, table, null, { leftOut });
  const { read, refusals } = await askToList(client, config, chosen, mapping, signal);
  const bytes = await readBytes(read, config, whole?.dryRun ?? null, dryRun).catch((error: unknown) => {
    // The columns are known, of which some have to be excluded.
    if (!isPolicyTagRefusal(error)) throw explainRefusal(error, config, table);
    refusals.push(toProblem(explainPolicyTags(error, fields, mapping.mapping)));
    return nothingRead;
  });
  const verification = await inspectVerification(read, columns, options, dryRun);
  refusals.push(...verification.problems);
  const suffixes = await assertSuffixes(client, config, null, signal).then(() => [], toProblems);
  const estimate = toEstimate(read, bytes, verification.bytes, config, billing);
  return {
    columns: columns.map(toColumnView),
    estimate,
    row_count: table && hasStoredRows(table) ? countedRows(table) : null,
    location: table?.location ?? whole?.location ?? "",
    last_modified:
      table?.lastModifiedTime === undefined ? null : new Date(Number(table.lastModifiedTime)).toISOString(),
    type_report: reportTypes(declareAs(columns, table), mapping),
    problems: [
      ...refusals,
      ...suffixes,
      ...problemsOf(() => assertCursorOrder(config, fields)),
      ...(areKnown
        ? findProblems(read, { read: bytes, verification: verification.bytes }, columns, config, options, billing)
        : []),
    ],
  };
}

/** The owner's query is refused: which of its columns have policy tags is not known. */
function explainUnknown(error: unknown): never {
  throw explainPolicyTags(error, undefined, null);
}

/** Finds out whether a table's rows may be listed, which other rights allow than those to see the table. */
async function askToList(
  client: BigQueryClient,
  config: SourceConfig,
  read: Read,
  mapping: MappingOptions,
  signal: AbortSignal,
): Promise<{ readonly read: Read; readonly refusals: InspectionProblem[] }> {
  if (read.kind === "query") return { read, refusals: [] };
  const { columns, problems } = resolveColumns(toColumns(read.table.schema?.fields), mapping);
  if (problems.length > 0) return { read, refusals: [] };
  const fields = selectFields(
    columns.flatMap(({ column }) => column ?? []),
    mapping.mapping,
  );
  let instead: Read = read;
  try {
    await countRows(client, read.reference, fields, signal);
    return { read, refusals: [] };
  } catch (error) {
    if (!(error instanceof PipelineError && error.code === "source_permission_denied")) throw error;
    if (isPolicyTagRefusal(error)) {
      return { read, refusals: [toProblem(explainPolicyTags(error, read.table.schema?.fields, mapping.mapping))] };
    }
    const refusals = problemsOf(() => (instead = insteadOfListing(config, read, error)));
    return { read: instead, refusals };
  }
}

const nothingRead: DryRunBytes = { bytesProcessed: 0, tableCount: 0 };

/** A mapping with problems has no columns to compare. */
async function inspectVerification(
  read: Read,
  columns: readonly Column[],
  { destination, ...mapping }: InspectionOptions,
  dryRun: (query: Query) => Promise<DryRun>,
): Promise<{ readonly bytes: DryRunBytes; readonly problems: InspectionProblem[] }> {
  const resolved = resolveColumns(columns, mapping);
  if (destination === undefined || resolved.problems.length > 0) return { bytes: nothingRead, problems: [] };
  const mapped = resolved.columns.flatMap(({ column }) => column ?? []);
  const asked = dryRunVerification(read, mapped, destination.destination_config, dryRun);
  return asked.then(
    (bytes) => ({ bytes: bytes ?? nothingRead, problems: [] }),
    (error: unknown) => ({ bytes: nothingRead, problems: toProblems(error) }),
  );
}

async function readBytes(
  read: Read,
  config: SourceConfig,
  queried: DryRun | null,
  dryRun: (query: Query) => Promise<DryRun>,
): Promise<DryRunBytes> {
  if (read.kind === "table") return nothingRead;
  return queried !== null && read.query.text === config.query ? queried : dryRun(read.query);
}

function toEstimate(
  read: Read,
  bytes: DryRunBytes,
  verification: DryRunBytes,
  config: SourceConfig,
  billing: Billing,
): CostEstimate {
  const billed = toBilledBytes(bytes) + toBilledBytes(verification);
  return {
    read: read.kind,
    is_billed: billed > 0,
    reason: verification.bytesProcessed > 0 ? `${read.reason}; the full verification is a billed query` : read.reason,
    bytes_processed: bytes.bytesProcessed + verification.bytesProcessed,
    bytes_billed: billed,
    cost_usd: toUsd(billed, billing),
    price_per_tib_usd: billing.pricePerTibUsd,
    maximum_bytes_billed: billingLimit(config, billing),
  };
}

/** Finds the errors with which a run would fail. */
function findProblems(
  read: Read,
  queries: { readonly read: DryRunBytes; readonly verification: DryRunBytes },
  columns: readonly Column[],
  config: SourceConfig,
  { destination, ...mapping }: InspectionOptions,
  billing: Billing,
): InspectionProblem[] {
  const cursor = config.cursor_column;
  const checks = [
    () => assertIncrements(config, columns),
    () => assertBillingAllowed(read, config),
    () => assertAffordable(toBilledBytes(queries.read), config, billing),
    () => assertAffordable(toBilledBytes(queries.verification), config, billing, fullVerification),
    () => assertTarget(mapColumns(columns, mapping), destination),
    () => {
      if (cursor === undefined || findCursor(config, columns) || config.read === "incremental") return;
      throw new PipelineError("sink_key_invalid", `the source has no column "${cursor}" (cursor_column)`);
    },
  ];
  return checks.flatMap(problemsOf);
}

/** Finds the problems of names that a loader would find before it creates the target. */
function assertTarget(columns: readonly Column[], destination: InspectionOptions["destination"]): void {
  if (destination === undefined) return;
  const problem = describeKeyProblem(destination.destination_config.key ?? [], columns);
  if (problem !== undefined) throw new PipelineError("sink_key_invalid", problem);
  const taken = describeOwnColumnsProblem(destination, columns);
  if (taken !== undefined) throw new PipelineError("sink_table_mismatch", taken);
}

function problemsOf(check: () => unknown): InspectionProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    return toProblems(error);
  }
}

function toProblems(error: unknown): InspectionProblem[] {
  if (error instanceof PipelineError && error.isRetryable) throw error;
  return [toProblem(error)];
}

function toProblem(error: unknown): InspectionProblem {
  if (!(error instanceof PipelineError)) throw error;
  return { code: error.code, message: error.message };
}

export function toColumnView(column: Column): SourceColumnView {
  // An array is never NULL: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#array_nulls
  return { name: column.name, type: toSourceType(column), is_nullable: !column.required && !column.repeated };
}
