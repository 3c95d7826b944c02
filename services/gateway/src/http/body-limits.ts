/** How large a body may be, before anything is made of it. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

import { operationOf } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";
import { publicRoutes } from "../auth/policy.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";

export interface BodyLimits {
  readonly bytes: number;
  /** Values, of which each is checked: objects, arrays, and what is in them. */
  readonly values: number;
}

/** A login. */
const ofStrangers: BodyLimits = { bytes: 16 * 2 ** 10, values: 100 };
const ofUsers: BodyLimits = { bytes: 64 * 2 ** 10, values: 1_000 };
/** With the text of a long query (1 MiB, https://cloud.google.com/bigquery/quotas#query_jobs), and settings for thousands of columns. */
const ofPipelines: BodyLimits = { bytes: 2 * 2 ** 20, values: 32_000 };

const havePipelines = /^[A-Z]+ \/api\/v1\/(pipelines|connections)\b/;

/** @param operation such as `POST /api/v1/runs/{id}/cancel`; undefined for an unknown route. */
export function bodyLimitsOf(operation: string | undefined): BodyLimits {
  if (operation === undefined || publicRoutes.has(operation)) return ofStrangers;
  return havePipelines.test(operation) ? ofPipelines : ofUsers;
}

/** Of GET and HEAD no body is read: looking for one would cost each of them a twentieth of its time. */
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
