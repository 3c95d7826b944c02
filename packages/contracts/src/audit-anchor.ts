import type { AuditGap } from "@datamantri/api";

/**
 * Key-value bucket in the registry's account with the head of the audit log. The metadata database's owner cannot write
 * it.
 */
const auditBucket = "audit";

/** A KV bucket is a stream with this name. */
export const auditStream = `KV_${auditBucket}`;

/** Subject of the bucket's only key. */
export const auditAnchorSubject = `$KV.${auditBucket}.head`;

/** The newest entry of the audit log at a time, written by the registry as JSON. */
export interface AuditAnchor {
  readonly sequence: number;
  /** Hash of that entry, in hexadecimal digits. */
  readonly hash: string;
  /** Time of that entry; null before the first one. RFC 3339, like the others. */
  readonly entry_at: string | null;
  /** When the anchor was moved there. */
  readonly at: string;
  /** The newest entry when the bucket's first anchor was created, and the time: earlier deletions are not detected. */
  readonly since_sequence: number;
  readonly since: string;
}

/** An anchor that does not match the log. */
export interface BrokenAnchor {
  readonly anchor: AuditAnchor;
  /** Null if every entry exists, but the anchored one has another hash. */
  readonly missing: AuditGap | null;
}
