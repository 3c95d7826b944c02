/**
 * Optimistic concurrency: a read returns an ETag, and a change names the version that it is based on (RFC 9110 §13).
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";

import { ProblemError } from "../problem.ts";

/** `headers` of an answer that has a version. */
export const versionHeaders = z.object({ ETag: z.string().meta({ description: "Its version.", example: '"3"' }) });

/** `headers` of a request that changes a versioned object. */
export const ifMatch = z.object({
  "If-Match": z
    .string()
    .optional()
    .meta({ description: "The ETag that you read; `*` for any version. Required.", example: '"3"' }),
});

/** The same, where the header is optional and without it any version is accepted. */
export const ifMatchIfAny = z.object({
  "If-Match": z
    .string()
    .optional()
    .meta({ description: "The ETag that you read. Default: any version.", example: '"3"' }),
});

/** Sets the response's ETag. */
export function setVersion(context: Context, { version }: { readonly version: number }): void {
  context.header("etag", `"${version}"`);
}

/**
 * Parses the version that a change is based on; null for any.
 *
 * @throws ProblemError 428 without one, 400 for an invalid one.
 */
export function toVersion(header: string | undefined): number | null {
  if (header === undefined) {
    const detail = "The header If-Match is missing. Send the ETag that you read, or * to replace any version.";
    throw new ProblemError({ status: 428, code: "precondition_required", detail });
  }
  if (header === "*") return null;
  // A proxy that compresses answers makes ETags weak.
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new ProblemError({
    status: 400,
    code: "request_invalid",
    detail: `If-Match: ${header} is not an ETag of this API`,
  });
}
