/**
 * Finds whether existing columns store a source's values without loss. PostgreSQL's assignment casts silently round
 * numbers, cut microseconds and shift time zones. Values that it refuses with an error (overflow, too long) are left to
 * it.
 */
import type { Column } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { textTypes, toColumnType, toNewType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import type { TargetColumn } from "./target-columns.ts";
import type { TargetShape } from "./target-shape.ts";

const texts = ["text", "character varying"];
const integers = ["bigint", "integer", "smallint"];
const takersOfIntegers = [...integers, "numeric", ...texts];

/**
 * Staged type, without modifier → base types that hold every value or refuse it with an error. Modifiers are checked
 * below.
 */
const takers: Readonly<Record<string, readonly string[]>> = {
  bigint: takersOfIntegers,
  integer: takersOfIntegers,
  smallint: takersOfIntegers,
  real: ["real", "double precision", ...texts],
  "double precision": ["double precision", ...texts],
  numeric: ["numeric", ...texts],
  boolean: ["boolean", ...texts],
  bytea: ["bytea"],
  date: ["date", "timestamp without time zone", ...texts],
  "timestamp without time zone": ["timestamp without time zone", ...texts],
  "time without time zone": ["time without time zone", ...texts],
  "timestamp with time zone": ["timestamp with time zone", ...texts],
  jsonb: ["jsonb", "json", ...texts],
  json: ["json", ...texts],
  interval: ["interval", ...texts],
  uuid: ["uuid", ...texts],
};

/** Types that pad or cut values. */
const textDamagers: ReadonlySet<string> = new Set(["character", "name", '"char"']);

/**
 * Digits after the point: https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#decimal_types.
 * Those before it do not matter, because PostgreSQL refuses what overflows.
 */
const fractions: Readonly<Record<string, number>> = { NUMERIC: 9, BIGNUMERIC: 38 };

/** @throws PipelineError `sink_table_mismatch` that names every column whose values an existing target would change. */
export function assertLossless({ target, stored }: TargetShape, columns: readonly Column[]): void {
  const damaged = columns.flatMap((column) => {
    const taker = stored.get(quoteIdentifier(column.name));
    if (!taker || isLossless(column, taker)) return [];
    return [`"${column.name}" (${toColumnType(column)} into ${taker.type})`];
  });
  if (damaged.length === 0) return;
  throw new PipelineError("sink_table_mismatch", `${target} would change values of ${damaged.join(", ")}`);
}

/** A domain stores what its base type does: its checks refuse values, and change none. So does an array of domains. */
function isLossless(column: Column, { base, storedAs }: TargetColumn): boolean {
  const staged = toColumnType(column);
  return isArray(staged) && isArray(base)
    ? isStored(column, elementOf(staged), elementOf(base), elementOf(storedAs))
    : isStored(column, staged, base, storedAs);
}

const isArray = (type: string): boolean => type.endsWith("[]");
const elementOf = (type: string): string => type.slice(0, -2);

/** @param type with its modifier, `base` without. */
function isStored(column: Column, stagedAs: string, base: string, type: string): boolean {
  const staged = stagedAs.replace(/\(\d.*?\)/, "");
  // PostgreSQL has no cast from text to most others, and reports an error; one of a user's own may round by a modifier.
  if (textTypes.has(staged)) return !textDamagers.has(base) && (textTypes.has(base) || !/\(\d/.test(type));
  const others = staged.endsWith("range") ? texts : [];
  if (!(takers[staged] ?? [staged, ...others]).includes(base)) return false;
  if (base === "numeric") return type === base || scaleOf(type) >= fractionOf(column);
  // timestamp(3), interval day to second(2): the modifier rounds.
  const isTimeLike = /^(timestamp|time|interval)/.test(base);
  return !isTimeLike || type === base || type.includes("(6)");
}

function fractionOf(column: Column): number {
  const type = toColumnType(column);
  const staged = isArray(type) ? elementOf(type) : type;
  if (integers.includes(staged)) return 0;
  const known = staged === "numeric" ? toNewType(column) : staged;
  return known.includes("(") ? scaleOf(known) : (fractions[column.type] ?? Number.POSITIVE_INFINITY);
}

/** Scale of a numeric's modifier, which may be negative: https://www.postgresql.org/docs/current/datatype-numeric.html */
function scaleOf(type: string): number {
  const [, scale = 0] = (type.match(/-?\d+/g) ?? []).map(Number);
  return scale;
}
