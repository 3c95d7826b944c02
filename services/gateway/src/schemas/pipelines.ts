import { z } from "@hono/zod-openapi";

import type { PipelineView } from "@datamantri/contracts";

import { mappingView } from "./mapping-input.ts";
import { catchUp, destinationConfig, sourceConfig, modes, type pipelineBody } from "./pipeline-input.ts";

const { credentials: _credentials, ...sourceFields } = sourceConfig.shape;
const { password: _password, ...destinationFields } = destinationConfig.shape;

/** As they are kept: with defaults filled in and without what is write-only. */
const sourceView = z.object({ ...sourceFields, maximum_bytes_billed: z.string().optional() }).meta({ id: "Source" });
const destinationView = z.object({ ...destinationFields, schema: z.string() }).meta({ id: "Destination" });

export const pipelineView = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    name: z.string(),
    description: z.string().nullable(),
    source_type: z.string(),
    source_config: sourceView,
    destination_type: z.string(),
    destination_config: destinationView,
    mode: z.enum(modes),
    schedule: z.string().nullable(),
    timezone: z.string(),
    batch_size: z.int().nullable(),
    mapping: mappingView.nullable().meta({ description: "Null: every column as docs/types.md says." }),
    catch_up: catchUp.extend({ window_seconds: z.int() }).nullable().meta({ description: "Null: `none`." }),
    is_active: z.boolean(),
    version: z.int().meta({ description: "Grows with every change." }),
    created_at: z.string().meta({ format: "date-time" }),
    updated_at: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "Pipeline" }) satisfies z.ZodType<PipelineView>;

/** Fields of the query that choose pipelines. */
export const pipelineFilter = {
  status: z.enum(["active", "paused"]).optional(),
  mode: z.enum(modes).optional(),
  q: z.string().min(1).max(200).optional().meta({ description: "Part of the name or the description." }),
};

export const pipelineBodyExample: z.input<typeof pipelineBody> = {
  name: "orders",
  source_config: { project: "my-project", dataset: "shop", table: "orders" },
  destination_config: {
    host: "db.example.com",
    database: "analytics",
    user: "loader",
    password: "correct horse battery staple",
    table: "orders",
    key: ["order_id"],
  },
  mode: "merge",
  schedule: "0 5 * * *",
  timezone: "Europe/Berlin",
  catch_up: { policy: "last" },
  mapping: {
    columns: [{ source: "customer_email", mask: { method: "hmac" } }],
    mask_key: "a long secret of your own",
  },
};

export const pipelineExample: PipelineView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  name: "orders",
  description: null,
  source_type: "bigquery",
  source_config: { project: "my-project", dataset: "shop", table: "orders" },
  destination_type: "postgres",
  destination_config: {
    host: "db.example.com",
    port: 5_432,
    database: "analytics",
    user: "loader",
    schema: "public",
    table: "orders",
    key: ["order_id"],
  },
  mode: "merge",
  schedule: "0 5 * * *",
  timezone: "Europe/Berlin",
  batch_size: null,
  mapping: { columns: [{ source: "customer_email", mask: { method: "hmac" } }] },
  catch_up: { policy: "last", window_seconds: 86_400 },
  is_active: true,
  version: 1,
  created_at: "2026-01-31T08:00:00.000Z",
  updated_at: "2026-01-31T08:00:00.000Z",
};
