/** Parameters of paths and queries. */
import { z } from "@hono/zod-openapi";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The `id` of the path; the error for an invalid id says `what` it names. */
export function idOf(what: string) {
  const error = (issue: { input?: unknown }) => `no ${what} has the id ${String(issue.input)}`;
  const id = z.string().toLowerCase().regex(uuid, { error });
  return z.object({ id: id.meta({ format: "uuid", example: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11" }) });
}

/** For a request that creates something and may be repeated. */
export const idempotencyKey = z.object({
  "Idempotency-Key": z.string().min(1).max(255).optional().meta({
    description: "A repeated request with the same key returns the first result.",
    example: "orders-2026-01-31",
  }),
});

/** The `limit` of the query. Default: `max`. */
export function limitUpTo(max: number) {
  return wholeNumber(max, max).meta({ description: "Page size." });
}

/** A numeric query parameter from 1 to `max`. */
export function wholeNumber(max: number, defaultValue: number) {
  const error = `a whole number from 1 to ${max}`;
  return z
    .string({ error })
    .regex(/^\d{1,6}$/, { error, abort: true })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= max, { error })
    .default(defaultValue)
    .meta({ type: "integer", minimum: 1, maximum: max });
}

/** A version in the history of a pipeline. */
export const versionParams = idOf("pipeline").extend({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: (issue) => `"${String(issue.input)}" is not a version` })
    .transform(Number)
    .meta({ type: "integer", minimum: 1, example: 2 }),
});

/** A delivery of a webhook. */
export const deliveryParams = idOf("webhook").extend({ delivery_id: idOf("delivery").shape.id });
