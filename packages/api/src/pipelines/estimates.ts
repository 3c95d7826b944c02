/** Estimates of a pipeline's cost, and of whether it would work. */
import { z } from "zod";

import { time, vendorMessage } from "../scalars.ts";
import { typeReportExample, typeReportView } from "./type-report.ts";

const sourceColumn = z
  .object({
    name: z.string(),
    type: z.string().meta({ description: "As INFORMATION_SCHEMA.COLUMNS has it.", example: "ARRAY<STRUCT<id INT64>>" }),
    is_nullable: z.boolean(),
  })
  .meta({ id: "SourceColumn" });
export type SourceColumnView = z.infer<typeof sourceColumn>;

const costEstimate = z
  .object({
    read: z.enum(["table", "query"]),
    is_billed: z.boolean(),
    reason: z.string().meta({ description: "Why the source is read as a table or by a query." }),
    bytes_processed: z.int().meta({ description: "According to BigQuery's dry run." }),
    bytes_billed: z.int().meta({ description: "Upper bound, with BigQuery's minimum." }),
    cost_usd: z.number(),
    price_per_tib_usd: z.number(),
    maximum_bytes_billed: z.int().meta({ description: "Effective limit: the source's or the extractor's." }),
  })
  .meta({ id: "CostEstimate" });
export type CostEstimate = z.infer<typeof costEstimate>;

/** A problem that would make a run fail. */
const problem = z.object({
  code: z.string().meta({ description: "Code of docs/errors.md." }),
  message: z.string(),
  solution: z.string().meta({ description: "What to do." }),
  vendor_message: vendorMessage.optional(),
});

export type InspectionProblem = Omit<z.infer<typeof problem>, "solution">;

const validationProblem = problem.extend({ field: z.string().optional().meta({ description: "Path in the body." }) });
export type ValidationProblem = z.infer<typeof validationProblem>;

export const estimateView = z
  .object({
    inspected_at: time,
    estimate: costEstimate.nullable().meta({ description: "Null when the source could not be inspected." }),
    cost_usd_per_day: z.number().nullable().meta({ description: "According to the schedule; null without one." }),
    columns: z.array(sourceColumn).readonly(),
    row_count: z.int().nullable().meta({ description: "Null if only the query could count them." }),
    location: z.string().nullable(),
    last_modified: time.nullable(),
    type_report: typeReportView.nullable().meta({ description: "Null when the source could not be inspected." }),
    problems: z.array(problem).readonly(),
  })
  .meta({ id: "Estimate" });
export type PipelineEstimate = z.infer<typeof estimateView>;

export const validationView = z
  .object({
    valid: z.boolean(),
    problems: z.array(validationProblem).readonly(),
    schedule: z
      .object({ next: z.array(time).readonly() })
      .nullable()
      .meta({ description: "The next due times; null without a schedule." }),
    estimate: estimateView.nullable(),
  })
  .meta({ id: "Validation" });
export type Validation = z.infer<typeof validationView>;

export const estimateExample: PipelineEstimate = {
  inspected_at: "2026-01-31T08:00:00.000Z",
  estimate: {
    read: "query",
    is_billed: true,
    reason: "the source is a query",
    bytes_processed: 82_342,
    bytes_billed: 10_485_760,
    cost_usd: 0.000_059_6,
    price_per_tib_usd: 6.25,
    maximum_bytes_billed: 107_374_182_400,
  },
  cost_usd_per_day: 0.000_238,
  columns: [{ name: "order_id", type: "INT64", is_nullable: false }],
  row_count: null,
  location: "EU",
  last_modified: null,
  type_report: typeReportExample,
  problems: [],
};

export const validationExample: Validation = {
  valid: false,
  problems: [
    {
      code: "request_invalid",
      field: "schedule",
      message: '"0 0 30 2 *" never fires',
      solution: "Correct the request as the message says.",
    },
  ],
  schedule: { next: [] },
  estimate: estimateExample,
};
