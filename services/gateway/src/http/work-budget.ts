import type { Context, MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";

import { subscriberOf } from "@datamantri/runtime";

import { operationOf } from "../auth/authenticate.ts";
import type { Callers } from "../auth/caller.ts";
import type { AppEnv } from "../auth/identity.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";

/** Milliseconds of this process's thread that one caller may use at once. */
const capacityMs = 2_000;
/** Refill for each second: no caller can take the gateway from the others. */
const refillMsPerSecond = 250;
const maxCallers = 10_000;

/** The most that a scheduler needs for due times and their warnings, whatever the expression. */
const dueTimesMs = 30;
/** For operations that query external servers: little work, but a worker waits meanwhile. */
const askingMs = 50;

/** Milliseconds of work of the services behind the gateway, by operation. */
const workBehind: Readonly<Record<string, number>> = {
  "POST /api/v1/schedules/preview": dueTimesMs,
  "GET /api/v1/pipelines/{id}/schedule-preview": dueTimesMs,
  "GET /api/v1/pipelines/{id}/estimate": askingMs,
  "GET /api/v1/pipelines/{id}/type-report": askingMs,
  "POST /api/v1/pipelines/estimate": askingMs,
  "POST /api/v1/pipelines/validate": askingMs,
  "POST /api/v1/connections/test": askingMs,
  "POST /api/v1/connections/browse-source": askingMs,
  "POST /api/v1/connections/browse-destination": askingMs,
  "POST /api/v1/connections/{id}/test": askingMs,
  "POST /api/v1/connections/{id}/browse": askingMs,
};

interface Bucket {
  usedMs: number;
  /** Time of `now` at the last leak. */
  atMs: number;
}

/**
 * Limits how much of this process's time each caller may use: large and invalid bodies cost work, even when they are
 * refused. One leaky bucket for each user, or for the address of an unauthenticated client.
 */
export class WorkBudget {
  readonly #now: () => number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: maxCallers });

  /** @param now milliseconds of any monotonic clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws ProblemError 429 for a caller that has used its share. */
  assertLeft(caller: string): void {
    const overMs = this.#leaked(caller).usedMs - capacityMs;
    if (overMs < 0) return;
    // Long enough for more than one small request.
    const retryAfterSeconds = Math.ceil((overMs + refillMsPerSecond) / refillMsPerSecond);
    const detail = `This caller's requests have taken more than their share of the gateway. Try again in ${retryAfterSeconds} s.`;
    throw new ProblemError({ status: 429, code: "too_much_work", detail, retryAfterSeconds });
  }

  charge(caller: string, ms: number): void {
    this.#leaked(caller).usedMs += ms;
  }

  #leaked(caller: string): Bucket {
    const now = this.#now();
    const bucket = this.#buckets.get(caller) ?? { usedMs: 0, atMs: now };
    bucket.usedMs = Math.max(0, bucket.usedMs - ((now - bucket.atMs) / 1_000) * refillMsPerSecond);
    bucket.atMs = now;
    this.#buckets.set(caller, bucket);
    return bucket;
  }
}

/**
 * Refuses callers that have used their share, and charges the others for the known cost of their request. `chargeWork`
 * charges costs that are only known later. Reads of stored data are free.
 */
export function limitWork(budget: WorkBudget, callers: Callers): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const behindMs = workBehind[operationOf(context) ?? ""];
    if (behindMs === undefined && isRead(context.req.method)) return next();
    const caller = toCaller(context, callers);
    budget.assertLeft(caller);
    if (behindMs !== undefined) budget.charge(caller, behindMs);
    context.set("chargeWork", (ms) => budget.charge(caller, ms));
    // Of many requests that come at once the first ones may use it up.
    context.set("assertWorkLeft", () => budget.assertLeft(caller));
    return next();
  };
}

/** Whose share it is: the user's, or that of an address. */
export function toCaller(context: Context<AppEnv>, callers: Callers): string {
  const identity = context.get("identity");
  if (identity !== undefined) return `user ${identity.user.id}`;
  return `address ${subscriberOf(callers.callerOf(context).address ?? "unknown")}`;
}

/** Milliseconds of CPU time of this thread: waiting, and other processes, cost a caller nothing. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
