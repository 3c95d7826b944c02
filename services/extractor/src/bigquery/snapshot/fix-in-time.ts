/**
 * Fixes a table in time, so that every page shows the same rows. Other servers than Google's may not know that: then the
 * table is read as it is, and each split ends with a check that it has not changed.
 */
import { createHash } from "node:crypto";

import type { Snapshot } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { BigQueryClient } from "../api/bigquery-client.ts";
import { isGoogle } from "../api/credentials.ts";
import { assertLastRow } from "./assert-last-row.ts";
import type { TableRead } from "./choose-read.ts";
import { countRows, getTable, type CountedRows, type Table } from "../tables/table.ts";

export interface FixedTable extends CountedRows {
  readonly snapshot: Snapshot;
  readonly notes: string[];
}

/**
 * Reading a table at a time of the last seven days: https://docs.cloud.google.com/bigquery/docs/table-decorators
 *
 * @param selectedFields as in `ReadOptions`.
 * @throws PipelineError for BigQuery's errors.
 */
export async function fixInTime(
  client: BigQueryClient,
  config: SourceConfig,
  { reference, table }: Pick<TableRead, "reference" | "table">,
  selectedFields: string | undefined,
  signal: AbortSignal,
): Promise<FixedTable> {
  const { projectId, datasetId, tableId } = reference;
  const count = async (name: string) => {
    const named = { ...reference, tableId: name };
    const counted = await countRows(client, named, selectedFields, signal);
    await assertLastRow(client, config, named, counted, selectedFields, signal);
    return counted;
  };
  // BigQuery's clock has whole seconds: changes within the last one are still included.
  const takenAtMs = Math.max(table.serverTimeMs ?? Date.now(), Number(table.lastModifiedTime ?? 0));
  const source = { project: projectId, dataset: datasetId, jobId: "", location: table.location ?? "", takenAtMs };
  const name = `${tableId}@${takenAtMs}`;
  try {
    return { snapshot: { ...source, table: name, version: "" }, ...(await count(name)), notes: [] };
  } catch (error) {
    if (isGoogle(config.api_endpoint) || !(error instanceof PipelineError && isUnknownName(error))) throw error;
  }
  const counted = await count(tableId);
  return {
    snapshot: { ...source, table: tableId, version: toVersion(table, counted.rowCount) },
    ...counted,
    notes: [
      "no snapshot: the server does not read tables at a past time, so the run fails if the table changes meanwhile",
    ],
  };
}

/** A server without time decorators has no such table, or refuses the name. */
function isUnknownName({ code }: PipelineError): boolean {
  return code === "source_not_found" || code === "source_query_invalid";
}

/**
 * Checks that a table without a fixed time is as it was when the run was planned. No request for any other snapshot.
 *
 * @param selectedFields as in `ReadOptions`.
 * @throws PipelineError `source_changed`
 */
export async function assertUnchanged(
  client: BigQueryClient,
  snapshot: Snapshot,
  selectedFields: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { project: projectId, dataset: datasetId, table: tableId, version } = snapshot;
  if (version === "") return;
  const reference = { projectId, datasetId, tableId };
  const table = await getTable(client, reference, signal);
  const { rowCount } = await countRows(client, reference, selectedFields, signal);
  if (toVersion(table, rowCount) === version) return;
  throw new PipelineError(
    "source_changed",
    `the table ${tableId} changed while it was read, and the server has no snapshots`,
  );
}

/** Whatever a server tells of a table's state; some change only one of these, or only the count. */
function toVersion({ lastModifiedTime, etag, numRows }: Table, rowCount: number): string {
  const facts = [lastModifiedTime ?? null, etag ?? null, numRows ?? null, rowCount];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 32);
}
