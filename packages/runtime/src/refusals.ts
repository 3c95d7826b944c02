/** Codes of refusals by the API only. errors.ts has those that all services share. */
import { errorPolicies, type ErrorCode } from "./errors.ts";

/** Code → solution, for docs/errors.md and for each problem without its own solution. */
export const refusals = {
  unauthenticated: "Log in, or send a valid token or API key as Authorization: Bearer.",
  wrong_password: "Try again, or ask an administrator for a new password.",
  user_inactive: "Ask an administrator to activate the user.",
  refresh_token_invalid: "Log in again. A refresh token is valid once and only during its session.",
  sign_in_failed: "Sign in again. If that fails too, ask an administrator: the gateway's log has the reason.",
  identity_provider_unavailable:
    "Try again, or log in with a password. An administrator should check the identity provider.",
  forbidden: "Ask an administrator for the role, or use an API key with the scope.",
  reauthentication_required:
    "Log in again, or send your password to POST /api/v1/auth/confirm, and repeat the request within ten minutes.",
  request_forged: "Send the request from the console, or with a bearer token instead of the cookie.",
  too_many_attempts: "Wait for the time in Retry-After. Other users are not affected.",
  too_much_work: "Wait for the time in Retry-After. Send correct requests, and large ones less often.",
  too_many_streams: "Connect again later, close unused streams, or raise the gateway's EVENT_STREAMS.",
  too_many_user_streams:
    "Close streams that you no longer need, or ask an administrator to raise the gateway's EVENT_STREAMS_PER_USER.",
  precondition_required: "Read the resource and send its ETag as If-Match.",
} as const;

export type ProblemCode = ErrorCode | keyof typeof refusals;

/** The solution for a code; none where the problem's detail already names the invalid field. */
export function solutionOf(code: ProblemCode): string | undefined {
  if (code === "request_invalid") return undefined;
  return code in refusals ? refusals[code as keyof typeof refusals] : errorPolicies[code as ErrorCode].solution;
}
