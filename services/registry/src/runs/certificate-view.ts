import { comparisonOf } from "@datamantri/certificate";
import type {
  CertificateLevel,
  CertificateView,
  CertifiedColumn,
  Column,
  ColumnStatistics,
} from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";

/** @throws PipelineError `not_found` for an unknown run, and for one without a certificate. */
export async function getCertificate(db: Db, id: string): Promise<CertificateView> {
  const run = await db.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  if (!run) throw new PipelineError("not_found", `no run has the id ${id}`);
  const { certificate, plan, source_statistics: source } = run;
  if (certificate === null || plan === null) {
    throw new PipelineError("not_found", `the run ${id} has no certificate: it gets one when its rows have moved`);
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
  } = certificate;
  return {
    run_id: id,
    level: certificate.level as CertificateLevel,
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
    columns: columns.map((statistics, i) => toCertifiedColumn(plan.columns[i]!, statistics)),
    job_id: source?.jobId ?? null,
    bytes_billed: source?.bytesBilled ?? 0,
  };
}

function toCertifiedColumn(column: Column, statistics: ColumnStatistics): CertifiedColumn {
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

/** Messages have no NULL. */
function orNull(digest: string): string | null {
  return digest === "" ? null : digest;
}
