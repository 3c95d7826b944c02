/**
 * Known messages of PostgreSQL, as its sources write them (src/backend and its errcodes.txt). English only: with
 * another lc_messages only the SQLSTATE is used. The words are the server's, but names appear only if they were known
 * before: a trigger may raise any message with any SQLSTATE.
 *
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 * https://www.postgresql.org/docs/current/error-style-guide.html
 */
import { rebuildMessage, toShape, type MessageShape } from "@datamantri/runtime";

/** Names are at most 63 bytes, with their schema and quotes twice as much. Those of types have quotes where they need them. */
const kinds = { name: `[^"\\n]{1,300}`, type: `[^\\n]{1,200}?` };

const kindsOfObject = "table|schema|database|sequence|function|view|relation|type|foreign table|large object|column";

const templates: readonly (string | readonly [template: string, words: string])[] = [
  // 42: names and types
  'column "{name}" of relation "{name}" does not exist',
  'column "{name}" does not exist',
  'relation "{name}" does not exist',
  'relation "{name}" already exists',
  'type "{name}" does not exist',
  'type "{name}" already exists',
  'column "{name}" specified more than once',
  'column "{name}" of relation "{name}" already exists',
  [
    'column "{name}" is of type {type} but expression is of type {type}',
    "column \"{name}\" is of type {type} but the source's value is of type {type}: set its cast in mapping.columns, or change the target's column",
  ],
  'column "{name}" cannot be cast automatically to type {type}',
  "cannot cast type {type} to {type}",
  ["operator does not exist: {type} = {type}", "there is no operator {type} = {type}"],
  ["could not identify an equality operator for type {type}", "type {type} has no equality operator"],
  ["could not identify an ordering operator for type {type}", "type {type} has no order"],
  'cannot insert a non-DEFAULT value into column "{name}"',
  'column "{name}" can only be updated to DEFAULT',
  "there is no unique or exclusion constraint matching the ON CONFLICT specification",
  ...kindsOfObject
    .split("|")
    .flatMap((kind) => [`permission denied for ${kind} {bare}`, `must be owner of ${kind} {bare}`]),
  'must be member of role "{name}"',
  'new row violates row-level security policy for table "{name}"',
  'new row violates row-level security policy "{name}" for table "{name}"',
  'query would be affected by row-level security policy for table "{name}"',
  // 0A, 54, 55: unsupported operations
  'cannot insert into view "{name}"',
  'cannot update view "{name}"',
  'cannot delete from view "{name}"',
  'cannot change materialized view "{name}"',
  'cannot change TOAST relation "{name}"',
  'cannot insert into foreign table "{name}"',
  'foreign table "{name}" does not allow inserts',
  'foreign table "{name}" does not allow deletes',
  'cannot truncate foreign table "{name}"',
  'cannot delete from table "{name}" because it does not have a replica identity and publishes deletes',
  'cannot update table "{name}" because it does not have a replica identity and publishes updates',
  "cannot truncate a table referenced in a foreign key constraint",
  ["cannot {word} table {bare} because other objects depend on it", "other objects depend on table {bare}"],
  "cannot alter type of a column used by a view or rule",
  "cannot use serializable mode in a hot standby",
  "tables can have at most {drop} columns",
  ['index row size {drop} exceeds {drop} for index "{name}"', 'a value is too large for the index "{name}"'],
  ["index row requires {drop} bytes, maximum size is {drop}", "a value is too large for an index"],
  ["row is too big: size {drop}, maximum size {drop}", "a row is too big for a page"],
  ["stack depth limit exceeded", "stack depth limit exceeded"],
  'could not obtain lock on relation "{name}"',
  // 23, 21, 22, 44: rows
  'null value in column "{name}" of relation "{name}" violates not-null constraint',
  'null value in column "{name}" violates not-null constraint',
  'duplicate key value violates unique constraint "{name}"',
  'could not create unique index "{name}"',
  'insert or update on table "{name}" violates foreign key constraint "{name}"',
  'update or delete on table "{name}" violates foreign key constraint "{name}" on table "{name}"',
  'new row for relation "{name}" violates check constraint "{name}"',
  'check constraint "{name}" of relation "{name}" is violated by some row',
  'column "{name}" of relation "{name}" contains null values',
  'value for domain {bare} violates check constraint "{name}"',
  "domain {bare} does not allow null values",
  'conflicting key value violates exclusion constraint "{name}"',
  'no partition of relation "{name}" found for row',
  'new row for relation "{name}" violates partition constraint',
  'new row violates check option for view "{name}"',
  "ON CONFLICT DO UPDATE command cannot affect row a second time",
  "MERGE command cannot affect row a second time",
  "value too long for type {type}",
  "numeric field overflow",
  "integer out of range",
  "smallint out of range",
  "bigint out of range",
  ['value "{drop}" is out of range for type {type}', "a value is out of range for type {type}"],
  ["invalid input syntax for type {type}: {drop}", "a value is not valid for type {type}"],
  ["invalid input value for enum {bare}: {drop}", "a value is not one of the enum {bare}"],
  ["date/time field value out of range: {drop}", "a date or time is out of range"],
  ['invalid byte sequence for encoding "{drop}": {drop}', "a text has bytes that its encoding does not allow"],
  ["unsupported Unicode escape sequence", "unsupported Unicode escape sequence"],
  "division by zero",
  // 08, 25, 28, 3D, 3F, 40, 53, 55, 57: the server
  'password authentication failed for user "{name}"',
  'role "{name}" does not exist',
  'role "{name}" is not permitted to log in',
  'database "{name}" does not exist',
  'database "{name}" is not currently accepting connections',
  'schema "{name}" does not exist',
  [
    'no pg_hba.conf entry for host "{drop}", user "{name}", database "{name}", no encryption',
    'no pg_hba.conf entry for the loader\'s address, user "{name}", database "{name}", no encryption',
  ],
  [
    'no pg_hba.conf entry for host "{drop}", user "{name}", database "{name}", SSL encryption',
    'no pg_hba.conf entry for the loader\'s address, user "{name}", database "{name}", SSL encryption',
  ],
  [
    'pg_hba.conf rejects connection for host "{drop}", user "{name}", database "{name}"{drop}',
    'pg_hba.conf rejects connections from the loader\'s address for user "{name}", database "{name}"',
  ],
  "sorry, too many clients already",
  ["remaining connection slots are reserved for {drop}", "the remaining connection slots are reserved"],
  'too many connections for role "{name}"',
  'too many connections for database "{name}"',
  ["could not {drop}: No space left on device", "no space left on device"],
  "out of memory",
  [
    'temporary file size exceeds "temp_file_limit" ({drop})',
    "temporary files exceed temp_file_limit, which only the server's administrator can raise",
  ],
  "out of shared memory",
  "canceling statement due to lock timeout",
  "canceling statement due to statement timeout",
  "canceling statement due to user request",
  "canceling statement due to conflict with recovery",
  "terminating connection due to administrator command",
  "terminating connection due to idle-in-transaction timeout",
  "terminating connection due to unexpected postmaster exit",
  "the database system is starting up",
  "the database system is shutting down",
  "the database system is in recovery mode",
  "the database system is not yet accepting connections",
  ["cannot execute {word} in a read-only transaction", "the server or transaction is read-only"],
  "cannot set transaction read-write mode during recovery",
  "deadlock detected",
  ["could not serialize access due to {drop}", "could not serialize access: another transaction was there first"],
];

/** Not quoted in the message. */
const bare = `[^\\n]{1,300}?`;

const shapes: readonly MessageShape[] = templates.map((template) => {
  const [words, ours] = typeof template === "string" ? [template] : template;
  return toShape(words, { ...kinds, bare, word: "[A-Z ]{1,40}|[a-z]{1,40}" }, ours);
});

/**
 * Types of PostgreSQL, as its messages write them: a text in their place may be a value, unless it is one of these.
 * https://www.postgresql.org/docs/current/datatype.html
 */
const builtInTypes: ReadonlySet<string> = new Set(
  (
    "bigint|bit|bit varying|boolean|box|bytea|character|character varying|cidr|circle|date|double precision|inet|integer|" +
    "interval|json|jsonb|line|lseg|macaddr|macaddr8|money|name|numeric|oid|path|point|polygon|real|record|smallint|text|" +
    "time without time zone|time with time zone|timestamp without time zone|timestamp with time zone|tsquery|tsvector|uuid|" +
    "xml|int4range|int8range|numrange|tsrange|tstzrange|daterange|int4multirange|int8multirange|nummultirange|" +
    "tsmultirange|tstzmultirange|datemultirange"
  ).split("|"),
);

function isBuiltInType(part: string): boolean {
  return builtInTypes.has(part.replace(/\[\]$/, ""));
}

/**
 * @param names known ones; others are replaced, but for types of PostgreSQL.
 * @returns the message in words that everybody may read; undefined if its shape is unknown.
 */
export function rebuildPostgresMessage(message: string, names: ReadonlySet<string>): string | undefined {
  return rebuildMessage(message, shapes, (kind, part) =>
    names.has(part) || (kind === "type" && isBuiltInType(part)) ? part : undefined,
  );
}

/** Classes of SQLSTATE, for messages of unknown shape. */
const classes: Readonly<Record<string, string>> = {
  "08": "connection exception",
  "0A": "feature not supported",
  "21": "cardinality violation",
  "22": "data exception",
  "23": "integrity constraint violation",
  "25": "invalid transaction state",
  "28": "invalid authorization",
  "2B": "dependent objects still exist",
  "3D": "invalid database name",
  "3F": "invalid schema name",
  "40": "transaction rollback",
  "42": "syntax error or access rule violation",
  "44": "WITH CHECK OPTION violation",
  "53": "insufficient resources",
  "54": "program limit exceeded",
  "55": "object not in prerequisite state",
  "57": "operator intervention",
  "58": "system error",
  P0: "PL/pgSQL error, raised by a trigger or function",
  XX: "internal error",
};

export function describeState(sqlstate: string): string {
  return classes[sqlstate.slice(0, 2)] ?? "an SQLSTATE of the server's own";
}
