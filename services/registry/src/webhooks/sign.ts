/** Signatures: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** The sealed part of a webhook. */
export interface WebhookSecrets {
  readonly url: string;
  /** Null for Slack, whose address is its secret, and for OpenLineage. */
  readonly signing: string | null;
  /** Sent unchanged to OpenLineage. */
  readonly bearer?: string;
  /** The previous signing secret, and until when (ms) it also signs. */
  readonly previous?: { readonly signing: string; readonly untilMs: number };
  /** The request that created `signing` by a rotation: its repeat returns the same secret. */
  readonly rotatedBy?: string;
}

/** Within the specification's 24 to 64 bytes. */
const secretBytes = 32;

export function makeSigningSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString("base64")}`;
}

/**
 * The header `webhook-signature`: one signature for each secret, because a receiver may know the old or the new one.
 */
export function sign(secrets: readonly string[], messageId: string, at: Date, body: string): string {
  return secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(" ");
}

/** The headers of a delivery. A rotated secret also signs until it expires. */
export function toHeaders(
  { signing, previous, bearer }: WebhookSecrets,
  messageId: string,
  at: Date,
  body: string,
): Record<string, string> {
  const secrets = [signing, previous && previous.untilMs > at.getTime() ? previous.signing : null];
  const known = secrets.filter((secret) => secret !== null);
  return {
    "content-type": "application/json",
    "user-agent": "DataMantri",
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(signing !== null && { "webhook-signature": sign(known, messageId, at, body) }),
  };
}
