import type { AuditGap } from "@datamantri/api";

/** Key-value bucket in the registry's account with the head of the audit log: the metadata database's owner cannot write it. */
const auditBucket = "audit";

/** A KV bucket is a stream of this name. */
export const auditStream = `KV_${auditBucket}`;

/** Subject on which the value of the bucket's only key is written. */
export const auditAnchorSubject = `$KV.${auditBucket}.head`;

/** The newest entry of the audit log at a time, as the registry writes it, as JSON. */
export interface AuditAnchor {
  readonly sequence: number;
  /** Of that entry, in hexadecimal digits. */
  readonly hash: string;
  /** When that entry was made; null before the first one. RFC 3339, as the others. */
  readonly entry_at: string | null;
  /** When the anchor was moved there. */
  readonly at: string;
  /** The newest entry when the bucket's first anchor was made, and the time: what was cut off before does not show. */
  readonly since_sequence: number;
  readonly since: string;
}

/** An anchor that the log does not have. */
export interface BrokenAnchor {
  readonly anchor: AuditAnchor;
  /** Null when every entry is there, but the anchor's has another hash. */
  readonly missing: AuditGap | null;
}
