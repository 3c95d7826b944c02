import { ApiError, notFound } from "../errors.ts";
import type { FaultName } from "../faults.ts";

/** BigQuery's answer to a request without a valid token. */
export function unauthenticated(): ApiError {
  return new ApiError(
    401,
    "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid " +
      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
  );
}

type Path = Readonly<Record<string, string>>;

const FAULT_ERRORS: Partial<Record<FaultName, (path: Path) => ApiError>> = {
  "401": unauthenticated,
  "429": () => new ApiError(429, "rateLimitExceeded", "Exceeded rate limits: too many concurrent requests."),
  "403_rateLimitExceeded": () =>
    new ApiError(
      403,
      "rateLimitExceeded",
      "Exceeded rate limits: Your project exceeded quota for tabledata.list bytes per second per project. " +
        "For more information, see https://cloud.google.com/bigquery/troubleshooting-errors",
    ),
  "500": () => new ApiError(500, "internalError", "An internal error occurred and the request could not be completed."),
  "503": () => new ApiError(503, "backendError", "Error encountered during execution. Retrying may solve the problem."),
  expired_job: expired,
};

/** The error of a fault that is an HTTP error; undefined for those that affect the connection or the body. */
export function faultError(fault: FaultName, path: Path): ApiError | undefined {
  return FAULT_ERRORS[fault]?.(path);
}

function expired({ project, dataset, table, job }: Path): ApiError {
  if (table !== undefined) return notFound(`Table ${project}:${dataset}.${table}`);
  return notFound(`Job ${project}:US.${job ?? "unknown"}`);
}
