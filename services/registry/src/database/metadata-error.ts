import pg from "pg";

import { PipelineError, toPipelineError } from "@datamantri/runtime";

/**
 * Whatever the database throws may pass; a bug ends as a dead letter when the deliveries are used up. Only a value that
 * its type cannot hold, an invalid id for example, never will.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function toMetadataError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  if (error instanceof pg.DatabaseError && error.code?.startsWith("22")) {
    const message = `a value does not fit its column's type (SQLSTATE ${error.code})`;
    return new PipelineError("request_invalid", message, {}, { cause: error });
  }
  return new PipelineError(
    "metadata_unavailable",
    `the metadata database failed: ${reasonOf(error)}`,
    {},
    { cause: error },
  );
}

/** Its messages may quote what is stored. */
export function reasonOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return `SQLSTATE ${error.code}; its log has the reason`;
  return toPipelineError(error).message;
}
