import { z } from "zod";

const reason = z.object({
  reason: z.string(),
  sqlstate: z.string().nullable().meta({ description: "Null when the row was rejected before PostgreSQL saw it." }),
  columns: z.array(z.string()).readonly(),
  row_count: z.int(),
  replayed_count: z.int().meta({ description: "Of these rows, those that were loaded since." }),
  row_numbers: z.array(z.int()).readonly().meta({ description: "The first 100, of the snapshot, from 0." }),
});

export type RejectReason = z.infer<typeof reason>;

export const rejectsView = z
  .object({
    run_id: z.string().meta({ format: "uuid" }),
    rejected_count: z.int(),
    kept_in: z
      .string()
      .nullable()
      .meta({ description: "Table and database that have the rows; null if there are none." }),
    reasons: z.array(reason).readonly().meta({ description: "Most frequent first, 100 at most." }),
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

export const replayView = z
  .object({ run_id: z.string().meta({ format: "uuid" }), status: z.literal("replaying") })
  .meta({ id: "Replay" });

export const replayExample: z.output<typeof replayView> = {
  run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
  status: "replaying",
};
