/* https://cloud.google.com/bigquery/docs/reference/standard-sql/range-functions */
import { duckdbTypeOf, RANGE_FIELDS } from "../../storage/duckdb-type.ts";
import { rangeSql } from "../compile/casts.ts";
import { rangeOf, type RangeType, scalar } from "../compile/types.ts";
import { quoteText } from "../quote.ts";
import { fn, type Signature } from "./signature.ts";

const ranges = (["DATE", "DATETIME", "TIMESTAMP"] as const).map((element) => ({
  element,
  type: rangeOf(element),
  name: `RANGE<${element}>`,
  /** A constant NULL has no type in DuckDB. */
  stored: duckdbTypeOf(scalar(element)),
}));

const startOf = (range: string): string => `struct_extract(${range}, ${quoteText(RANGE_FIELDS[0])})`;
const endOf = (range: string): string => `struct_extract(${range}, ${quoteText(RANGE_FIELDS[1])})`;

/** NULL in either argument makes the result NULL; a missing bound of a RANGE does not. */
const unlessNull = (one: string, other: string, result: string): string =>
  `CASE WHEN ${one} IS NOT NULL AND ${other} IS NOT NULL THEN ${result} END`;

/** True if the first start is not after the second; a missing start is before all others. */
const startsNotAfter = (one: string, other: string): string =>
  `coalesce(${startOf(one)} <= ${startOf(other)}, ${startOf(one)} IS NULL)`;
const endsNotBefore = (one: string, other: string): string =>
  `coalesce(${endOf(one)} >= ${endOf(other)}, ${endOf(one)} IS NULL)`;

const contains = (range: string, value: string): string =>
  `coalesce(${startOf(range)} <= ${value}, true) AND coalesce(${value} < ${endOf(range)}, true)`;
const overlaps = (one: string, other: string): string =>
  `coalesce(${startOf(one)} < ${endOf(other)}, true) AND coalesce(${startOf(other)} < ${endOf(one)}, true)`;

/** GREATEST and LEAST leave out missing bounds, as DuckDB's do. */
const intersection = (one: string, other: string, type: RangeType): string =>
  rangeSql(
    `greatest(${startOf(one)}, ${startOf(other)})`,
    `least(${endOf(one)}, ${endOf(other)})`,
    type,
    "Provided RANGE inputs do not overlap",
  );

export const rangeFunctions: Readonly<Record<string, readonly Signature[]>> = {
  RANGE: ranges.map(({ element, type, name }) =>
    fn(`${element}, ${element}`, name, (from, to) => rangeSql(from, to, type)),
  ),
  RANGE_START: ranges.map(({ element, name, stored }) =>
    fn(name, element, (range) => `CAST(${startOf(range)} AS ${stored})`),
  ),
  RANGE_END: ranges.map(({ element, name, stored }) =>
    fn(name, element, (range) => `CAST(${endOf(range)} AS ${stored})`),
  ),
  RANGE_CONTAINS: ranges.flatMap(({ element, name }) => [
    fn(`${name}, ${name}`, "BOOL", (outer, inner) =>
      unlessNull(outer, inner, `${startsNotAfter(outer, inner)} AND ${endsNotBefore(outer, inner)}`),
    ),
    fn(`${name}, ${element}`, "BOOL", (range, value) => unlessNull(range, value, contains(range, value))),
  ]),
  RANGE_OVERLAPS: ranges.map(({ name }) =>
    fn(`${name}, ${name}`, "BOOL", (one, other) => unlessNull(one, other, overlaps(one, other))),
  ),
  RANGE_INTERSECT: ranges.map(({ name, type }) =>
    fn(`${name}, ${name}`, name, (one, other) => unlessNull(one, other, intersection(one, other, type))),
  ),
};
