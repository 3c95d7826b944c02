/**
 * What an entry of the audit log says, and how its hash covers it and the entry before it: with a key that the database does
 * not have, so that its owner cannot write a chain of their own.
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
  /** Id of the command that carried the entry: a second delivery adds nothing. */
  readonly commandId?: string;
}

/** Derived from a key of SECRETS_KEY. */
export interface ChainKey {
  /** Names it in the entries that it made. */
  readonly id: string;
  readonly key: Buffer;
}

/** For which it is derived. */
export const auditPurpose = "audit log";

export type Content = Omit<AuditEntryView, "hash">;

/** Hash before the first entry; the migration writes the same. */
export const firstHash = createHash("sha256").update("datamantri audit log").digest();

/** Over canonical JSON (RFC 8785): one text for one value, in whatever order its fields come. */
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
