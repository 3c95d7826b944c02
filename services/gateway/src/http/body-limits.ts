/** Size limits of a body, checked before it is parsed. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

import { operationOf } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";
import { publicRoutes } from "../auth/policy.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";

export interface BodyLimits {
  readonly bytes: number;
  /** Limit of values, each of which is validated: objects, arrays and their members. */
  readonly values: number;
}

/** For logins. */
const ofStrangers: BodyLimits = { bytes: 16 * 2 ** 10, values: 100 };
const ofUsers: BodyLimits = { bytes: 64 * 2 ** 10, values: 1_000 };
/**
 * Allows the text of a long query (1 MiB, https://cloud.google.com/bigquery/quotas#query_jobs), and an entry for each
 * column of a table.
 */
const ofPipelines: BodyLimits = { bytes: 2 * 2 ** 20, values: 32_000 };

const havePipelines = /^[A-Z]+ \/api\/v1\/(pipelines|connections)\b/;

/** @param operation such as `POST /api/v1/runs/{id}/cancel`; undefined for an unknown route. */
export function bodyLimitsOf(operation: string | undefined): BodyLimits {
  if (operation === undefined || publicRoutes.has(operation)) return ofStrangers;
  return havePipelines.test(operation) ? ofPipelines : ofUsers;
}

/** Skips GET and HEAD, which have no body: checking for one would take a twentieth of their time. */
export function limitBodies(): MiddlewareHandler<AppEnv> {
  const limits = new Map([ofStrangers, ofUsers, ofPipelines].map(({ bytes }) => [bytes, limitTo(bytes)]));
  return async (context, next) =>
    isRead(context.req.method) ? next() : limits.get(bodyLimitsOf(operationOf(context)).bytes)!(context, next);
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
