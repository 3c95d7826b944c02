/**
 * Content of an audit log entry, and the hash that covers it and the previous entry. The hash uses a key that the
 * database does not have, so the database's owner cannot forge a chain.
 */
import { createHash, createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import type { Selectable } from "kysely";

import type { Caller } from "@datamantri/contracts";
import type { AuditEntryView, AuditEvent } from "@datamantri/api";

import type { AuditLogTable } from "../database/identity-tables.ts";

export interface NewEntry {
  readonly caller: Caller;
  readonly event: AuditEvent;
  /** Id of the command that carried the entry. A redelivery adds no second entry. */
  readonly commandId?: string;
}

/** Derived from one of the keys in SECRETS_KEY. */
export interface ChainKey {
  /** Recorded in the entries that this key signed. */
  readonly id: string;
  readonly key: Buffer;
}

/** Purpose for which the key is derived. */
export const auditPurpose = "audit log";

export type Content = Omit<AuditEntryView, "hash">;

/** Hash before the first entry. The migration writes the same value. */
export const firstHash = createHash("sha256").update("datamantri audit log").digest();

/** Hashes canonical JSON (RFC 8785), so that the order of the fields does not matter. */
export function chainedHash({ key }: ChainKey, previous: Buffer, content: Content): Buffer {
  return createHmac("sha256", key)
    .update(`${previous.toString("hex")}\n${canonicalize(content)}`)
    .digest();
}

export function toContent(row: Selectable<AuditLogTable>): Content {
  const { sequence, at, action, outcome, object, facts, address, request_id, key_id } = row;
  const actor = { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
  return { sequence, at: at.toISOString(), actor, action, outcome, object, facts, address, request_id, key_id };
}
