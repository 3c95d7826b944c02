/** PostgreSQL's errors about single rows, and the parts of them that may be shown. */
import pg from "pg";

/** Malformed COPY data: no single row is at fault. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const badCopyFormat = "22P04";

/** A string or an object that is too large for jsonb, or a field too large for an index page. */
const limitExceeded = "54000";

const reasons: Readonly<Record<string, string>> = {
  "22001": "it is too long",
  "22003": "a number is out of range",
  "22021": "it holds bytes that are no text",
  "22P02": "it is not a value of the type",
  "22P05": "it holds a character that PostgreSQL cannot hold",
  "23502": "it is NULL, which the target forbids",
  "23514": "a check of the target refuses it",
  [limitExceeded]: "it is larger than PostgreSQL takes",
};

/** Prefix of the names of the staging table's own checks: `fits:` and the number of the column, from 1. */
export const fitsPrefix = "fits:";

/** The same for its checks of the key. */
export const keyPrefix = "key:";

const ownChecks: Readonly<Record<string, string>> = {
  [fitsPrefix]: "it does not fit the target's column",
  [keyPrefix]: "the key is NULL",
};

/** True if other rows may be loaded although this one is refused. */
export function isRowError(error: unknown): error is pg.DatabaseError {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined || error.code === badCopyFormat) return false;
  return /^2[23]/.test(error.code) || error.code === limitExceeded;
}

/**
 * Describes an error without its message or details, which quote values. A reported name may be a value as well.
 *
 * @param columnNames in the order of the tuples' fields.
 * @param names that the catalog has.
 */
export function describeRowError(
  error: pg.DatabaseError,
  columnNames: readonly string[],
  names: ReadonlySet<string>,
): { readonly columns: readonly string[]; readonly sqlstate: string; readonly reason: string } {
  const sqlstate = error.code!;
  const { constraint } = error;
  const prefix = Object.keys(ownChecks).find((own) => constraint?.startsWith(own) === true);
  if (prefix !== undefined) {
    const name = columnNames[Number(constraint!.slice(prefix.length)) - 1];
    return { columns: name === undefined ? [] : [name], sqlstate, reason: ownChecks[prefix]! };
  }
  const name = columnNames.find((column) => column === error.column) ?? columnOfContext(error.where, columnNames);
  const said = constraint !== undefined && names.has(constraint) ? `, "${constraint}"` : "";
  const reason = `${reasons[sqlstate] ?? "PostgreSQL refused it"} (${sqlstate}${said})`;
  return { columns: name === undefined ? [] : [name], sqlstate, reason };
}

/** The last line of COPY's context ends with the column's name in every language. Earlier lines may quote values. */
function columnOfContext(context: string | undefined, columnNames: readonly string[]): string | undefined {
  const line = context?.split("\n").at(-1) ?? "";
  return columnNames.filter((name) => line.endsWith(` ${name}`)).toSorted((a, b) => b.length - a.length)[0];
}
