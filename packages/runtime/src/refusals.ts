/** Why the API itself refuses a request, about who asks and how; besides the codes of errors.ts, which all services share. */
import { errorPolicies, type ErrorCode } from "./errors.ts";

/** Code → what to do, for docs/errors.md and for each problem that says nothing of its own. */
export const refusals = {
  unauthenticated: "Log in, or send a valid token or API key as Authorization: Bearer.",
  wrong_password: "Try again; an administrator can set a new password.",
  user_inactive: "An administrator makes users active again.",
  refresh_token_invalid: "Log in again: a refresh token holds once, and ends with its session.",
  sign_in_failed:
    "Begin the sign-in again; if it fails again, ask the administrator, whose gateway's log has the reason.",
  identity_provider_unavailable:
    "Try again, or log in with a password; the administrator checks the identity provider.",
  forbidden: "Ask an administrator for the role, or use an API key that has the scope.",
  request_forged: "Send the request from the console's own pages, or with a token in a header instead of the cookie.",
  too_many_attempts: "Wait as long as Retry-After says. Nobody else is locked out by it.",
  too_many_streams: "Wait and connect again, close streams that nobody reads, or raise EVENT_STREAMS of the gateway.",
  precondition_required: "Read what is to be changed, and send its ETag as If-Match.",
} as const;

export type ProblemCode = ErrorCode | keyof typeof refusals;

/** What to do about any problem with this code; nothing where its detail names the field that is wrong. */
export function solutionOf(code: ProblemCode): string | undefined {
  if (code === "request_invalid") return undefined;
  return code in refusals ? refusals[code as keyof typeof refusals] : errorPolicies[code as ErrorCode].solution;
}
