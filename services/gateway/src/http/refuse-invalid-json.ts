import type { Context, MiddlewareHandler } from "hono";

import { ProblemError } from "../problem.ts";

/** Far more than a configuration or a credentials file has. What is written as JSON again would overflow the stack. */
const maxDepth = 32;

/**
 * Refuses JSON whose values nothing behind the gateway could take: texts with U+0000, which PostgreSQL cannot hold, or
 * with an unpaired surrogate, which is not Unicode; and JSON nested too deep. The routes refuse invalid JSON.
 */
export const refuseInvalidJson: MiddlewareHandler = async (context, next) => {
  const reason = whyInvalid(await readJson(context));
  if (reason !== undefined) throw new ProblemError({ status: 400, code: "request_invalid", detail: reason });
  await next();
};

async function readJson(context: Context): Promise<unknown> {
  if (!/\bjson\b/i.test(context.req.header("content-type") ?? "")) return undefined;
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}

/** Level by level, without recursion. */
function whyInvalid(body: unknown): string | undefined {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) return `the body is nested more than ${maxDepth} levels deep`;
    const isOdd = level.some((value) => typeof value === "string" && (value.includes("\0") || !value.isWellFormed()));
    if (isOdd) return "the body has a string with the character U+0000 or an unpaired surrogate";
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? namesAndValues(value) : []));
  }
  return undefined;
}

function namesAndValues(value: object): unknown[] {
  return Array.isArray(value) ? value : Object.entries(value).flat();
}
