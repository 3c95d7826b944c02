/**
 * Maps BigQuery's answers to our codes, by HTTP status and reason.
 * https://docs.cloud.google.com/bigquery/docs/error-messages
 */
import {
  plainMessageOf,
  PipelineError,
  ProxyError,
  ResponseTooLarge,
  UnexpectedEncoding,
  type ErrorCode,
} from "@datamantri/runtime";

import { rebuildBigQueryMessage, type Asked } from "./bigquery-shapes.ts";

/**
 * Reasons take precedence: one status has several. The official client does not retry the rate limits among the 403s.
 */
const codesByReason: Readonly<Record<string, ErrorCode>> = {
  rateLimitExceeded: "source_rate_limited",
  jobRateLimitExceeded: "source_rate_limited",
  userRateLimitExceeded: "source_rate_limited",
  quotaExceeded: "source_rate_limited",
  backendError: "source_unavailable",
  internalError: "source_unavailable",
  jobBackendError: "source_unavailable",
  jobInternalError: "source_unavailable",
  timeout: "source_unavailable",
  // Managed by another service of Google, which is not ready: to be tried again.
  tableUnavailable: "source_unavailable",
  stopped: "source_job_stopped",
  responseTooLarge: "source_result_too_large",
  accessNotConfigured: "source_api_disabled",
  // https://docs.cloud.google.com/vpc-service-controls/docs/troubleshooting
  policyViolation: "source_perimeter_refused",
  proxyAuthenticationRequired: "source_proxy_refused",
  resourcesExceeded: "source_query_invalid",
  bytesBilledLimitExceeded: "cost_limit_exceeded",
  accessDenied: "source_permission_denied",
  billingNotEnabled: "source_permission_denied",
  // The account or the project is denylisted: https://docs.cloud.google.com/bigquery/docs/error-messages
  blocked: "source_permission_denied",
  forbidden: "source_permission_denied",
  invalidUser: "source_permission_denied",
  invalidQuery: "source_query_invalid",
  invalid: "source_query_invalid",
  notFound: "source_not_found",
  authError: "source_credentials_invalid",
};

/** Other documented reasons. A stand-in may have invented an undocumented one. */
const otherReasons: ReadonlySet<string> = new Set([
  "badRequest",
  "duplicate",
  "notImplemented",
  "required",
  "resourceInUse",
]);

const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  400: "source_query_invalid",
  401: "source_credentials_invalid",
  403: "source_permission_denied",
  404: "source_not_found",
  407: "source_proxy_refused",
  408: "source_unavailable",
  429: "source_rate_limited",
  // Google's servers know every request of ours.
  501: "source_response_refused",
};

interface ErrorBody {
  readonly error?: {
    readonly message?: string;
    readonly errors?: readonly { readonly reason?: string }[];
  };
}

/** @param text the answer's body; JSON of Google's shape, or anything a proxy may send. */
export function toSourceError(status: number, text: string, asked: Asked): PipelineError {
  if (status >= 300 && status < 400) {
    const message = `the source's address redirects (HTTP ${status}); redirects are not followed: check api_endpoint`;
    return new PipelineError("egress_refused", message, { status });
  }
  const { message, reason } = parseBody(text);
  const code = codeOf(status, reason);
  const said = describe(message, reason, `HTTP ${status}`, asked);
  return new PipelineError(code, said, { status, reason }, { vendorMessage: message ?? text });
}

/** `errorResult` of a job. */
export function toJobError(
  result: { readonly reason?: string; readonly message?: string },
  jobId: string,
  asked: Asked,
): PipelineError {
  const reason = toKnownReason(result.reason);
  const code = codesByReason[reason ?? ""] ?? "source_query_invalid";
  const said = describe(result.message, reason, "the job failed", asked);
  const { message: vendorMessage } = result;
  return new PipelineError(code, `${said}, job ${jobId}`, { reason, job_id: jobId }, { vendorMessage });
}

/** Makes a sentence that contains only known words and names of BigQuery's message, which may quote rows. */
function describe(message: unknown, reason: string | undefined, otherwise: string, asked: Asked): string {
  const rebuilt = typeof message === "string" ? rebuildBigQueryMessage(message, asked) : undefined;
  const said = rebuilt ?? `${otherwise}, for a reason that it gives in words that are not shown`;
  return `BigQuery said: ${said}${reason === undefined ? "" : ` (${reason})`}`;
}

function toKnownReason(reason: unknown): string | undefined {
  if (typeof reason !== "string") return undefined;
  return Object.hasOwn(codesByReason, reason) || otherReasons.has(reason) ? reason : undefined;
}

/**
 * Maps the error of a request without a complete answer. A too large answer is not requested again: it would be as
 * large.
 */
export function toTransportError(error: unknown, host: string): PipelineError {
  if (error instanceof PipelineError) return error;
  if (error instanceof ResponseTooLarge) {
    return new PipelineError(
      "row_too_large",
      `BigQuery at ${host} sent too much: ${error.message}`,
      {},
      { cause: error },
    );
  }
  if (error instanceof UnexpectedEncoding) {
    const message = `the response of ${host} is not BigQuery's: ${error.message}`;
    return new PipelineError("source_response_refused", message, {}, { cause: error });
  }
  if (error instanceof ProxyError) return fromProxy(error, `cannot reach BigQuery at ${host}`);
  const reason = reasonOf(error);
  return new PipelineError("source_unavailable", `cannot reach BigQuery at ${host}: ${reason}`, {}, { cause: error });
}

/** A proxy that fails may recover. One that refuses needs a person. */
export function fromProxy(error: ProxyError, what: string): PipelineError {
  const { status, message } = error;
  const isRefusal = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
  const code = isRefusal ? "source_proxy_refused" : "source_unavailable";
  return new PipelineError(code, `${what}: ${message}`, { status }, { cause: error });
}

function codeOf(status: number, reason: string | undefined): ErrorCode {
  const known = codesByReason[reason ?? ""] ?? codesByStatus[status];
  if (known) return known;
  if (status >= 500) return "source_unavailable";
  return status >= 400 ? "source_query_invalid" : "internal";
}

function parseBody(text: string): { message?: string | undefined; reason?: string | undefined } {
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    const { message } = error ?? {};
    return {
      message: typeof message === "string" ? message : undefined,
      reason: toKnownReason(error?.errors?.[0]?.reason),
    };
  } catch {
    // Not Google's format, such as an HTML page of a proxy. The status is enough.
    return {};
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "the connection failed";
  const { code, cause, name } = error as NodeJS.ErrnoException;
  if (cause instanceof Error) return reasonOf(cause);
  if (name === "TimeoutError") return "it did not respond in time";
  return code ?? plainMessageOf(error) ?? name;
}
