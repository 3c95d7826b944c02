/** The anchor of the audit log: the only key of a KV bucket, written by registries. */
import { JetStreamApiError } from "@nats-io/jetstream";

import { auditAnchorSubject, auditStream, type AuditAnchor } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { toBusError, wrongLastSequence } from "./nats-errors.ts";

export interface StoredAnchor {
  /** Undefined if there is none: NATS lost it, or an operator deleted it. */
  readonly anchor: AuditAnchor | undefined;
  /** 0 if none was ever written. */
  readonly revision: number;
}

/** @throws PipelineError `bus_unavailable`, also while the bucket does not exist. */
export async function readAuditAnchor(bus: Bus): Promise<StoredAnchor> {
  try {
    const message = await bus.jsm.streams.getMessage(auditStream, { last_by_subj: auditAnchorSubject });
    if (message === null) return { anchor: undefined, revision: 0 };
    return { anchor: parse(message.data), revision: message.seq };
  } catch (error) {
    throw toBusError(error);
  }
}

/**
 * Replaces the anchor.
 *
 * @param revision the replaced one; 0 if there was none.
 * @returns false when another registry has written it since.
 */
export async function putAuditAnchor(bus: Bus, anchor: AuditAnchor, revision: number): Promise<boolean> {
  try {
    await bus.js.publish(auditAnchorSubject, JSON.stringify(anchor), { expect: { lastSubjectSequence: revision } });
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && wrongLastSequence.has(error.code)) return false;
    throw toBusError(error);
  }
}

/** Undefined for a removed key, whose value is empty, and for any value that no registry writes. */
function parse(value: Uint8Array): AuditAnchor | undefined {
  try {
    const anchor = JSON.parse(Buffer.from(value).toString("utf8")) as Partial<AuditAnchor> | null;
    const isAnchor = Number.isInteger(anchor?.sequence) && /^[0-9a-f]{64}$/.test(anchor?.hash ?? "");
    return isAnchor ? (anchor as AuditAnchor) : undefined;
  } catch {
    return undefined;
  }
}
