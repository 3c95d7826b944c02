/** Ids that two processes derive alike, so that doubles meet in a unique key instead of becoming two things. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import canonicalize from "canonicalize";

import type { Verification } from "./messages.ts";
import type { BatchKey } from "./object-subjects.ts";

/**
 * A UUID made from `parts`: the same parts give the same id, in every process and for ever.
 * Version 8 (free-form) of RFC 9562 over SHA-256; parts are length-prefixed so that ("ab","c") is not ("a","bc").
 */
export function deriveUuid(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The run that a schedule's occurrence starts, however many schedulers announce it. */
export function scheduledRunId(pipelineId: string, scheduledForMs: number): string {
  return deriveUuid("run", pipelineId, String(scheduledForMs));
}

/** What requests make, with ids of their own. `copy`: a pipeline like another. `webhook-secret`: by a rotation. */
export type RequestedKind =
  | "pipeline"
  | "copy"
  | "connection"
  | "user"
  | "api-key"
  | "webhook"
  | "webhook-secret"
  | "webhook-test";

/** What a user's request makes, however often the client repeats it with the same Idempotency-Key. */
export function requestedId(kind: RequestedKind, userId: string, idempotencyKey: string): string {
  return deriveUuid(`${kind}-request`, userId, idempotencyKey);
}

/** The run that a request starts, however often the client repeats it with the same key. */
export function requestedRunId(pipelineId: string, key: string): string {
  return deriveUuid("run-request", pipelineId, key);
}

/** The run that repeats another, however often the client asks with the same key. */
export function retriedRunId(runId: string, key: string): string {
  return deriveUuid("retry-request", runId, key);
}

/** `Nats-Msg-Id` of a tick. */
export function tickId(pipelineId: string, scheduledForMs: number): string {
  return `${pipelineId}@${scheduledForMs}`;
}

/** `Nats-Msg-Id` of a batch. A re-issued split has a new attempt, or JetStream's memory would swallow its batches. */
export function batchMessageId(batch: BatchKey, attempt: number): string {
  return `${batch.runId}:${batch.split}:${batch.sequence}:${batch.part}:a${attempt}`;
}

/** `RowBatch.checksum`. */
export function batchChecksum(batch: {
  readonly tuples: Uint8Array;
  readonly rejects: readonly { readonly tuple: Uint8Array }[];
}): number {
  return batch.rejects.reduce((checksum, { tuple }) => crc32(tuple, checksum), crc32(batch.tuples));
}

/** BigQuery job id of a run's query: a retry finds the job that an earlier try started. Letters, digits, - and _. */
export function queryJobId(runId: string, attempt: number): string {
  return `datamantri_${runId}_a${attempt}`;
}

/** Of the query that verifies a run's source. The snapshot does not change, so neither does the query with an attempt. */
export function statisticsJobId(runId: string): string {
  return `datamantri_${runId}_statistics`;
}

/** Staging table of a run, in the ledger's schema. At most 63 bytes, PostgreSQL's limit for names. */
export function stagingTableName(runId: string): string {
  return `staging_${runId.replaceAll("-", "")}`;
}

/** Of a pipeline that has not read by a cursor yet. */
export const noWatermark = { column: "", type: "", value: "" } as const;

/** Range of a run that is not a backfill. */
export const noRange = { column: "", from: "", to: "" } as const;

/** Of a run that is not finalized, or whose owner wants none. */
export const noVerification: Verification = {
  level: "none",
  plannedRows: 0,
  ledgerRows: 0,
  rejectedRows: 0,
  stagedRows: 0,
  insertedRows: 0,
  updatedRows: 0,
  deletedRows: 0,
  rowsHash: "",
  columns: [],
};

/**
 * Identifies columns, and what else decides their values: equal for equal JSON. Messages and jsonb do not keep the order
 * of an object's members, so it is made of canonical JSON (RFC 8785).
 */
export function schemaFingerprint(shape: object): string {
  return createHash("sha256").update(canonicalize(shape)!).digest("hex").slice(0, 16);
}
