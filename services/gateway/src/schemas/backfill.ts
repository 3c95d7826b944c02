import { z } from "@hono/zod-openapi";

const bound = z.union([z.string().trim().min(1).max(200), z.number()]).transform(String);

export const backfillBody = z
  .strictObject({
    from: bound.meta({ description: "First value that is read, as BigQuery writes it: a time without offset is UTC." }),
    to: bound.meta({ description: "First value that is not read any more." }),
    column: z
      .string()
      .trim()
      .min(1)
      .max(300)
      .optional()
      .meta({ description: "Column of the source with an order; cursor_column of the pipeline unless said." }),
  })
  .meta({ id: "BackfillInput" });

export const backfillExample: z.input<typeof backfillBody> = { from: "2026-01-01", to: "2026-02-01" };
