import { ApiError, notFound } from "../errors.ts";
import type { FaultName } from "../faults.ts";

/** The body BigQuery sends without a valid token. */
export function unauthenticated(): ApiError {
  return new ApiError(
    401,
    "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid " +
      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
  );
}

/** The error of a fault that is answered with one. */
export function faultError(fault: FaultName, path: Readonly<Record<string, string>>): ApiError | undefined {
  switch (fault) {
    case "401":
      return unauthenticated();
    case "429":
      return new ApiError(429, "rateLimitExceeded", "Exceeded rate limits: too many concurrent requests.");
    case "403_rateLimitExceeded":
      return new ApiError(
        403,
        "rateLimitExceeded",
        "Exceeded rate limits: Your project exceeded quota for tabledata.list bytes per second per project. " +
          "For more information, see https://cloud.google.com/bigquery/troubleshooting-errors",
      );
    case "500":
      return new ApiError(500, "internalError", "An internal error occurred and the request could not be completed.");
    case "503":
      return new ApiError(503, "backendError", "Error encountered during execution. Retrying may solve the problem.");
    case "expired_job":
      return expired(path);
    case "truncated_body":
    case "slow_page":
    case "reset":
      return undefined;
  }
}

function expired({ project, dataset, table, job }: Readonly<Record<string, string>>): ApiError {
  if (table !== undefined) return notFound(`Table ${project}:${dataset}.${table}`);
  return notFound(`Job ${project}:US.${job ?? "unknown"}`);
}
