import type { StreamedEventView, WebhookEventType, WebhookFormat } from "@datamantri/api";

import type { LineageEvent } from "../lineage/open-lineage.ts";

/**
 * Format: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 */
export interface WebhookPayload {
  readonly type: WebhookEventType | "test";
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly pipeline_name: string };
}

export function toPayload(type: WebhookEventType, view: StreamedEventView, pipelineName: string): WebhookPayload {
  const { event_id, time, run_id, pipeline_id, data } = view;
  return { type, timestamp: time, data: { event_id, run_id, pipeline_id, pipeline_name: pipelineName, ...data } };
}

/** The payload of a test message. */
export function testPayload(webhookName: string): WebhookPayload {
  const message = `This is a test of the webhook "${webhookName}".`;
  return { type: "test", timestamp: new Date().toISOString(), data: { pipeline_name: "", message } };
}

/** The body of the request. */
export function toBody(format: WebhookFormat, payload: WebhookPayload | LineageEvent): string {
  return JSON.stringify(format === "slack" ? { text: escapeSlack(toSentence(payload as WebhookPayload)) } : payload);
}

function toSentence({ type, data }: WebhookPayload): string {
  const run = `"${data.pipeline_name}"`;
  switch (type) {
    case "run_queued":
      return `${run} was queued by ${String(data.triggered_by)}.`;
    case "run_succeeded":
      return `${run} succeeded: ${Number(data.records_processed).toLocaleString("en-US")} rows.`;
    case "run_failed":
      return `${run} failed: ${String(data.error_message)} (${String(data.error_code)}).`;
    case "run_cancelled":
      return `${run} was cancelled by ${String(data.requested_by)}.`;
    case "run_skipped":
      return `${run} was skipped: its source has not changed.`;
    case "test":
      return String(data.message);
  }
  return type satisfies never;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
