/** Operations of `RegistryApi` about users, sessions, API keys and the audit log. */
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

/** Actor and address of a request to the gateway. */
export interface Caller {
  readonly actor: Actor;
  /** IP address; null for services. */
  readonly address: string | null;
  readonly request_id: string | null;
}

/** A valid session, with its user's current state. */
export interface LiveSession {
  readonly session_id: string;
  readonly user: UserView;
  /** When the user last authenticated. RFC 3339. */
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

/** Why a logged-in user could not re-authenticate. */
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

/** A valid key, with its owner's current state. */
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
  /** @throws not_found for an invalid session */
  "sessions.get": [{ id: string }, LiveSession];
  /** By a browser session's token. @throws not_found */
  "sessions.check": [{ token: string }, LiveSession];
  /** Re-authenticates by the user's own password. */
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
   * Without a password a random one is generated and returned once: only its hash is stored. `id`: derived alike by a
   * repeated request, so that it creates no second user.
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
  /** `id` as in `users.create`. `secret`: null in a repeat, because only its hash is stored. */
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
  /** Keys of one owner, or of everybody when `owner_id` is null. */
  "api_keys.list": [{ owner_id: string | null }, readonly ApiKeyView[]];
  "api_keys.revoke": [{ id: string; owner_id: string | null; caller: Caller }, ApiKeyView];
  /** @throws not_found for an invalid key */
  "api_keys.check": [{ secret: string }, LiveApiKey];
  /**
   * Recorded before an allowed action is carried out. Of many refusals only the first get their own entries, the rest
   * are counted. `user_id`: the user, for an API key its owner.
   */
  "audit.record": [{ events: readonly AuditEvent[]; caller: Caller; user_id: string | null }, Record<string, never>];
  /** Newest first; `before` is the sequence of the last entry of the previous page; `object`: only entries about it. */
  "audit.list": [{ before: number | null; limit: number; object?: string | undefined }, Page<AuditEntryView>];
  "audit.verify": [Record<string, never>, AuditVerification];
}
