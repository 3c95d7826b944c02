import { expect, test } from "vitest";
import type { WireField, WireValue } from "../src/scenarios/wire-rows.ts";
import { wireToJson } from "../src/scenarios/wire-to-json.ts";

const record = (...fields: WireField[]): WireField => ({ name: "s", type: "RECORD", mode: "NULLABLE", fields });

test.for([
  ["INTEGER", "9223372036854775807", "9223372036854775807"],
  ["FLOAT", "1.0E10", "10000000000"],
  ["FLOAT", "-0.0", "0"],
  ["FLOAT", "NaN", '"NaN"'],
  ["BIGNUMERIC", `0.${"0".repeat(37)}1`, `0.${"0".repeat(37)}1`],
  ["STRING", 'a "b"', String.raw`"a \"b\""`],
  ["TIMESTAMP", "-1", '"1969-12-31T23:59:59.999999Z"'],
  ["TIMESTAMP", "-62135596800000000", '"0001-01-01T00:00:00.000000Z"'],
  ["TIMESTAMP", "253402300799999999", '"9999-12-31T23:59:59.999999Z"'],
  ["JSON", '{"a":1.0}', '{"a":1.0}'],
] as const)("%s %s is %s", ([type, text, json]) => {
  expect(wireToJson(record({ name: "x", type }), { f: [{ v: text }] })).toBe(`{"x":${json}}`);
});

test("structs and arrays nest", () => {
  const days: WireField = { name: "days", type: "DATE", mode: "REPEATED" };
  const wire: WireValue = { f: [{ v: [{ v: "2024-01-01" }, { v: null }] }, { v: null }] };
  expect(wireToJson(record(days, { name: "n", type: "INTEGER" }), wire)).toBe('{"days":["2024-01-01",null],"n":null}');
  expect(wireToJson(record(days), null)).toBeNull();
});

test("a range of timestamps has bounds in the format of timestamps", () => {
  const range: WireField = { name: "r", type: "RANGE", mode: "REPEATED", rangeElementType: { type: "TIMESTAMP" } };
  expect(wireToJson(range, [{ v: "[0, UNBOUNDED)" }])).toBe('["[1970-01-01T00:00:00.000000Z, UNBOUNDED)"]');
});
