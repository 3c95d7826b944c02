/** The operations of `RegistryApi` about users, sessions, API keys and the audit log. */
import type {
  Actor,
  ApiKeyView,
  AuditEntryView,
  AuditEvent,
  AuditVerification,
  Role,
  SessionKind,
  SessionView,
  UserChange,
  UserView,
} from "@datamantri/api";

import type { Page } from "../paging.ts";

/** Who asks the gateway, and from where. */
export interface Caller {
  readonly actor: Actor;
  /** IP address; null for services. */
  readonly address: string | null;
  readonly request_id: string | null;
}

/** A session that holds, with its user as they are now. */
export interface LiveSession {
  readonly session_id: string;
  readonly user: UserView;
  /** When the user last proved who they are. RFC 3339. */
  readonly authenticated_at: string;
}

/** A session with its current secret. */
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

/** Why somebody who is logged in did not prove who they are. */
export type PasswordRefusal = Extract<LoginOutcome, { outcome: "wrong_password" | "too_many" }>;

export type RefreshOutcome = ({ readonly outcome: "ok" } & OpenedSession) | { readonly outcome: "invalid" };

/** An identity provider's claims about a user who signed in there. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly role: Role;
}

/** A key that holds, with its owner as they are now. */
export interface LiveApiKey {
  readonly key: ApiKeyView;
  readonly owner: UserView;
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
  /** By the user's own password. */
  "sessions.confirm": [
    { user_id: string; session_id: string; password: string; caller: Caller },
    PasswordRefusal | { readonly outcome: "confirmed" },
  ];
  "sessions.list": [{ user_id: string }, readonly Omit<SessionView, "is_current">[]];
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
    PasswordRefusal | { readonly outcome: "changed" },
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
  /**
   * Before what is allowed is carried out. Of many refusals only the first are entered in full, the rest counted.
   * `user_id`: on whose account, of an API key its owner.
   */
  "audit.record": [{ events: readonly AuditEvent[]; caller: Caller; user_id: string | null }, Record<string, never>];
  /** Newest first; `before` is the sequence of the last entry of the page before; `object`: about this one only. */
  "audit.list": [{ before: number | null; limit: number; object?: string | undefined }, Page<AuditEntryView>];
  "audit.verify": [Record<string, never>, AuditVerification];
}
