import type { ColumnType, Generated, JSONColumnType } from "kysely";

import type { Actor, AuditEvent, Role, SessionKind } from "@datamantri/api";

type CreatedAt = ColumnType<Date, never, never>;

export interface UsersTable {
  id: Generated<string>;
  email: string;
  full_name: string | null;
  /** Null for users who sign in with an external provider. */
  password_hash: string | null;
  is_active: Generated<boolean>;
  role: Role;
  external_issuer: string | null;
  external_subject: string | null;
  created_at: CreatedAt;
}

export interface SessionsTable {
  id: Generated<string>;
  user_id: string;
  kind: SessionKind;
  seed: Buffer;
  /** Counts the refreshes: only the token of the current generation is valid. */
  generation: Generated<number>;
  address: string | null;
  user_agent: string | null;
  created_at: CreatedAt;
  last_used_at: Generated<Date>;
  authenticated_at: Generated<Date>;
  expires_at: Date;
  ended_at: Date | null;
}

export interface ApiKeysTable {
  id: Generated<string>;
  owner_id: string;
  name: string;
  prefix: string;
  secret_hash: Buffer;
  role: Role;
  scopes: string[] | null;
  created_at: CreatedAt;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A leaky bucket: see limit-logins.ts. */
export interface LoginAttemptsTable {
  key: string;
  level: number;
  at: Date;
}

export interface AuditLogTable {
  sequence: number;
  at: Date;
  actor_kind: Actor["kind"];
  actor_id: string | null;
  actor_name: string;
  action: string;
  outcome: AuditEvent["outcome"];
  object: string | null;
  address: string | null;
  request_id: string | null;
  facts: JSONColumnType<AuditEvent["facts"]>;
  key_id: string;
  hash: Buffer;
  command_id: string | null;
}

export interface AuditHeadTable {
  is_only: Generated<boolean>;
  sequence: number;
  hash: Buffer;
}
