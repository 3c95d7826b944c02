import { z } from "zod";

const bound = z.union([z.string().trim().min(1).max(200), z.number()]).transform(String);

export const backfillBody = z
  .strictObject({
    from: z.union([z.literal(""), bound]).meta({
      description:
        "First value to read, as BigQuery formats it. A time without offset is UTC. Of a STRING, an empty text is the first value.",
    }),
    to: bound.meta({ description: "First value after the range." }),
    column: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .optional()
      .meta({ description: "Column to filter by; its type must be sortable. Default: the pipeline's cursor_column." }),
  })
  .meta({ id: "BackfillInput" });

export const backfillExample: z.input<typeof backfillBody> = { from: "2026-01-01", to: "2026-02-01" };
