/** PostgreSQL's types for columns. */
/** A type of PostgreSQL. */
export interface TargetType {
  /** As format_type writes it: `character varying(20)`. Identifies the type. */
  readonly name: string;
  /** As in a mapping, without its modifier: `varchar`. */
  readonly word: string;
  /** For varchar the length in characters; for numeric precision and scale. */
  readonly modifier: readonly number[];
}

/** Names allowed in `cast` → format_type's name. */
const spellings: Readonly<Record<string, string>> = {
  bigint: "bigint",
  integer: "integer",
  smallint: "smallint",
  numeric: "numeric",
  "double precision": "double precision",
  real: "real",
  boolean: "boolean",
  text: "text",
  varchar: "character varying",
  citext: "citext",
  bytea: "bytea",
  date: "date",
  time: "time without time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  uuid: "uuid",
  json: "json",
  jsonb: "jsonb",
  geography: "geography",
  geometry: "geometry",
};

/** The types that a cast may name, besides `varchar(n)` and `numeric(p,s)`. */
export const targetTypes: readonly string[] = Object.keys(spellings);

const maxNumericPrecision = 1_000;
const maxVarcharLength = 10_485_760;

/**
 * Parses a type in a mapping's or format_type's notation; null for any other text. Limits:
 * https://www.postgresql.org/docs/current/datatype-numeric.html and .../datatype-character.html
 */
export function parseTargetType(text: string): TargetType | null {
  const match = /^([a-z ]+?) ?(?:\( ?(\d{1,9})(?: ?, ?(\d{1,9}))? ?\))?$/.exec(text.trim().toLowerCase());
  if (match === null) return null;
  const [, type = "", first, second] = match;
  const [word, base] = Object.entries(spellings).find((spelling) => spelling.includes(type)) ?? [];
  if (word === undefined || base === undefined) return null;
  if (first === undefined) return { name: base, word, modifier: [] };
  const modifier = word === "numeric" ? [Number(first), Number(second ?? 0)] : [Number(first)];
  if (!isModifier(word, modifier, second !== undefined)) return null;
  return { name: `${base}(${modifier.join(",")})`, word, modifier };
}

function isModifier(word: string, [first = 0, scale = 0]: readonly number[], hasSecond: boolean): boolean {
  if (word === "numeric") return first >= 1 && first <= maxNumericPrecision && scale <= first;
  return word === "varchar" && !hasSecond && first >= 1 && first <= maxVarcharLength;
}
