/**
 * Turns what PostgreSQL and its client throw into our codes, by SQLSTATE.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
import pg from "pg";

import { PipelineError, toPipelineError, type ErrorCode } from "@datamantri/runtime";

const codesByState: Readonly<Record<string, ErrorCode>> = {
  "3D000": "sink_credentials_invalid",
  "42501": "sink_permission_denied",
  "53100": "sink_full",
  "55P03": "sink_busy",
  "57014": "sink_busy",
  "25006": "sink_read_only",
  // The idle transaction of a worker that was frozen.
  "25P03": "sink_busy",
  "3F000": "sink_schema_missing",
  // A view that takes no rows; more columns than a table can have; what a foreign table does not support.
  "55000": "sink_table_mismatch",
  "54011": "sink_table_mismatch",
  "0A000": "sink_table_mismatch",
};

const codesByClass: Readonly<Record<string, ErrorCode>> = {
  "08": "sink_unreachable",
  "28": "sink_credentials_invalid",
  "40": "sink_busy",
  "53": "sink_busy",
  "57": "sink_unreachable",
  "42": "sink_table_mismatch",
  "22": "sink_rejected",
  "23": "sink_rejected",
};

const unknownAuthority = "the server's certificate is not signed by an authority that the loader trusts";

/** What pg says when a server refuses TLS. */
export const noTlsOffered = "The server does not support SSL connections";

/**
 * What pg says, and Node's codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export const tlsReasons: Readonly<Record<string, string>> = {
  [noTlsOffered]: "the server does not offer TLS",
  "There was an error establishing an SSL connection": "the server does not speak TLS",
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is self-signed",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  CERT_REVOKED: "the server's certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name",
};

/** @param where the destination as a person knows it, for example `db.example:5432/warehouse`. */
export function toSinkError(error: unknown, where: string): PipelineError {
  if (error instanceof PipelineError || isBug(error)) return toPipelineError(error);
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) {
    const { code, message } = error as NodeJS.ErrnoException;
    const tls = tlsReasons[code ?? message] ?? (code?.startsWith("ERR_SSL_") ? code : undefined);
    if (tls !== undefined) {
      return new PipelineError("sink_tls_failed", `TLS to PostgreSQL at ${where} failed: ${tls}`, {}, { cause: error });
    }
    const reason = code ?? message;
    return new PipelineError(
      "sink_unreachable",
      `cannot connect to PostgreSQL at ${where}: ${reason}`,
      {},
      { cause: error },
    );
  }
  const code = codesByState[error.code] ?? codesByClass[error.code.slice(0, 2)] ?? "sink_rejected";
  return new PipelineError(code, `${describe(error, code)} at ${where}`, { sqlstate: error.code }, { cause: error });
}

/** JavaScript's own errors: not from the network, and waiting does not help. */
function isBug(error: unknown): boolean {
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}

/** Messages about rows may quote their values; those about names and connections do not. */
function describe(error: pg.DatabaseError, code: ErrorCode): string {
  if (code !== "sink_rejected") return `PostgreSQL said "${error.message}" (${error.code})`;
  const names = [
    error.constraint && `constraint "${error.constraint}"`,
    error.column && `column "${error.column}"`,
    error.table && `table "${error.table}"`,
  ].filter(Boolean);
  return `PostgreSQL refused the rows with SQLSTATE ${error.code}${names.length > 0 ? ` (${names.join(", ")})` : ""}`;
}
