/**
 * Compares the staged rows with the source before they move, in the finalizing transaction: a mismatch never reaches
 * the target.
 */
import type pg from "pg";

import {
  comparisonOf,
  describeDifferences,
  differencesOf,
  stagingStatement,
  toStatistics,
  type StagingDetail,
  type Statistics,
} from "@datamantri/verification";
import type { Column, Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { stagingTable } from "./staging.ts";

const readEncoding = `select current_setting('server_encoding') as encoding`;

/** JIT-compiling hundreds of aggregates takes longer than running them. */
const withoutCompiling = `set local jit = off`;

/**
 * Computes the staging table's statistics and compares them with the source's.
 *
 * One pass finds whether all match: if the hash of the rows matches, so do the columns' hashes. A second pass computes
 * these only to name the columns that differ.
 *
 * @throws PipelineError `certificate_mismatch` that names columns and statistics.
 */
export async function verifyStaging(
  client: pg.PoolClient,
  task: Message<"FinalizeRun">,
  key: string,
): Promise<Statistics> {
  await assertUtf8(client, task.columns);
  const source = { rowCount: task.rowCount, rowsHash: task.sourceRowsHash, columns: task.sourceColumns };
  const staged = await readStatistics(client, task, "rows", key);
  const differences = differencesOf(source, staged);
  if (differences.length === 0) return { ...staged, columns: task.sourceColumns };
  const named = differencesOf(source, await readStatistics(client, task, "columns", key));
  throw new PipelineError(
    "certificate_mismatch",
    `the staging table does not hold what BigQuery has: ${describeDifferences(named)}`,
    { run_id: task.runId },
  );
}

async function readStatistics(
  client: pg.PoolClient,
  { runId, columns }: Message<"FinalizeRun">,
  detail: StagingDetail,
  key: string,
): Promise<Statistics> {
  await client.query(withoutCompiling);
  const statement = stagingStatement(columns, stagingTable(runId), detail);
  const { rows } = await client.query<{ values: (string | null)[] }>(statement);
  return toStatistics(columns, rows[0]!.values, detail, key);
}

/** Text is digested by its bytes, which equal BigQuery's only in this encoding. */
async function assertUtf8(client: pg.PoolClient, columns: readonly Column[]): Promise<void> {
  const hasText = columns.some((column) => column.type === "STRING" && comparisonOf(column).form !== null);
  if (!hasText) return;
  const { rows } = await client.query<{ encoding: string }>(readEncoding);
  const { encoding } = rows[0]!;
  if (encoding === "UTF8") return;
  throw new PipelineError(
    "request_invalid",
    `a full verification needs a destination database in UTF8, not ${encoding}; set destination_config.verification to counts`,
  );
}
