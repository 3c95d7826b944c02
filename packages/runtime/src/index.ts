export { commonSettings, readConfig, type SettingSpec, type Parsed } from "./config.ts";
export { isNeverReached, subscriberOf } from "./addresses.ts";
export { atMostEvery } from "./at-most-every.ts";
export { certificateReasonOf } from "./certificate-reasons.ts";
export { crashPoint, crashPoints, type AtCrashPoint, type CrashPoint } from "./crash-point.ts";
export { dropFields } from "./drop-fields.ts";
export { noteProgress, Progress, withoutProgress, withProgress } from "./progress.ts";
export { silentConnection, watchSession, whileSessionWaits, type SessionState } from "./silent-session.ts";
export { ProxyError, type ProxySettings } from "./egress-proxy.ts";
export { EgressGuard, HostList } from "./egress.ts";
export {
  errorPolicies,
  PipelineError,
  plainMessageOf,
  toPipelineError,
  type Party,
  type Retry,
  type ErrorCode,
  type ErrorFacts,
} from "./errors.ts";
export { GuardedHttp, type HttpAnswer } from "./guarded-http.ts";
export { ResponseTooDense, ResponseTooLarge, UnexpectedEncoding } from "./read-body.ts";
export { notShown, rebuildMessage, toShape, type MessageShape } from "./vendor-message.ts";
export { startService } from "./lifecycle.ts";
export { openLog, type Logger } from "./log.ts";
export { refusals, solutionOf, type ProblemCode } from "./refusals.ts";
export { postgresSettings } from "./postgres-settings.ts";
export { remember } from "./remember.ts";
export { backoffMs, retry, type Backoff, type RetryOptions } from "./retry.ts";
export { resolveSecret, type SecretLocations } from "./secret-references.ts";
export { Secret } from "./secret.ts";
