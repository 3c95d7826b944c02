import { z } from "zod";

import { time, uuid } from "../scalars.ts";
import { verificationLevels } from "../pipelines/destination.ts";

const digest = z.string().nullable().meta({ description: "Keyed digest, equal on both sides; null: not compared." });

const verifiedColumn = z
  .object({
    name: z.string(),
    type: z.string(),
    compared: z.enum(["values", "nulls"]),
    reason: z.string().nullable().meta({ description: "Why it was not compared by value." }),
    null_count: z.int(),
    min: digest,
    max: digest,
    sum: digest,
    hash: digest,
  })
  .meta({ id: "VerifiedColumn" });
export type VerifiedColumn = z.infer<typeof verifiedColumn>;

/** Comparisons of a successful run before its rows moved. All of them matched, or the run would have failed. */
export const verificationReport = z
  .object({
    run_id: uuid,
    level: z.enum(verificationLevels),
    snapshot_taken_at: time,
    rows: z.object({
      source: z.int().meta({ description: "BigQuery's own count of the snapshot." }),
      source_query: z.int().nullable().meta({ description: "Counted again by the query of a full verification." }),
      manifest: z.int().meta({ description: "Rows read and reported, batch by batch." }),
      ledger: z.int().meta({ description: "Rows in the destination's ledger, batch by batch." }),
      rejected: z.int().meta({ description: "Stored as rejects instead of being loaded." }),
      staged: z.int().meta({ description: "Counted in the staging table before the move." }),
    }),
    target: z
      .object({ inserted: z.int(), updated: z.int(), deleted: z.int() })
      .meta({ description: "Rows that the move wrote, by PostgreSQL's own count." }),
    rows_hash: digest,
    columns: z
      .array(verifiedColumn)
      .readonly()
      .meta({ description: "Empty without a full verification, and when rows were rejected." }),
    job_id: z.string().nullable(),
    bytes_billed: z.int().meta({ description: "By the query of a full verification." }),
  })
  .meta({ id: "Verification" });
export type VerificationReport = z.infer<typeof verificationReport>;

export const verificationExample: VerificationReport = {
  run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  level: "full",
  snapshot_taken_at: "2026-01-31T08:00:00.000Z",
  rows: { source: 3_201, source_query: 3_201, manifest: 3_201, ledger: 3_201, rejected: 0, staged: 3_201 },
  target: { inserted: 3_201, updated: 0, deleted: 0 },
  rows_hash: "5f0c9b7a4e1d2c3b8a7f6e5d4c3b2a19",
  columns: [
    {
      name: "title",
      type: "STRING",
      compared: "values",
      reason: null,
      null_count: 4,
      min: "0a6b2d4c8e1f3a5b7c9d0e2f4a6b8c1d",
      max: "1b7c3e5d9f2a4b6c8d0e1f3a5b7c9d2e",
      sum: "2c8d4f6e0a3b5c7d9e1f2a4b6c8d0e3f",
      hash: "3d9e5a7f1b4c6d8e0f2a3b5c7d9e1f4a",
    },
  ],
  job_id: "datamantri_0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33_statistics",
  bytes_billed: 10_485_760,
};
