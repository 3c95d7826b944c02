/** Maps what the NATS client says of a failed connection to our codes: each has its own advice. */
import { errors } from "@nats-io/transport-node";

import { certificateReasonOf, PipelineError } from "@datamantri/runtime";

/**
 * The last lines of a refused TLS handshake, and what the client says without a code: it asked for TLS, and the server
 * has none; or the server wanted a client's certificate.
 */
const tlsWords = /server does not support 'tls'|^tls |certificate|handshake/i;

/** What the system says: https://nodejs.org/api/errors.html#common-system-errors */
const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the server closed the connection",
  EPIPE: "the server closed the connection",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the name server does not respond",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ETIMEDOUT: "it did not respond in time",
};

/**
 * @param where host and port of each server.
 */
export function toConnectError(error: unknown, where: string): PipelineError {
  if (error instanceof PipelineError) return error;
  const about = { cause: error };
  const { message } = error instanceof Error ? error : new Error(String(error));
  const isLogin = error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError;
  // A server that is busy gives up a login too.
  if (isLogin && !/timeout/i.test(message)) {
    const text = `NATS at ${where} refused user or password: ${message}`;
    return new PipelineError("bus_credentials_invalid", text, {}, about);
  }
  const code = codeOf(error);
  const tls = certificateReasonOf(code, "this process") ?? (tlsWords.test(message) ? message : undefined);
  if (tls !== undefined) {
    return new PipelineError("bus_tls_failed", `TLS to NATS at ${where} failed: ${tls}`, {}, about);
  }
  const reason = error instanceof errors.TimeoutError ? networkReasons["ETIMEDOUT"] : networkReasons[code];
  return new PipelineError("bus_unavailable", `cannot connect to NATS at ${where}: ${reason ?? message}`, {}, about);
}

/** The system's or TLS's code, which the client sometimes wraps. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code } = error as NodeJS.ErrnoException;
  return code ?? codeOf(error.cause);
}
