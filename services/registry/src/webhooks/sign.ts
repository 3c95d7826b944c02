/** Signatures: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
import { createHmac, randomBytes } from "node:crypto";

/** Within the 24 to 64 bytes that the specification asks for. */
const secretBytes = 32;

export function makeSigningSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString("base64")}`;
}

/** `webhook-signature`: one for each secret, so that a receiver may know the old or the new one. */
export function sign(secrets: readonly string[], messageId: string, timestampSeconds: number, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
      const mac = createHmac("sha256", key).update(`${messageId}.${timestampSeconds}.${body}`).digest("base64");
      return `v1,${mac}`;
    })
    .join(" ");
}
