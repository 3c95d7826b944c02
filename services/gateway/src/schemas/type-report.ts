import { z } from "@hono/zod-openapi";

import type { TypeReport } from "@datamantri/contracts";

export const typeReportView = z
  .object({
    columns: z
      .array(
        z.object({
          source: z.string().meta({ description: "Its name in the source; of a field the names from the column on." }),
          source_type: z.string().meta({ description: "In BigQuery's words." }),
          target: z.string().nullable().meta({ description: "Null when it is left out." }),
          target_type: z.string().nullable(),
          fidelity: z
            .enum(["lossless", "lossy", "unsupported"])
            .meta({ description: "Whether a value may arrive as another one." }),
          notes: z.array(z.string()).readonly(),
          choices: z.array(z.string()).readonly().meta({ description: "What the mapping could say instead." }),
        }),
      )
      .readonly(),
    problems: z.array(z.string()).readonly().meta({ description: "Why runs cannot work with this mapping." }),
  })
  .meta({ id: "TypeReport" }) satisfies z.ZodType<TypeReport>;

export const typeReportExample: TypeReport = {
  columns: [
    {
      source: "customer_id",
      source_type: "INT64",
      target: "customer_id",
      target_type: "integer",
      fidelity: "lossless",
      notes: ["cast to integer: a value that does not fit is refused"],
      choices: [
        "cast: text, varchar, citext, bigint, smallint, numeric",
        "mask: sha256, hmac, redact, partial",
        "exclude",
      ],
    },
  ],
  problems: [],
};
