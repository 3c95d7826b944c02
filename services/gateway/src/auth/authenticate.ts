/** Authenticates and authorizes every request, and writes its audit entry. */
import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { LRUCache } from "lru-cache";

import type { LiveSession } from "@datamantri/contracts";
import { lowerRole } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { Backend } from "../backend.ts";
import { ProblemError } from "../problem.ts";
import { auditedByCommand, objectOf, toAuditedRequest } from "./audited-request.ts";
import type { Callers } from "./caller.ts";
import type { ExternalTokens } from "./external-tokens.ts";
import type { AppEnv, Identity } from "./identity.ts";
import { policy, whyDenied, type Access } from "./policy.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Tokens } from "./tokens.ts";

/** How long a session's or key's state is cached: a credential revoked by another gateway is refused after this. */
const cacheMs = 3_000;
/** The first request after this refreshes the state in the background. */
const renewedMs = 2_000;
/** A pending lookup older than this is not shared: its answer may already be that old. */
const joinedMs = 1_000;
const maxCached = 10_000;

/**
 * Without a registry no caller can be looked up, and then the system's state matters most. Callers accepted within this
 * time may read it, and nothing else.
 */
const rememberedMs = 10 * 60_000;
const withoutRegistry: ReadonlySet<string> = new Set(["GET /api/v1/system"]);
/** For them, a registry that takes longer counts as down. */
const patienceMs = 1_500;

/** The one WebSocket path, where the token may be a subprotocol. */
export const webSocketPath = "/api/v1/ws";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

interface Expiring {
  /** When the credential expires, if it does. */
  readonly expiresAtMs?: number;
}

interface Known {
  readonly identity: Identity;
  /** Time of the lookup; the answer is not older. */
  readonly knownMs: number;
  readonly expiresAtMs: number;
}

export interface AuthenticatorParts {
  readonly backend: Backend;
  readonly tokens: Tokens;
  readonly cookie: SessionCookie;
  readonly callers: Callers;
  /** Absent when no other issuer is trusted. */
  readonly externalTokens: ExternalTokens | undefined;
}

export class Authenticator {
  readonly #parts: AuthenticatorParts;
  readonly #cache = new LRUCache<string, Known>({ max: maxCached });
  readonly #asking = new Map<string, { readonly answer: Promise<Identity>; readonly askedMs: number }>();
  /** Number of invalidations: an answer requested before one is not cached. */
  #forgotten = 0;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
  }

  /**
   * Lets a request pass to a public operation, or when its credentials and the policy allow it.
   *
   * The operation is the route that the router found, so a path's spelling has the same meaning in both.
   */
  readonly middleware: MiddlewareHandler<AppEnv> = async (context, next) => {
    const operation = operationOf(context);
    const access = operation === undefined ? undefined : policy[operation];
    if (access === "public") return next();
    const identity = await this.#identify(context, operation !== undefined && withoutRegistry.has(operation));
    if (!identity.user.is_active) throw inactive();
    context.set("identity", identity);
    context.set("user", identity.user);
    const isUnsafe = !safeMethods.has(context.req.method);
    if (identity.isCookie && isUnsafe) this.#parts.cookie.assertSameSite(context);
    // Only users get a 404; it has no effect.
    if (operation === undefined) return next();
    const denial = whyDenied(identity, access, Date.now());
    if (denial !== undefined) {
      await this.#record(context, operation, denial.reason);
      throw new ProblemError({ status: 403, code: denial.code, detail: denial.reason });
    }
    context.set("isStillAllowed", () => this.#isStillAllowed(context, access));
    await next();
    const { error } = context;
    if (error instanceof ProblemError && error.problem.code === "forbidden") {
      // Refused because of the request's content.
      await this.#record(context, operation, error.problem.detail);
    }
    // No cache may store one user's response for another.
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
    return undefined;
  };

  /**
   * Writes what changes something into the audit log before it is carried out: without a log there are no changes. Behind
   * everything that refuses a request by its size, form or cost, so that such requests make no entries.
   */
  readonly audit: MiddlewareHandler<AppEnv> = async (context, next) => {
    const operation = operationOf(context);
    const isKnown = context.get("identity") !== undefined && operation !== undefined;
    if (!isKnown || safeMethods.has(context.req.method)) return next();
    const isByCommand = auditedByCommand.has(operation);
    if (!isByCommand) await this.#record(context, operation, undefined);
    let isTaken = false;
    context.set("takeAudit", () => {
      isTaken = true;
      return toAuditedRequest(operation, context.req.path, this.#parts.callers.callerOf(context));
    });
    await next();
    // The route refused the request before it sent its command.
    if (isByCommand && !isTaken) await this.#record(context, operation, undefined);
    return undefined;
  };

  /** This gateway sees a change of a user at once; others after `cacheMs`. */
  forget(userId: string): void {
    const theirs = [...this.#cache].filter(([, { identity }]) => identity.user.id === userId);
    for (const [key] of theirs) this.#cache.delete(key);
    this.#forgotten++;
    this.#asking.clear();
  }

  /** A registry that does not respond does not end open streams. */
  async #isStillAllowed(context: Context<AppEnv>, access: Access | undefined): Promise<boolean> {
    try {
      const identity = await this.#identify(context);
      return identity.user.is_active && whyDenied(identity, access, Date.now()) === undefined;
    } catch (error) {
      return !(error instanceof ProblemError);
    }
  }

  async #record(context: Context<AppEnv>, action: string, reason: string | undefined): Promise<void> {
    await this.#parts.backend.registry("audit.record", {
      events: [
        {
          action,
          outcome: reason === undefined ? "allowed" : "denied",
          object: objectOf(action, context.req.path),
          facts: reason === undefined ? {} : { reason },
        },
      ],
      caller: this.#parts.callers.callerOf(context),
      user_id: context.get("user").id,
    });
  }

  /** A header takes precedence over a cookie, because it is explicit. */
  async #identify(context: Context<AppEnv>, remembers = false): Promise<Identity> {
    const { backend, tokens, cookie, externalTokens } = this.#parts;
    const authorization = context.req.header("authorization") ?? protocolAuthorization(context);
    if (authorization === undefined) {
      const token = cookie.read(context);
      if (token === undefined) throw unauthenticated();
      const ask = async () => ({ ...ofSession(await backend.registry("sessions.check", { token })), isCookie: true });
      return this.#believe(`cookie ${token}`, remembers, ask);
    }
    const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? "";
    if (bearer.startsWith("dm_")) return this.#believe(`key ${bearer}`, remembers, () => this.#identifyKey(bearer));
    if (externalTokens?.isTheirs(bearer) === true) {
      return (await externalTokens.identify(bearer)) ?? unauthenticated();
    }
    return this.#believe(`token ${bearer}`, remembers, async () => {
      const claims = (await tokens.verify(bearer)) ?? unauthenticated();
      const identity = ofSession(await backend.registry("sessions.get", { id: claims.sessionId }));
      return identity.user.id === claims.userId ? { ...identity, expiresAtMs: claims.expiresAtMs } : unauthenticated();
    });
  }

  async #identifyKey(secret: string): Promise<Identity> {
    const { key, owner } = await this.#parts.backend.registry("api_keys.check", { secret });
    return {
      user: owner,
      actor: { kind: "api_key", id: key.id, name: `${owner.email} by ${key.name}` },
      role: lowerRole(key.role, owner.role),
      scopes: key.scopes,
      sessionId: null,
      authenticatedMs: null,
      isCookie: false,
    };
  }

  /** Cached by a hash: no secret stays in memory longer than its request. */
  async #believe(credential: string, remembers: boolean, ask: () => Promise<Identity & Expiring>): Promise<Identity> {
    const key = createHash("sha256").update(credential).digest("base64url");
    const known = this.#cache.get(key);
    const isOver = !known || Date.now() >= known.expiresAtMs;
    const ageMs = isOver ? Number.POSITIVE_INFINITY : Date.now() - known.knownMs;
    if (!isOver && ageMs < cacheMs) {
      if (ageMs >= renewedMs) this.#ask(key, ask).catch(() => undefined);
      return known.identity;
    }
    const asked = this.#ask(key, ask);
    if (isOver || !remembers || ageMs > rememberedMs) return asked;
    const answered = asked.catch((error: unknown) => {
      if (error instanceof PipelineError && error.isRetryable) return known.identity;
      throw error;
    });
    return Promise.race([answered, delay(patienceMs, known.identity, { ref: false })]);
  }

  /** Looks up once for all concurrent requests. */
  #ask(key: string, ask: () => Promise<Identity & Expiring>): Promise<Identity> {
    const askedMs = Date.now();
    const underWay = this.#asking.get(key);
    if (underWay && askedMs - underWay.askedMs < joinedMs) return underWay.answer;
    const question = { askedMs, answer: this.#learn(key, ask, askedMs) };
    this.#asking.set(key, question);
    const forget = (): void => {
      if (this.#asking.get(key) === question) this.#asking.delete(key);
    };
    question.answer.then(forget, forget);
    return question.answer;
  }

  async #learn(key: string, ask: () => Promise<Identity & Expiring>, askedMs: number): Promise<Identity> {
    const forgotten = this.#forgotten;
    const { expiresAtMs = Number.POSITIVE_INFINITY, ...identity } = await ask().catch((error: unknown) => {
      const isRefused = error instanceof ProblemError || (error instanceof PipelineError && isRefusal(error));
      if (!isRefused) throw error;
      this.#cache.delete(key);
      throw unauthenticated();
    });
    if (forgotten === this.#forgotten) this.#cache.set(key, { identity, knownMs: askedMs, expiresAtMs });
    return identity;
  }
}

/** Browsers cannot send headers with a WebSocket, but can send subprotocols: `bearer.<token>` is one. */
function protocolAuthorization(context: Context): string | undefined {
  if (context.req.path !== webSocketPath) return undefined;
  const token = /(?:^|,)\s*bearer\.([^\s,]+)/.exec(context.req.header("sec-websocket-protocol") ?? "")?.[1];
  return token === undefined ? undefined : `Bearer ${token}`;
}

export function inactive(): ProblemError {
  return new ProblemError({
    status: 400,
    code: "user_inactive",
    detail: "The user is inactive. Ask an administrator.",
  });
}

export function unauthenticated(): never {
  const detail =
    "The request has no valid access token. POST /api/v1/auth/login returns one: send it as Authorization: Bearer <token>.";
  throw new ProblemError({ status: 401, code: "unauthenticated", detail });
}

/** The operation that will answer, such as `GET /api/v1/runs/{id}`; GET's operation answers HEAD. */
export function operationOf(context: Context): string | undefined {
  const route = matchedRoutes(context).find(({ method }) => method !== "ALL");
  return route && `${route.method} ${toTemplate(route.path)}`;
}

/** Converts a path to the OpenAPI document's syntax. */
export function toTemplate(path: string): string {
  return path.replaceAll(/:([^/{]+)(\{[^/]*\})?/g, "{$1}");
}

function ofSession({ session_id, user, authenticated_at }: LiveSession): Identity {
  return {
    user,
    actor: { kind: "user", id: user.id, name: user.email },
    role: user.role,
    scopes: null,
    sessionId: session_id,
    authenticatedMs: Date.parse(authenticated_at),
    isCookie: false,
  };
}

/** True if the object does not exist or the id is invalid. */
function isRefusal({ code }: PipelineError): boolean {
  return code === "not_found" || code === "request_invalid";
}
