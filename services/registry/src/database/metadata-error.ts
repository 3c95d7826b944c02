import pg from "pg";

import { PipelineError, toPipelineError } from "@datamantri/runtime";

/**
 * Treats every database error as temporary; a bug ends as a dead letter after the last delivery, a server that is away does
 * not. Only a value that its
 * type cannot hold, such as an invalid id, is permanent. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function toMetadataError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  if (error instanceof pg.DatabaseError && error.code?.startsWith("22")) {
    const message = `a value does not fit its column's type (SQLSTATE ${error.code})`;
    return new PipelineError("request_invalid", message, {}, { cause: error });
  }
  const facts = isAway(error) ? { isOutage: true } : {};
  return new PipelineError("metadata_unavailable", `the metadata database failed: ${reasonOf(error)}`, facts, {
    cause: error,
  });
}

/** SQLSTATEs of a server that is not there, or has no room for a session: of no concern to the statement. */
const away = /^(08...|53[123]00|57P0[123])$/;

/** Node's codes, and pg's words where it has none. */
const lost =
  /^(the connection is silent|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|Connection terminated.*|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error and is not queryable)$/;

function isAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return away.test(error.code ?? "");
  if (!(error instanceof Error)) return false;
  return lost.test((error as NodeJS.ErrnoException).code ?? error.message);
}

/** PostgreSQL's messages may quote stored values. */
export function reasonOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return `SQLSTATE ${error.code}; its log has the reason`;
  return toPipelineError(error).message;
}
