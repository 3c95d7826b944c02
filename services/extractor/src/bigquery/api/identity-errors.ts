/**
 * Errors for a token that Google did not issue. They and the logs omit the messages of Google's library, which quote
 * files and responses.
 */
import { PipelineError, ProxyError } from "@datamantri/runtime";

import { fromProxy } from "./bigquery-errors.ts";

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const reasons: Readonly<Record<string, string>> = {
  invalid_grant: "the key or refresh token is revoked or expired, or this machine's clock is wrong",
  invalid_client: "the client's id or secret is wrong",
  unauthorized_client: "the client may not use this kind of credentials",
  invalid_scope: "the credentials may not use BigQuery",
  access_denied: "access was denied",
};

/** The library's only indication that it found no credentials. */
const noneFound = /Could not load the default credentials/;

interface LibraryError {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly name?: unknown;
  readonly cause?: unknown;
  readonly response?: { readonly status?: number; readonly data?: { readonly error?: unknown } };
}

/**
 * @param error of Google's library, or ours that it wrapped.
 * @param impersonated the service account to impersonate, if it differs from the credentials' own.
 */
export function toIdentityError(error: unknown, impersonated?: string): PipelineError {
  const own = chainOf(error).find((link) => link instanceof PipelineError);
  if (own !== undefined) return own;
  const proxy = chainOf(error).find((link) => link instanceof ProxyError);
  if (proxy !== undefined) return fromProxy(proxy, "cannot get a token from Google");
  const { response, message, name } = (error ?? {}) as LibraryError;
  if (response?.status !== undefined) return toRefusal(response.status, response.data?.error, impersonated);
  const code = chainOf(error)
    .map((link) => (link as LibraryError).code)
    .find((value) => typeof value === "string" && /^E[A-Z_]+$/.test(value));
  if (typeof code === "string" && code !== "ENOENT") return unreachable(code);
  if (name === "TimeoutError") return unreachable("it did not answer in time");
  // The library expects an object of every answer.
  if (error instanceof TypeError) return withoutToken();
  if (noneFound.test(String(message))) {
    return invalid(
      "the extractor has no Google credentials of its own, and the source has none: enter some, or set GOOGLE_APPLICATION_CREDENTIALS",
    );
  }
  return invalid(
    "Google's library cannot use the credentials. Where the source has none, they are the extractor's own: check GOOGLE_APPLICATION_CREDENTIALS",
  );
}

function toRefusal(status: number, error: unknown, impersonated: string | undefined): PipelineError {
  // Google's library passes on what a proxy answers as if it were Google's.
  if (status === 407)
    return new PipelineError("source_proxy_refused", "cannot get a token from Google: HTTP 407", { status });
  if (status === 429)
    return new PipelineError("source_rate_limited", "Google limits how often tokens are asked for", { status });
  if (status >= 500) return unreachable(`HTTP ${status}`);
  if (typeof error === "string" && error in reasons) {
    return invalid(`Google gave no token for the source's credentials: ${error}, ${reasons[error]}`, status);
  }
  if (impersonated === undefined)
    return invalid(`Google gave no token for the source's credentials: HTTP ${status}`, status);
  return invalid(
    `Google gave no token to impersonate ${impersonated}: HTTP ${status}; the source's credentials need ` +
      "roles/iam.serviceAccountTokenCreator on it",
    status,
  );
}

/** A page of a portal, or of an outage. */
export function withoutToken(): PipelineError {
  return unreachable("its answer has no token");
}

function unreachable(reason: string): PipelineError {
  return new PipelineError("source_unavailable", `cannot get a token from Google: ${reason}`);
}

function invalid(message: string, status?: number): PipelineError {
  return new PipelineError("source_credentials_invalid", message, { status });
}

/** Returns an error and its causes. */
function chainOf(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (
    let link = error;
    typeof link === "object" && link !== null && chain.length < 5;
    link = (link as LibraryError).cause
  ) {
    chain.push(link);
  }
  return chain;
}
