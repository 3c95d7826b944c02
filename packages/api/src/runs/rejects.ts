import { z } from "zod";

import { uuid } from "../scalars.ts";

const reason = z.object({
  reason: z.string(),
  sqlstate: z.string().nullable().meta({ description: "Null when the extractor rejected the row." }),
  columns: z.array(z.string()).readonly(),
  row_count: z.int(),
  replayed_count: z.int().meta({ description: "Of these, rows that a replay has loaded." }),
  row_numbers: z.array(z.int()).readonly().meta({ description: "Row numbers in the snapshot, from 0; the first 100." }),
});

export type RejectReason = z.infer<typeof reason>;

export const rejectsView = z
  .object({
    run_id: uuid,
    rejected_count: z.int(),
    kept_in: z.string().nullable().meta({ description: "Table and database with the rows; null if there are none." }),
    reasons: z.array(reason).readonly().meta({ description: "Most frequent first, at most 100." }),
  })
  .meta({ id: "Rejects" });
export type RejectsView = z.infer<typeof rejectsView>;

export const rejectsExample: RejectsView = {
  run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  rejected_count: 2,
  kept_in: "datamantri.rejects of db.example.com:5432/warehouse",
  reasons: [
    {
      reason: "it is NULL, which the target forbids (23502)",
      sqlstate: "23502",
      columns: ["email"],
      row_count: 2,
      replayed_count: 0,
      row_numbers: [17, 4_711],
    },
  ],
};

export const replayView = z.object({ run_id: uuid, status: z.literal("replaying") }).meta({ id: "Replay" });

export const replayExample: z.output<typeof replayView> = {
  run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  status: "replaying",
};
