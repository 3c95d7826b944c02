import { quotePostgresName } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

/** PostgreSQL's NAMEDATALEN less one. PostgreSQL cuts longer names silently, which could make two columns one. */
const maxNameBytes = 63;

/**
 * Quotes a name as an identifier, whatever characters it has.
 *
 * @throws PipelineError `sink_table_mismatch` for a name that PostgreSQL cannot hold.
 */
export function quoteIdentifier(name: string): string {
  if (name === "" || name.includes("\0") || Buffer.byteLength(name) > maxNameBytes) {
    throw new PipelineError(
      "sink_table_mismatch",
      `"${name}" is not a valid PostgreSQL name (1 to ${maxNameBytes} bytes)`,
    );
  }
  return quotePostgresName(name);
}

export function quoteTable(schema: string, table: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/** @throws PipelineError `sink_table_mismatch` for the first name that PostgreSQL cannot hold. */
export function assertNames(columns: readonly { readonly name: string }[]): void {
  for (const { name } of columns) quoteIdentifier(name);
}
