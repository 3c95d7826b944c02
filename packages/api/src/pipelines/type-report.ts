import { z } from "zod";

const reportColumn = z.object({
  source: z.string().meta({ description: "Name in the source. For a field of a STRUCT the path." }),
  source_type: z.string().meta({ description: "As BigQuery formats it: `ARRAY<INT64>`." }),
  target: z.string().nullable().meta({ description: "Null if it is excluded." }),
  target_type: z.string().nullable(),
  fidelity: z
    .enum(["lossless", "lossy", "unsupported"])
    .meta({ description: "`lossy`: a value may change without an error. An error is not a loss." }),
  notes: z.array(z.string()).readonly(),
  choices: z
    .array(z.string())
    .readonly()
    .meta({ description: "Alternatives for the mapping: `cast: text, varchar`, `exclude`." }),
});
export type TypeReportColumn = z.infer<typeof reportColumn>;
export type Fidelity = TypeReportColumn["fidelity"];

export const typeReportView = z
  .object({
    columns: z.array(reportColumn).readonly(),
    problems: z.array(z.string()).readonly().meta({ description: "Why this mapping cannot run; empty if it can." }),
  })
  .meta({ id: "TypeReport" });
export type TypeReport = z.infer<typeof typeReportView>;

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
