import type { Context } from "hono";

import { ProblemError } from "./problem.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The `id` of the path. @throws ProblemError 404 for what cannot be an id. */
export function idParameter(context: Context, what: string): string {
  const id = context.req.param("id") ?? "";
  if (uuid.test(id)) return id.toLowerCase();
  throw new ProblemError({ status: 404, code: "not_found", detail: `no ${what} has the id ${id}` });
}

/** The `limit` of the query, `max` unless said. @throws ProblemError 400 for what is no number from 1 to `max`. */
export function limitParameter(context: Context, max: number): number {
  const text = context.req.query("limit");
  if (text === undefined) return max;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= max) return limit;
  throw new ProblemError({ status: 400, code: "request_invalid", detail: `limit: a whole number from 1 to ${max}` });
}
