/** All error answers have one format: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";

import {
  PipelineError,
  errorPolicies,
  solutionOf,
  type ErrorCode,
  type Party,
  type ProblemCode,
} from "@datamantri/runtime";

export interface Problem {
  readonly status: ProblemStatus;
  readonly code: ProblemCode;
  /** Description of the error for the user. */
  readonly detail: string;
  /** Default: the solution of its code. */
  readonly solution?: string;
  /** For 424, 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** Only for users who may read rows. */
  readonly vendorMessage?: string | undefined;
}

/** An answer that ends the request. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const statuses: Partial<Record<ErrorCode, ProblemStatus>> = {
  request_invalid: 400,
  cost_limit_exceeded: 400,
  billed_query_not_allowed: 400,
  mapping_invalid: 400,
  source_credentials_invalid: 400,
  source_permission_denied: 400,
  secret_reference_invalid: 400,
  sink_credentials_invalid: 400,
  sink_tls_failed: 400,
  sink_permission_denied: 400,
  egress_refused: 400,
  source_not_found: 404,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  source_rate_limited: 424,
  source_unavailable: 424,
  source_response_invalid: 424,
  bus_unavailable: 503,
  bus_full: 503,
  metadata_unavailable: 503,
  sink_unreachable: 424,
  sink_busy: 424,
  sink_full: 424,
  sink_read_only: 424,
};

/** Errors of servers that the request or the pipeline names, not of this product. */
const outside: ReadonlySet<Party> = new Set(["source", "destination", "data"]);

/** Titles of every status that a problem can have. */
export const titles = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  412: "Precondition failed",
  413: "Too large",
  415: "Unsupported media type",
  424: "Source or destination failed",
  428: "Precondition required",
  429: "Too many requests",
  500: "Internal error",
  503: "Temporarily unavailable",
} as const;

export type ProblemStatus = keyof typeof titles;

/** Requests that the framework refuses before they reach a route. */
const unreadable = {
  400: "the body is not valid JSON",
  415: "the body must be JSON with Content-Type: application/json",
};

/** Returns the part of an error that a caller may see: nothing of an unexpected one. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof PipelineError) {
    const { party, solution } = errorPolicies[error.code];
    const status = statuses[error.code] ?? (outside.has(party) ? 400 : 500);
    if (status < 500 || status === 503) {
      const { code, vendorMessage } = error;
      return { status, code, detail: detailOf(error), solution, vendorMessage };
    }
  }
  if (error instanceof HTTPException && (error.status === 400 || error.status === 415)) {
    return { status: error.status, code: "request_invalid", detail: unreadable[error.status] };
  }
  return { status: 500, code: "internal", detail: "Internal error. The gateway's log has the details." };
}

/** The database's messages name addresses, tables and constraints: these are for the log. */
export function detailOf({ code, message }: PipelineError): string {
  return code === "metadata_unavailable" ? "The metadata database is unavailable." : message;
}

/** Limit of fields in an error that a person can still read. */
const maxIssues = 20;

/** Names the first invalid fields. The code is the fields' own if all have the same. */
export function toInvalidProblem({ issues }: z.ZodError): ProblemError {
  const shown = issues.slice(0, maxIssues);
  const [code, ...others] = new Set(shown.map(codeOfIssue));
  const lines = shown.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": "));
  if (issues.length > maxIssues) lines.push(`and ${issues.length - maxIssues} more`);
  const detail = lines.join("; ");
  return new ProblemError({ status: 400, code: code && others.length === 0 ? code : "request_invalid", detail });
}

/** The code that a schema's own check names (`params.code`); `request_invalid` for all other checks. */
export function codeOfIssue(issue: z.core.$ZodIssue): ErrorCode {
  const code: unknown = issue.code === "custom" ? issue.params?.["code"] : undefined;
  return typeof code === "string" && code in errorPolicies ? (code as ErrorCode) : "request_invalid";
}

export function respondWithProblem(context: Context, problem: Problem): Response {
  const { status, code, detail, solution = solutionOf(code), retryAfterSeconds, vendorMessage } = problem;
  const vendor = vendorMessage === undefined ? {} : { vendor_message: vendorMessage };
  const body = { type: "about:blank", title: titles[status], status, code, detail, solution, ...vendor };
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  // Tells the client to stop sending a body that is discarded.
  if (status === 413) headers["connection"] = "close";
  if (status === 424 || status === 429 || status === 503) headers["retry-after"] = String(retryAfterSeconds ?? 2);
  return context.body(JSON.stringify(body), status, headers);
}
