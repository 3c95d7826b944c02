/** Permissions: one line for each operation of the API; an operation without a line is refused. */
import { reaches, type Role, type Scope } from "@datamantri/api";

import { referencePaths } from "../routes/reference.ts";
import type { Identity } from "./identity.ts";

export type Access =
  /** Everyone, without authentication */
  | "public"
  /** Users with at least this role, and their API keys that have the scope. */
  | { readonly role: Role; readonly scope: Scope }
  /** Users who logged in, about their own account. No API key: a thief must not be able to extend a stolen one. */
  | "own account"
  /** The same, for users who authenticated recently: limits the use of a stolen session. */
  | "own account, proven"
  /** Users with at least this role who authenticated recently. No API key: it could make itself an administrator. */
  | { readonly role: Role; readonly isProven: true }
  /** Any authenticated caller. */
  | "anybody known";

/** How long ago a user may have authenticated for a `proven` operation. */
export const provenMs = 10 * 60_000;

/** Method and path, as in the OpenAPI document. */
export const policy: Readonly<Record<string, Access>> = {
  "GET /": "public",
  "GET /health": "public",
  "GET /openapi.json": "public",
  "GET /api/v1/openapi.json": "public",
  "GET /.well-known/jwks.json": "public",
  "POST /api/v1/auth/login": "public",
  "POST /api/v1/auth/refresh": "public",
  "POST /api/v1/auth/session": "public",
  "GET /api/v1/auth/methods": "public",
  "GET /api/v1/auth/oidc/start": "public",
  "GET /api/v1/auth/oidc/callback": "public",
  ...Object.fromEntries(referencePaths.map((path) => [`GET ${path}`, "public"] as const)),

  "GET /api/v1/auth/me": "anybody known",
  "POST /api/v1/auth/confirm": "own account",
  "POST /api/v1/auth/logout": "own account",
  "POST /api/v1/auth/logout-all": "own account",
  "GET /api/v1/auth/sessions": "own account",
  "DELETE /api/v1/auth/sessions/{id}": "own account",
  "POST /api/v1/users/me/password": "own account",
  "GET /api/v1/api-keys": "own account",
  "POST /api/v1/api-keys": "own account, proven",
  "DELETE /api/v1/api-keys/{id}": "own account",

  "GET /api/v1/pipelines": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/pipelines/{id}": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/pipelines/{id}/estimate": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/pipelines/{id}/type-report": { role: "viewer", scope: "pipelines:read" },
  "POST /api/v1/pipelines": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/pipelines/estimate": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/pipelines/validate": { role: "editor", scope: "pipelines:write" },
  "GET /api/v1/pipelines/{id}/yaml": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/pipelines/by-name/{name}": { role: "viewer", scope: "pipelines:read" },
  "PUT /api/v1/pipelines/by-name/{name}": { role: "editor", scope: "pipelines:write" },
  "PUT /api/v1/pipelines/{id}": { role: "editor", scope: "pipelines:write" },
  "DELETE /api/v1/pipelines/{id}": { role: "editor", scope: "pipelines:write" },
  "GET /api/v1/pipelines/{id}/changes": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/pipelines/{id}/changes/{version}": { role: "viewer", scope: "pipelines:read" },
  "POST /api/v1/pipelines/{id}/duplicate": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/pipelines/{id}/pause": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/pipelines/{id}/resume": { role: "operator", scope: "runs:operate" },
  "GET /api/v1/pipelines/{id}/schedule-preview": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/connections": { role: "viewer", scope: "pipelines:read" },
  "GET /api/v1/connections/{id}": { role: "viewer", scope: "pipelines:read" },
  "POST /api/v1/connections": { role: "editor", scope: "pipelines:write" },
  "PUT /api/v1/connections/{id}": { role: "editor", scope: "pipelines:write" },
  "DELETE /api/v1/connections/{id}": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/connections/{id}/test": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/connections/{id}/browse": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/connections/test": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/connections/browse-destination": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/connections/browse-source": { role: "editor", scope: "pipelines:write" },
  "POST /api/v1/schedules/preview": { role: "editor", scope: "pipelines:write" },

  "GET /api/v1/pipelines/{id}/runs": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/pipelines/{id}/occurrences": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs/{id}": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs/{id}/splits": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs/{id}/events": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs/{id}/verification": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/runs/{id}/rejects": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/events": { role: "viewer", scope: "runs:read" },
  "GET /api/v1/ws": { role: "viewer", scope: "runs:read" },
  "POST /api/v1/pipelines/{id}/trigger": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/pipelines/{id}/backfill": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/{id}/rejects/replay": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/{id}/cancel": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/{id}/retry": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/{id}/undo": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/{id}/discard": { role: "operator", scope: "runs:operate" },
  "POST /api/v1/runs/bulk": { role: "operator", scope: "runs:operate" },

  "GET /api/v1/webhooks": { role: "editor", scope: "webhooks:read" },
  "POST /api/v1/webhooks": { role: "editor", scope: "webhooks:write" },
  "GET /api/v1/webhooks/{id}": { role: "editor", scope: "webhooks:read" },
  "PATCH /api/v1/webhooks/{id}": { role: "editor", scope: "webhooks:write" },
  "DELETE /api/v1/webhooks/{id}": { role: "editor", scope: "webhooks:write" },
  "POST /api/v1/webhooks/{id}/rotate-secret": { role: "editor", scope: "webhooks:write" },
  "POST /api/v1/webhooks/{id}/test": { role: "editor", scope: "webhooks:write" },
  "GET /api/v1/webhooks/{id}/deliveries": { role: "editor", scope: "webhooks:read" },
  "POST /api/v1/webhooks/{id}/deliveries/{delivery_id}/replay": { role: "editor", scope: "webhooks:write" },

  "GET /api/v1/users": { role: "admin", scope: "users:read" },
  "GET /api/v1/users/{id}": { role: "admin", scope: "users:read" },
  "POST /api/v1/users": { role: "admin", isProven: true },
  "PATCH /api/v1/users/{id}": { role: "admin", isProven: true },

  "GET /api/v1/system": { role: "viewer", scope: "system:read" },

  "GET /api/v1/audit": { role: "admin", scope: "audit:read" },
  "GET /api/v1/audit/verify": { role: "admin", scope: "audit:read" },
};

/** Method and path of public operations. */
export const publicRoutes: ReadonlySet<string> = new Set(
  Object.keys(policy).filter((operation) => policy[operation] === "public"),
);

/** Reason for refusing a request. */
export interface Denial {
  readonly code: "forbidden" | "reauthentication_required";
  readonly reason: string;
}

/** Undefined if the request is allowed. @param nowMs since the epoch. */
export function whyDenied(identity: Identity, access: Access | undefined, nowMs: number): Denial | undefined {
  if (access === undefined) return forbidden("No role may do this.");
  if (access === "public" || access === "anybody known") return undefined;
  if (access === "own account") return whyNoSession(identity);
  if (access === "own account, proven") return whyNoSession(identity) ?? whyNotProven(identity, nowMs);
  if (!reaches(identity.role, access.role)) {
    return forbidden(`This needs the role ${access.role}; yours is ${identity.role}.`);
  }
  if ("isProven" in access) return whyNotProven(identity, nowMs);
  const isInScope = identity.scopes === null || identity.scopes.includes(access.scope);
  return isInScope ? undefined : forbidden(`This needs an API key with the scope ${access.scope}.`);
}

function whyNoSession({ sessionId }: Identity): Denial | undefined {
  return sessionId === null ? forbidden("This needs a login with a password or the identity provider.") : undefined;
}

function whyNotProven({ actor, authenticatedMs }: Identity, nowMs: number): Denial | undefined {
  if (actor.kind === "api_key")
    return forbidden("No API key may do this: log in with a password or the identity provider.");
  if (authenticatedMs !== null && nowMs - authenticatedMs <= provenMs) return undefined;
  const reason = "This needs proof that it is you, from within the last ten minutes.";
  return { code: "reauthentication_required", reason };
}

function forbidden(reason: string): Denial {
  return { code: "forbidden", reason };
}
