/** How large a body may be, before anything is made of it, and how much of them there may be at once. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

import { operationOf } from "../auth/authenticate.ts";
import type { Callers } from "../auth/caller.ts";
import type { AppEnv } from "../auth/identity.ts";
import { publicRoutes } from "../auth/policy.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";
import { toCaller } from "./work-budget.ts";

export interface BodyLimits {
  readonly bytes: number;
  /** Limit of values, each of which is validated: objects, arrays and their members. */
  readonly values: number;
}

/** For logins. */
const ofStrangers: BodyLimits = { bytes: 16 * 2 ** 10, values: 100 };
const ofUsers: BodyLimits = { bytes: 64 * 2 ** 10, values: 1_000 };
/** With credentials and certificates. */
const ofConnections: BodyLimits = { bytes: 256 * 2 ** 10, values: 1_000 };
/** With the text of a long query (1 MiB, https://cloud.google.com/bigquery/quotas#query_jobs), and settings of thousands of columns. */
const ofPipelines: BodyLimits = { bytes: 2 * 2 ** 20, values: 32_000 };
const all = [ofStrangers, ofUsers, ofConnections, ofPipelines];

const isPipeline =
  /^(POST \/api\/v1\/pipelines(\/estimate|\/validate)?|PUT \/api\/v1\/pipelines\/(\{id\}|by-name\/\{name\}))$/;
const isConnection = /^(POST|PUT) \/api\/v1\/connections\b/;

/** @param operation such as `POST /api/v1/runs/{id}/cancel`; undefined for an unknown route. */
export function bodyLimitsOf(operation: string | undefined): BodyLimits {
  if (operation === undefined || publicRoutes.has(operation)) return ofStrangers;
  if (isPipeline.test(operation)) return ofPipelines;
  return isConnection.test(operation) ? ofConnections : ofUsers;
}

/** Bytes of bodies that are read at the same time: of one caller, and of all. A client may take half a minute to send its own. */
const maxOfCaller = 8 * 2 ** 20;
const maxOfAll = 64 * 2 ** 20;

/** GET and HEAD have no body to read: looking for one takes 5 % of a request's time. */
export function limitBodies(callers: Callers): MiddlewareHandler<AppEnv> {
  const limits = new Map(all.map(({ bytes }) => [bytes, limitTo(bytes)]));
  const reading = new Map<string, number>();
  let sum = 0;
  const add = (caller: string, bytes: number): void => {
    const own = (reading.get(caller) ?? 0) + bytes;
    if (own === 0) reading.delete(caller);
    else reading.set(caller, own);
    sum += bytes;
  };
  return async (context, next) => {
    if (isRead(context.req.method)) return next();
    const { bytes: most } = bodyLimitsOf(operationOf(context));
    // Where nobody says how long the body is, as much as it may be.
    const length = context.req.header("content-length");
    const hasBody = length !== undefined || context.req.header("transfer-encoding") !== undefined;
    const bytes = hasBody ? Math.min(Number(length ?? most) || 0, most) : 0;
    const caller = toCaller(context, callers);
    if ((reading.get(caller) ?? 0) + bytes > maxOfCaller) throw tooMuchAtOnce(429);
    if (sum + bytes > maxOfAll) throw tooMuchAtOnce(503);
    add(caller, bytes);
    try {
      return await limits.get(most)!(context, next);
    } finally {
      add(caller, -bytes);
    }
  };
}

function tooMuchAtOnce(status: 429 | 503): ProblemError {
  const whose = status === 429 ? "This caller has" : "All callers together have";
  const detail = `${whose} too many large bodies under way. Wait for the answers to those before.`;
  return new ProblemError({ status, code: "too_much_work", detail, retryAfterSeconds: 2 });
}

function limitTo(bytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      const detail = `The body is larger than ${bytes} bytes, the most that this operation takes.`;
      throw new ProblemError({ status: 413, code: "request_invalid", detail });
    },
  });
}
