/** Types that another type holds without loss, so a column can be widened in place. */
const widenings: Readonly<Record<string, readonly string[]>> = {
  bigint: ["numeric"],
  integer: ["bigint", "numeric"],
  smallint: ["integer", "bigint", "numeric"],
  real: ["double precision"],
  date: ["timestamp without time zone"],
  numeric: ["numeric"],
  "character varying": ["character varying", "text"],
};

/** @returns true if a column of type `wide` stores every value of type `narrow` as it is. */
export function holdsAll(wide: string, narrow: string): boolean {
  const [to, from] = [parseType(wide), parseType(narrow)];
  if (!(widenings[from.base] ?? []).includes(to.base)) return false;
  if (to.modifier.length === 0) return true;
  if (from.base !== to.base || from.modifier.length === 0) return false;
  if (to.base !== "numeric") return to.modifier[0]! >= from.modifier[0]!;
  // https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL
  const [precision = 0, scale = 0] = to.modifier;
  const [oldPrecision = 0, oldScale = 0] = from.modifier;
  return scale >= oldScale && precision - scale >= oldPrecision - oldScale;
}

function parseType(type: string): { readonly base: string; readonly modifier: readonly number[] } {
  const [base = type, list] = type.split(/[()]/);
  return { base, modifier: list === undefined ? [] : list.split(",").map(Number) };
}

/** @returns the narrowest type that stores every value of both; null if there is none. */
export function typeForBoth(one: string, other: string): string | null {
  if (one === other || holdsAll(one, other)) return one;
  if (holdsAll(other, one)) return other;
  const [left, right] = [parseType(one), parseType(other)];
  if (left.base !== "numeric" || right.base !== "numeric") return null;
  const [precision = 0, scale = 0] = left.modifier;
  const [otherPrecision = 0, otherScale = 0] = right.modifier;
  const fraction = Math.max(scale, otherScale);
  return `numeric(${Math.max(precision - scale, otherPrecision - otherScale) + fraction},${fraction})`;
}
