/** `status` names of google.rpc.Code for the HTTP codes of this server. */
const STATUS_BY_CODE: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** `status.errorResult` and `status.errors[]` of a job resource (ErrorProto). */
export interface ErrorProto {
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
}

/**
 * An error as BigQuery answers it: HTTP code, machine reason, sentence.
 * Reasons: https://cloud.google.com/bigquery/docs/error-messages
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly reason: string;
  readonly location: string | undefined;

  constructor(code: number, reason: string, message: string, location?: string) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.location = location;
  }

  /** The JSON body of the HTTP answer. */
  toBody(): object {
    const where = this.location === undefined ? {} : { location: this.location, locationType: "parameter" };
    return {
      error: {
        code: this.code,
        message: this.message,
        errors: [{ message: this.message, domain: "global", reason: this.reason, ...where }],
        status: STATUS_BY_CODE[this.code] ?? "UNKNOWN",
      },
    };
  }

  /** The same error inside a job resource. */
  toErrorProto(): ErrorProto {
    const where = this.location === undefined ? {} : { location: this.location };
    return { reason: this.reason, message: this.message, ...where };
  }
}

/** An invalid request. */
export function invalid(message: string): ApiError {
  return new ApiError(400, "invalid", message);
}

/** SQL that BigQuery would refuse, or that this sandbox does not support. */
export function invalidQuery(message: string): ApiError {
  return new ApiError(400, "invalidQuery", message, "q");
}

/** A missing object; `what` reads "Table p:d.t", "Job p:US.id", "Dataset p:d". */
export function notFound(what: string): ApiError {
  return new ApiError(404, "notFound", `Not found: ${what}`);
}

/** A name or id that is in use. */
export function duplicate(what: string): ApiError {
  return new ApiError(409, "duplicate", `Already Exists: ${what}`);
}

/** What BigQuery can do and this sandbox cannot; `what` is a plural: "default values". */
export function notImplemented(what: string): ApiError {
  return new ApiError(400, "notImplemented", `The sandbox does not cover ${what}`);
}

/** A change of the sample data. */
export function accessDenied(what: string): ApiError {
  return new ApiError(403, "accessDenied", `Access Denied: ${what}`);
}
