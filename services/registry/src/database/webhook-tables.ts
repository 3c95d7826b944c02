import type { ColumnType, Generated, JSONColumnType } from "kysely";

import type { DeliveryEventType, DeliveryStatus, WebhookEventType, WebhookFormat } from "@datamantri/api";

import type { LineageEvent } from "../lineage/open-lineage.ts";
import type { WebhookPayload } from "../webhooks/payload.ts";

type CreatedAt = ColumnType<Date, never, never>;

export interface WebhooksTable {
  id: string;
  name: string;
  url_shown: string;
  format: WebhookFormat;
  pipeline_id: string | null;
  event_types: WebhookEventType[];
  /** Sealed JSON of `WebhookSecrets`. */
  secrets: Buffer;
  is_active: Generated<boolean>;
  disabled_reason: string | null;
  created_by: string;
  created_at: CreatedAt;
  updated_at: Generated<Date>;
}

export interface WebhookDeliveriesTable {
  id: Generated<string>;
  webhook_id: string;
  event_id: string;
  event_type: DeliveryEventType;
  run_id: string | null;
  payload: JSONColumnType<WebhookPayload | LineageEvent>;
  status: Generated<DeliveryStatus>;
  attempt_count: Generated<number>;
  next_attempt_at: Generated<Date | null>;
  created_at: CreatedAt;
}

export interface WebhookAttemptsTable {
  id: Generated<number>;
  delivery_id: string;
  at: Date;
  status: number | null;
  error: string | null;
  duration_ms: number;
}
