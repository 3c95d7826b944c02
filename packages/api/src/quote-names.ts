/** Quotes names as identifiers in SQL; nothing else does. */

/** Backticks end the identifier, backslashes escape, and it is one line. */
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "`": "\\`", "\n": "\\n", "\r": "\\r" };

/**
 * Quotes for GoogleSQL, whatever characters the name has; a table may be quoted as a whole: `project.dataset.table`.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#quoted_identifiers
 */
export function quoteBigQueryName(name: string): string {
  return `\`${name.replaceAll(/[\\`\n\r]/g, (character) => escapes[character]!)}\``;
}

/**
 * Quotes for PostgreSQL. It cuts names of more than 63 bytes, and no name has U+0000: the caller has checked both.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
export function quotePostgresName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
