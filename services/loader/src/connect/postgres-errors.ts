/**
 * Maps errors of PostgreSQL and its client to our codes, by SQLSTATE.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
import pg from "pg";

import {
  certificateReasonOf,
  PipelineError,
  silentConnection,
  toPipelineError,
  type ErrorCode,
} from "@datamantri/runtime";

import { describeState, rebuildPostgresMessage } from "./postgres-shapes.ts";

const codesByState: Readonly<Record<string, ErrorCode>> = {
  "3D000": "sink_credentials_invalid",
  "42501": "sink_permission_denied",
  "53100": "sink_full",
  // A limit of the server's configuration: https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-TEMP-FILE-LIMIT
  "53400": "sink_rejected",
  "55P03": "sink_busy",
  "57014": "sink_busy",
  "25006": "sink_read_only",
  // The idle transaction of a frozen worker.
  "25P03": "sink_busy",
  "3F000": "sink_schema_missing",
  // A view that accepts no rows; more columns than a table can have; operations that a foreign table does not support.
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

/** pg's message when a server refuses TLS. */
export const noTlsOffered = "The server does not support SSL connections";

/** What pg says of TLS in words, because it has no code. */
const tlsReasons: Readonly<Record<string, string>> = {
  [noTlsOffered]: "the server does not offer TLS",
  "There was an error establishing an SSL connection": "the server does not speak TLS",
};

/** Why TLS failed; undefined if something else did. @param code Node's, or pg's words where there is none. */
export function tlsReasonOf(code: string): string | undefined {
  return tlsReasons[code] ?? certificateReasonOf(code, "the loader");
}

/** What we or pg's client say of a connection. Others quote what a server sent. */
const clientReasons: ReadonlySet<string> = new Set([
  silentConnection,
  "Connection terminated",
  "Connection terminated unexpectedly",
  "Connection terminated due to connection timeout",
  "Query read timeout",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
]);

/**
 * @param where the destination for people, for example `db.example:5432/warehouse`.
 * @param names that the message may contain: they were known before PostgreSQL sent them.
 * @param tables by the name that an error about their rows has: how the message calls them.
 */
export function toSinkError(
  error: unknown,
  where: string,
  names: ReadonlySet<string> = new Set(),
  tables: ReadonlyMap<string, string> = new Map(),
): PipelineError {
  if (error instanceof PipelineError || isBug(error)) return toPipelineError(error);
  const vendorMessage = toVendorText(error);
  const about = { cause: error, vendorMessage };
  const sqlstate = toSqlstate(error);
  if (sqlstate === undefined) {
    const { code, message } = error as NodeJS.ErrnoException;
    const tls = tlsReasonOf(code ?? message);
    if (tls !== undefined) {
      return new PipelineError("sink_tls_failed", `TLS to PostgreSQL at ${where} failed: ${tls}`, {}, about);
    }
    const reason = `cannot connect to PostgreSQL at ${where}: ${toReason(error)}`;
    return new PipelineError("sink_unreachable", reason, {}, about);
  }
  const code = codesByState[sqlstate] ?? codesByClass[sqlstate.slice(0, 2)] ?? "sink_rejected";
  const message = `${describePostgresError(error as pg.DatabaseError, names, tables)} at ${where}`;
  return new PipelineError(code, message, { sqlstate }, about);
}

/** True if the server can be queried for the names in an error: it is not failing itself. */
export function mayAskAgain(error: unknown): boolean {
  const sqlstate = toSqlstate(error);
  return sqlstate !== undefined && !/^(08|25|28|3D|40|53|57|58|XX)|^55P03$/.test(sqlstate);
}

/** SQLSTATE class of integrity constraints. */
const isAboutRows = (sqlstate: string): boolean => sqlstate.startsWith("23");

/**
 * Makes a sentence from PostgreSQL's message that contains only known words and names.
 *
 * @param tables see `toSinkError`.
 */
export function describePostgresError(
  error: pg.DatabaseError,
  names: ReadonlySet<string>,
  tables: ReadonlyMap<string, string> = new Map(),
): string {
  const sqlstate = toSqlstate(error) ?? "unknown";
  const called = isAboutRows(sqlstate) ? [...tables] : [];
  const rebuilt = rebuildPostgresMessage(error.message, names);
  if (rebuilt !== undefined) {
    const said = called.reduce((text, [name, other]) => text.replaceAll(`"${name}"`, () => `"${other}"`), rebuilt);
    return `PostgreSQL said: ${said} (${sqlstate})`;
  }
  const { constraint, column } = error;
  const table = called.find(([name]) => name === error.table)?.[1] ?? error.table;
  const known = Object.entries({ constraint, column, table }).filter(
    ([, name]) => name !== undefined && names.has(name),
  );
  const said = known.map(([kind, name]) => `${kind} "${name}"`).join(", ");
  return `PostgreSQL refused with SQLSTATE ${sqlstate}, ${describeState(sqlstate)}${said === "" ? "" : ` (${said})`}`;
}

/** A server may send anything as SQLSTATE. https://www.postgresql.org/docs/current/protocol-error-fields.html */
function toSqlstate(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code ?? "") ? error.code : undefined;
}

const unlikePostgres = "the server does not respond as PostgreSQL does";

function toReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof pg.DatabaseError) return unlikePostgres;
  if (code !== undefined && /^E[A-Z_]+$/.test(code)) return code;
  // Excludes quotes: one of these messages repeats the server's text.
  return clientReasons.has(message) || /^SASL: [^"]{1,100}$/.test(message) ? message : unlikePostgres;
}

/** Joins every field in which PostgreSQL describes the error. */
function toVendorText(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (!(error instanceof pg.DatabaseError)) return error.message;
  const { severity, code, message, detail, hint, where } = error;
  const more = Object.entries({ DETAIL: detail, HINT: hint, CONTEXT: where }).filter(([, text]) => text !== undefined);
  return [`${severity}: ${message} (${code})`, ...more.map(([name, text]) => `${name}: ${text}`)].join("\n");
}

/** JavaScript's own errors: not from the network, and retrying does not help. */
function isBug(error: unknown): boolean {
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
}
