import { z } from "zod";

import { time } from "../scalars.ts";

/** User or key that performed the action. */
const actor = z.object({
  kind: z.enum(["user", "api_key", "external", "service", "anonymous"]).meta({
    description: "`external`: a bearer token of another issuer. `service`: a worker. `anonymous`: nobody signed in.",
  }),
  id: z
    .string()
    .nullable()
    .meta({ description: "Id of the user or key, subject of the token, instance of the worker." }),
  name: z.string().meta({ description: "E-mail address, name of the key." }),
});
export type Actor = z.infer<typeof actor>;

/** One event of the audit log, as reported by the service that observed it. */
const auditEvent = {
  action: z.string().meta({ description: "Method and path of the request, or the name of the operation." }),
  outcome: z.enum(["allowed", "denied", "succeeded", "failed"]),
  object: z.string().nullable().meta({ description: "Id of the object." }),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({
    description:
      "Names, ids and counts; never secrets or row values. `refused_count`: this entry stands for so many refusals.",
  }),
};
export type AuditEvent = z.infer<z.ZodObject<typeof auditEvent>>;

export const auditEntryView = z
  .object({
    sequence: z.int().meta({ description: "Without gaps, from 1." }),
    at: time,
    actor,
    ...auditEvent,
    address: z.string().nullable(),
    request_id: z.string().nullable(),
    key_id: z.string().meta({ description: "Names the key that made the hash." }),
    hash: z.string().meta({ description: "HMAC-SHA-256 of the previous hash and this entry's canonical JSON." }),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntryView = z.infer<typeof auditEntryView>;

export const auditEntryExample: AuditEntryView = {
  sequence: 4_711,
  at: "2026-01-31T08:00:00.000Z",
  actor: { kind: "user", id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10", name: "ada@example.com" },
  action: "POST /api/v1/pipelines/{id}/trigger",
  outcome: "allowed",
  object: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11",
  facts: {},
  address: "192.0.2.10",
  request_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c14",
  key_id: "5d41402abc4b2a76",
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

const auditGap = z.object({
  from_sequence: z.int(),
  to_sequence: z.int(),
  after: time.nullable().meta({ description: "When the last entry before them was made; null when there is none." }),
  until: time.meta({ description: "When the last one of them was made." }),
});
/** Entries that existed before. */
export type AuditGap = z.infer<typeof auditGap>;

export const auditVerificationView = z
  .object({
    is_intact: z.boolean().meta({ description: "Every entry is as it was written, and none is missing." }),
    entry_count: z.int().meta({ description: "Intact entries, from the first." }),
    first_broken_sequence: z
      .int()
      .nullable()
      .meta({ description: "The first entry that was changed or is missing. Those before it are intact." }),
    head_hash: z.string().meta({ description: "Last hash." }),
    missing: auditGap
      .nullable()
      .meta({ description: "Entries that were there when the anchor was moved, and are cut off now." }),
    unverified: z
      .object({ from_sequence: z.int(), to_sequence: z.int() })
      .nullable()
      .meta({ description: "Entries whose key is no longer in SECRETS_KEY, and for which no later entry vouches." }),
    anchor: z
      .object({
        sequence: z.int(),
        hash: z.string(),
        at: time.meta({ description: "When it was moved there." }),
        since_sequence: z.int().meta({ description: "What was cut off before this entry was made does not show." }),
        since: time.meta({ description: "When that anchor was made: at the first start, or after NATS lost it." }),
        holds: z.boolean().meta({ description: "The log has this entry with this hash." }),
      })
      .nullable()
      .meta({ description: "The newest entry as NATS has it. Null until the registry has made one, within seconds." }),
  })
  .meta({ id: "AuditVerification" });
export type AuditVerification = z.infer<typeof auditVerificationView>;

export const auditVerificationExample: AuditVerification = {
  is_intact: true,
  entry_count: auditEntryExample.sequence,
  first_broken_sequence: null,
  head_hash: auditEntryExample.hash,
  missing: null,
  unverified: null,
  anchor: {
    sequence: auditEntryExample.sequence,
    hash: auditEntryExample.hash,
    at: "2026-01-31T08:00:02.000Z",
    since_sequence: 1,
    since: "2026-01-01T08:00:00.000Z",
    holds: true,
  },
};
