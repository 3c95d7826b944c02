/** The anchor of the audit log: the only key of a KV bucket, written by registries. */
import { auditAnchorSubject, auditStream, type AuditAnchor } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { putOnlyKey, readOnlyKey } from "./only-key.ts";

export interface StoredAnchor {
  /** Undefined if there is none: NATS lost it, or an operator deleted it. */
  readonly anchor: AuditAnchor | undefined;
  /** 0 if none was ever written. */
  readonly revision: number;
}

/** @throws PipelineError `bus_unavailable`, also while the bucket does not exist. */
export async function readAuditAnchor(bus: Bus): Promise<StoredAnchor> {
  const { value, revision } = await readOnlyKey(bus, auditStream, auditAnchorSubject);
  const anchor = value as Partial<AuditAnchor> | null | undefined;
  // Anything else was written by no registry.
  const isAnchor = Number.isInteger(anchor?.sequence) && /^[0-9a-f]{64}$/.test(anchor?.hash ?? "");
  return { anchor: isAnchor ? (anchor as AuditAnchor) : undefined, revision };
}

/** See `putOnlyKey`. */
export function putAuditAnchor(bus: Bus, anchor: AuditAnchor, revision: number): Promise<boolean> {
  return putOnlyKey(bus, auditAnchorSubject, anchor, revision);
}
