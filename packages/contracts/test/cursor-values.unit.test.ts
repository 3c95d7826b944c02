import { describe, expect, test } from "vitest";

import { describeCursorValue, isEmptyRange } from "../src/index.ts";

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types
describe("a value of a cursor", () => {
  test.each([
    ["INT64", ["0", "-9223372036854775808", "9223372036854775807"]],
    ["NUMERIC", ["-99999999999999999999999999999.999999999", "0.5"]],
    [
      "BIGNUMERIC",
      [
        "578960446186580977117854925043439539266.34992332820282019728792003956564819967",
        "-578960446186580977117854925043439539266.34992332820282019728792003956564819968",
      ],
    ],
    ["DATE", ["0001-01-01", "9999-12-31", "2000-02-29", "2024-02-29", "1582-10-10"]],
    ["DATETIME", ["2026-01-31", "2026-01-31 23:59", "9999-12-31T23:59:59.999999"]],
    ["TIMESTAMP", ["0001-01-01 00:00:00+00", "9999-12-31T23:59:59.999999Z", "2026-01-31T12:00:00-08:00"]],
    ["STRING", ["", "2026-02-30"]],
  ])("of type %s is taken: %j", (type, values) => {
    for (const value of values) expect([value, describeCursorValue(type, value)]).toEqual([value, undefined]);
  });

  const noDates = ["2026-02-30", "0000-01-01", "1900-02-29", "2025-02-29", "2026-13-01", "2026-00-01", "2026-01-00"];
  test.each([
    ["INT64", ["9223372036854775808", "-9223372036854775809", "1.0"]],
    ["NUMERIC", ["100000000000000000000000000000", "0.1234567891"]],
    ["BIGNUMERIC", ["578960446186580977117854925043439539266.34992332820282019728792003956564819968"]],
    ["DATE", noDates],
    ["DATETIME", [...noDates, "2026-01-01T24:00:00", "2026-01-01T10:60:00", "2026-01-01T10:00:60"]],
    ["TIMESTAMP", [...noDates, "2026-01-01T10:00:00+15", "0001-01-01T00:00:00+01", "9999-12-31T23:59:59-01:00"]],
  ])("of type %s is refused: %j", (type, values) => {
    for (const value of values) {
      expect([value, describeCursorValue(type, value)]).toEqual([value, expect.stringMatching(/^must be written as /)]);
    }
  });
});

describe("a range", () => {
  test.each([
    ["DATE", "2026-01-02", "2026-01-01", true],
    ["DATE", "2026-01-01", "2026-01-01", true],
    ["DATE", "2026-01-01", "2026-01-02", false],
    ["DATETIME", "2026-01-01", "2026-01-01 00:00:00.000001", false],
    ["TIMESTAMP", "2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z", true],
    ["TIMESTAMP", "2026-01-01T12:00:00+02:00", "2026-01-01T11:00:00Z", false],
    ["INT64", "1000", "999", true],
    ["INT64", "-5", "-4", false],
    ["NUMERIC", "1.50", "1.5", true],
    ["STRING", "1000", "999", false],
    // By UTF-8: U+FF5E comes before U+1F600, which UTF-16 orders the other way.
    ["STRING", "\u{FF5E}", "\u{1F600}", false],
    ["STRING", "\u{1F600}", "\u{FF5E}", true],
    ["STRING", "", "a", false],
  ])("of a %s from %s to %s is empty: %s", (type, from, to, isEmpty) => {
    expect(isEmptyRange(from, to, type)).toBe(isEmpty);
  });

  test.each([
    ["2026-02-01", "2026-01-01", true],
    ["2026-01-01", "2026-01-01", true],
    ["2026-01-01T12:00:00", "2026-01-01T10:00:00", true],
    ["200", "100", true],
    ["b", "b", true],
    // It depends on the type.
    ["1000", "999", false],
    ["2026-01-01T12:00:00+02:00", "2026-01-01T11:00:00Z", false],
    ["b", "a", false],
    ["", "a", false],
    ["2026-01-01", "2026-02-01", false],
  ])("of an unknown type from %s to %s is surely empty: %s", (from, to, isEmpty) => {
    expect(isEmptyRange(from, to)).toBe(isEmpty);
  });
});
