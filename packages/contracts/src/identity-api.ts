/** Who may do what, and what the registry answers about it: users, sessions, API keys and the audit log. */

/** In ascending order: each may do everything that the ones before it may. */
export const roles = ["viewer", "operator", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` may do what `least` may. */
export function reaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The lower of two roles. */
export function lowerRole(one: Role, other: Role): Role {
  return reaches(one, other) ? other : one;
}

/** On whose account something is done. */
export interface Actor {
  /** `external`: a bearer token of another issuer. `service`: a worker. `anonymous`: nobody has proved who they are. */
  readonly kind: "user" | "api_key" | "external" | "service" | "anonymous";
  /** The user's or key's id, the external subject, the worker's instance. */
  readonly id: string | null;
  /** For people: e-mail address, name of the key. */
  readonly name: string;
}

/** Who asks the gateway, and from where. */
export interface Caller {
  readonly actor: Actor;
  /** IP address; null for services. */
  readonly address: string | null;
  readonly request_id: string | null;
}

export interface UserView {
  readonly id: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly is_active: boolean;
  readonly role: Role;
  readonly created_at: string;
}

/** `refresh`: of an API client, goes on by refresh tokens. `browser`: of the console, a cookie. */
export type SessionKind = "refresh" | "browser";

export interface SessionView {
  readonly id: string;
  readonly kind: SessionKind;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  /** Where it was opened. */
  readonly address: string | null;
  readonly user_agent: string | null;
}

/** A session that holds, with its user as they are now. */
export interface LiveSession {
  readonly session_id: string;
  readonly user: UserView;
}

/** A session with the secret that goes on with it. */
export interface OpenedSession extends LiveSession {
  /** Refresh token, or the value of the cookie. */
  readonly token: string;
  readonly expires_at: string;
}

export type LoginOutcome =
  | ({ readonly outcome: "ok" } & OpenedSession)
  | { readonly outcome: "wrong_password" }
  | { readonly outcome: "inactive" }
  | { readonly outcome: "too_many"; readonly retry_after_seconds: number };

export type RefreshOutcome = ({ readonly outcome: "ok" } & OpenedSession) | { readonly outcome: "invalid" };

/** What a provider of identities says about somebody who signed in there. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly role: Role;
}

export interface UserChange {
  readonly full_name?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly is_active?: boolean | undefined;
  /** A new password; ends the user's sessions. */
  readonly password?: string | undefined;
}

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  /** How the key begins: tells keys apart in logs and scanners. */
  readonly prefix: string;
  readonly role: Role;
  /** Such as `runs:read`; null for everything that the role may. */
  readonly scopes: readonly string[] | null;
  readonly owner_id: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

/** A key that holds, with its owner as they are now. */
export interface LiveApiKey {
  readonly key: ApiKeyView;
  readonly owner: UserView;
}

/** One line of the audit log, as it is said by whoever saw it. */
export interface AuditEvent {
  /** Such as `session.opened`; for changes the operation, such as `pipelines.create`. */
  readonly action: string;
  readonly outcome: "allowed" | "denied" | "succeeded" | "failed";
  /** What it was done to, such as a pipeline's id. */
  readonly object: string | null;
  /** Names, ids and counts; never secrets, never row values. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditEntryView extends AuditEvent {
  /** Without gaps, from 1. */
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly address: string | null;
  readonly request_id: string | null;
  /** SHA-256, in hexadecimal, of the previous entry's hash and this entry's canonical JSON. */
  readonly hash: string;
}

export interface AuditVerification {
  readonly is_intact: boolean;
  readonly entry_count: number;
  /** Where the chain breaks; null when it does not. */
  readonly first_broken_sequence: number | null;
  /** The last hash: kept elsewhere, it shows whether the end was cut off or everything written anew. */
  readonly head_hash: string;
}

/** Part of the registry's API; operation → [request, reply]. */
export interface IdentityApi {
  "sessions.open": [
    { email: string; password: string; kind: SessionKind; user_agent: string | null; caller: Caller },
    LoginOutcome,
  ];
  "sessions.open_external": [
    { identity: ExternalIdentity; user_agent: string | null; caller: Caller },
    Exclude<LoginOutcome, { outcome: "wrong_password" | "too_many" }>,
  ];
  "sessions.refresh": [{ token: string; caller: Caller }, RefreshOutcome];
  /** @throws not_found for a session that does not hold */
  "sessions.get": [{ id: string }, LiveSession];
  /** By a browser session's token. @throws not_found */
  "sessions.check": [{ token: string }, LiveSession];
  "sessions.list": [{ user_id: string }, readonly SessionView[]];
  /** One session of the user, or all of them when `id` is null. */
  "sessions.end": [{ user_id: string; id: string | null; caller: Caller }, { ended_count: number }];
  "users.get": [{ id: string }, UserView];
  "users.list": [Record<string, never>, readonly UserView[]];
  /**
   * Without a password a random one is made and returned, this once: only its hash is kept. `id`: what a repeated request
   * derives alike, so that it makes no second user.
   */
  "users.create": [
    {
      id?: string | undefined;
      email: string;
      full_name: string | null;
      role: Role;
      password: string | null;
      caller: Caller;
    },
    { readonly user: UserView; readonly initial_password: string | null },
  ];
  "users.change": [{ id: string; change: UserChange; caller: Caller }, UserView];
  "users.change_own_password": [
    { id: string; session_id: string | null; old_password: string; new_password: string; caller: Caller },
    Exclude<LoginOutcome, { outcome: "ok" }> | { readonly outcome: "changed" },
  ];
  /** `id` as in `users.create`. `secret`: null in a repeat, because only its hash is kept. */
  "api_keys.create": [
    {
      id?: string | undefined;
      owner_id: string;
      name: string;
      role: Role;
      scopes: readonly string[] | null;
      expires_at: string | null;
      caller: Caller;
    },
    { readonly key: ApiKeyView; readonly secret: string | null },
  ];
  /** Of one owner, or everybody's when `owner_id` is null. */
  "api_keys.list": [{ owner_id: string | null }, readonly ApiKeyView[]];
  "api_keys.revoke": [{ id: string; owner_id: string | null; caller: Caller }, ApiKeyView];
  /** @throws not_found for a key that does not hold */
  "api_keys.check": [{ secret: string }, LiveApiKey];
  /** All of them, or none. */
  "audit.record": [{ events: readonly AuditEvent[]; caller: Caller }, Record<string, never>];
  /** Newest first; `before` is the sequence of the last entry of the page before; `object`: about this one only. */
  "audit.list": [{ before: number | null; limit: number; object?: string | undefined }, readonly AuditEntryView[]];
  "audit.verify": [Record<string, never>, AuditVerification];
}
