import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";

import { refuseUnstorable } from "./http/read-json.ts";
import { toInvalidProblem } from "./problem.ts";

/**
 * Reads and validates the request's body, as JSON or form fields.
 *
 * @throws ProblemError 400 that names every invalid field; HTTPException 400 for invalid JSON, 415 for another content
 *   type.
 */
export async function readJsonOrForm<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const result = schema.safeParse(await read(context));
  if (result.success) return result.data;
  throw toInvalidProblem(result.error);
}

async function read(context: Context): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return refuseUnstorable(await context.req.parseBody());
  if (!/^application\/([a-z.+-]+\+)?json\b/i.test(type)) throw new HTTPException(415);
  try {
    return await context.req.json();
  } catch (cause) {
    throw new HTTPException(400, { cause });
  }
}
