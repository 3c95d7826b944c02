import type { Context } from "hono";
import * as z from "zod";

import { ProblemError } from "./problem.ts";

/**
 * The request's JSON body, checked.
 *
 * @throws ProblemError 400 that names every wrong field, 415 for another content type.
 */
export async function readBody<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema>> {
  return checkBody(schema, await readJson(context));
}

/** @throws ProblemError 400 that names every wrong field. */
export function checkBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const detail = result.error.issues.map(describe).join("; ");
  throw new ProblemError({ status: 400, code: "request_invalid", detail });
}

async function readJson(context: Context): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (!/^application\/([a-z.+-]+\+)?json\b/i.test(type)) {
    throw new ProblemError({
      status: 415,
      code: "request_invalid",
      detail: "send JSON with Content-Type: application/json",
    });
  }
  try {
    return JSON.parse(await context.req.text()) as unknown;
  } catch {
    throw new ProblemError({ status: 400, code: "request_invalid", detail: "the body is not valid JSON" });
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
