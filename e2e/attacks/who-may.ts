/** Who may do what, as docs/security.md says it to people: not from the gateway's own table, which the tests hold against this. */
import type { Role, Scope } from "@datamantri/api";

export interface Operation {
  readonly method: string;
  /** As in the OpenAPI document. */
  readonly path: string;
}

/** A credential, and what it stands for. */
export interface Credential {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: nobody's. */
  readonly holder?: {
    readonly role: Role;
    readonly kind:
      | "token"
      | "cookie"
      | "cookie without the header"
      | "cookie from another site"
      | "key"
      | "external token";
    /** Of a key; null: all. */
    readonly scopes?: readonly Scope[] | null;
  };
}

const order: readonly Role[] = ["viewer", "operator", "editor", "admin"];

const publicPaths =
  /^\/(health|openapi\.json|\.well-known\/jwks\.json|api\/v1\/(openapi\.json|auth\/(login|refresh|session|methods|oidc\/\w+)))?$/;
const ownAccount = /^\/api\/v1\/(auth\/|api-keys|users\/me\/)/;
const ofRuns = /^\/api\/v1\/(runs|events|ws)\b|\/(trigger|backfill|pause|resume|runs|occurrences)$/;

/** The least role, and the scope that a limited key needs; no scope: no key. */
function ruleOf({ method, path }: Operation): { readonly role: Role; readonly scope?: Scope } {
  const isRead = method === "GET";
  if (/^\/api\/v1\/users\b/.test(path)) return isRead ? { role: "admin", scope: "users:read" } : { role: "admin" };
  if (/^\/api\/v1\/audit\b/.test(path)) return { role: "admin", scope: "audit:read" };
  if (/^\/api\/v1\/system\b/.test(path)) return { role: "viewer", scope: "system:read" };
  if (/^\/api\/v1\/webhooks\b/.test(path))
    return { role: "editor", scope: isRead ? "webhooks:read" : "webhooks:write" };
  if (ofRuns.test(path))
    return isRead ? { role: "viewer", scope: "runs:read" } : { role: "operator", scope: "runs:operate" };
  if (/^\/api\/v1\/(pipelines|connections|schedules)\b/.test(path))
    return isRead ? { role: "viewer", scope: "pipelines:read" } : { role: "editor", scope: "pipelines:write" };
  throw new Error(`docs/security.md does not say who may do ${method} ${path}`);
}

/** @returns 401 or 403, or `allowed`: anything but these. */
export function answerTo(operation: Operation, { holder }: Credential): 401 | 403 | "allowed" {
  const { method, path } = operation;
  if (publicPaths.test(path)) return "allowed";
  if (holder === undefined) return 401;
  const isRead = method === "GET";
  if (holder.kind === "cookie without the header" && !isRead) return 403;
  // Browsers do not keep pages of other sites from reading a WebSocket.
  if (holder.kind === "cookie from another site" && !(isRead && path !== "/api/v1/ws")) return 403;
  if (path === "/api/v1/auth/me") return "allowed";
  const isPerson = holder.kind === "token" || holder.kind.startsWith("cookie");
  if (ownAccount.test(path)) return isPerson ? "allowed" : 403;
  const { role, scope } = ruleOf(operation);
  if (order.indexOf(holder.role) < order.indexOf(role)) return 403;
  // Changes of users need proof from within ten minutes: all people here have just logged in; the issuer's token says nothing of it.
  if (scope === undefined) return isPerson ? "allowed" : 403;
  const scopes = holder.scopes ?? null;
  return scopes === null || scopes.includes(scope) ? "allowed" : 403;
}
