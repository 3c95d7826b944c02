/**
 * Ids that several processes derive alike, so that duplicates conflict on a unique key instead of becoming two objects.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import canonicalize from "canonicalize";

import type { Verification } from "./messages.ts";
import type { BatchKey } from "./object-subjects.ts";

/**
 * Derives a UUID from `parts`: the same parts give the same id, in every process and for ever. Version 8 (free-form) of
 * RFC 9562 over SHA-256; parts are length-prefixed so that ("ab","c") is not ("a","bc").
 */
export function deriveUuid(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The run that an occurrence of a schedule starts, however many schedulers publish it. */
export function scheduledRunId(pipelineId: string, scheduledForMs: number): string {
  return deriveUuid("run", pipelineId, String(scheduledForMs));
}

/**
 * Objects that requests create, with their own ids. `copy`: a duplicated pipeline. `webhook-secret`: created by a
 * rotation.
 */
export type RequestedKind =
  | "pipeline"
  | "copy"
  | "connection"
  | "user"
  | "api-key"
  | "webhook"
  | "webhook-secret"
  | "webhook-test";

/**
 * Id of the object that a user's request creates, however often the client repeats it with the same Idempotency-Key.
 */
export function requestedId(kind: RequestedKind, userId: string, idempotencyKey: string): string {
  return deriveUuid(`${kind}-request`, userId, idempotencyKey);
}

/** The run that a request starts, however often the client repeats it with the same key. */
export function requestedRunId(pipelineId: string, key: string): string {
  return deriveUuid("run-request", pipelineId, key);
}

/** The run that retries another, however often the client repeats the request with the same key. */
export function retriedRunId(runId: string, key: string): string {
  return deriveUuid("retry-request", runId, key);
}

/** The run that undoes another, however often the client repeats the request with the same key. */
export function undoingRunId(runId: string, key: string): string {
  return deriveUuid("undo-request", runId, key);
}

/** `Nats-Msg-Id` of a tick. */
export function tickId(pipelineId: string, scheduledForMs: number): string {
  return `${pipelineId}@${scheduledForMs}`;
}

/** `Nats-Msg-Id` of a batch. A re-issued split has a new attempt, or JetStream would drop its batches as duplicates. */
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

/**
 * Job id of the query that verifies a run's source. The snapshot is fixed, so the query is the same for every attempt.
 */
export function statisticsJobId(runId: string): string {
  return `datamantri_${runId}_statistics`;
}

/** Staging table of a run, in the ledger's schema. At most 63 bytes, PostgreSQL's limit for names. */
export function stagingTableName(runId: string): string {
  return `staging_${runId.replaceAll("-", "")}`;
}

/** Table with the rows that the target of a run had before it, in the ledger's schema. */
export function previousTableName(runId: string): string {
  return `previous_${runId.replaceAll("-", "")}`;
}

/** Watermark of a pipeline that has not read by a cursor yet. */
export const noWatermark = { column: "", type: "", value: "" } as const;

/** Range of a run that is not a backfill. */
export const noRange = { column: "", from: "", to: "" } as const;

/** Verification of a run that is not finalized, or has none configured. */
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
 * Identifies columns, and everything else that decides their values: equal for equal JSON. Messages and jsonb do not
 * keep the order of members, so it hashes canonical JSON (RFC 8785).
 */
export function schemaFingerprint(shape: object): string {
  return createHash("sha256").update(canonicalize(shape)!).digest("hex").slice(0, 16);
}

/** What the first run of a pipeline follows: no run of it has ever succeeded. */
export const noRunBefore = "00000000-0000-0000-0000-000000000000";
