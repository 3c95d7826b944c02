import { comparisonOf } from "@datamantri/verification";
import type { Column, ColumnStatistics } from "@datamantri/contracts";
import type { VerificationLevel, VerificationReport, VerifiedColumn } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import { notFound } from "../database/not-found.ts";
import type { Db } from "../database/open-database.ts";

/** @throws PipelineError `not_found` for an unknown run or one without verification. */
export async function getVerification(db: Db, id: string): Promise<VerificationReport> {
  const run = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  if (!run) notFound("run", id);
  const { verification, plan, source_statistics: source } = run;
  if (verification === null || plan === null) {
    throw new PipelineError("not_found", `run ${id} has no verification: only a successful run has one`);
  }
  const {
    plannedRows,
    ledgerRows,
    rejectedRows,
    stagedRows,
    insertedRows,
    updatedRows,
    deletedRows,
    columns,
    rowsHash,
  } = verification;
  return {
    run_id: id,
    level: verification.level as VerificationLevel,
    snapshot_taken_at: new Date(plan.snapshot.takenAtMs).toISOString(),
    rows: {
      source: plannedRows,
      source_query: source?.rowCount ?? null,
      manifest: run.loaded_row_count,
      ledger: ledgerRows,
      rejected: rejectedRows,
      staged: stagedRows,
    },
    target: { inserted: insertedRows, updated: updatedRows, deleted: deletedRows },
    rows_hash: orNull(rowsHash),
    columns: columns.map((statistics, i) => toVerifiedColumn(plan.columns[i]!, statistics)),
    job_id: source?.jobId ?? null,
    bytes_billed: source?.bytesBilled ?? 0,
  };
}

function toVerifiedColumn(column: Column, statistics: ColumnStatistics): VerifiedColumn {
  const comparison = comparisonOf(column);
  return {
    name: column.name,
    type: column.repeated ? `ARRAY<${column.type}>` : column.type,
    compared: comparison.form === null ? "nulls" : "values",
    reason: comparison.form === null ? comparison.reason : null,
    null_count: statistics.nullCount,
    min: orNull(statistics.min),
    max: orNull(statistics.max),
    sum: orNull(statistics.sum),
    hash: orNull(statistics.hash),
  };
}

/** An empty digest becomes null; messages have no NULL. */
function orNull(digest: string): string | null {
  return digest === "" ? null : digest;
}
