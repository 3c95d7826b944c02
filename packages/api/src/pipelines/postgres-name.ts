/**
 * Names of PostgreSQL's tables, schemas and columns.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
import type { z } from "zod";

/** PostgreSQL's NAMEDATALEN less one. PostgreSQL cuts longer names silently. */
const maxNameBytes = 63;

/** Refuses names that PostgreSQL cannot hold: quoted identifiers allow any character but NUL. */
export function asPostgresName(text: z.ZodString): z.ZodString {
  return text
    .refine((name) => !name.includes("\0"), { error: "has the character U+0000, which PostgreSQL cannot store" })
    .refine((name) => new TextEncoder().encode(name).length <= maxNameBytes, {
      error: `is longer than PostgreSQL's limit of ${maxNameBytes} bytes: choose a shorter name`,
    });
}
