import type { z } from "zod";

import type { pipelineBody, PipelineView } from "./pipeline.ts";
import { pipelineDefaults } from "./pipeline-defaults.ts";

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
  ...pipelineDefaults,
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  name: "orders",
  source_config: { project: "my-project", dataset: "shop", table: "orders" },
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
  mapping: { columns: [{ source: "customer_email", mask: { method: "hmac" } }] },
  catch_up: { policy: "last", window_seconds: 86_400 },
  is_active: true,
  status: "active",
  version: 1,
  created_at: "2026-01-31T08:00:00.000Z",
  updated_at: "2026-01-31T08:00:00.000Z",
};
