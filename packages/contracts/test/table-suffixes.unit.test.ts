import { describe, expect, test } from "vitest";

import { describeMixedSuffixes } from "../src/index.ts";

describe("suffixes of tables", () => {
  test.each([
    ["days", ["20240105", "20240106"]],
    ["days with separators", ["2024_01_05", "2024_01_06"]],
    ["names without a number", ["a", "b", "eu"]],
    ["one table, and none", ["x1"]],
    ["nothing", []],
  ])("of one form are ordered as text: %s", (_what, suffixes) => {
    expect(describeMixedSuffixes(suffixes)).toBeUndefined();
  });

  // https://support.google.com/analytics/answer/7029846: events_YYYYMMDD and events_intraday_YYYYMMDD
  test.each([
    ["an intraday table", ["intraday_20240106", "20240105"], String.raw`r'^\d{8}$'`],
    ["more intraday tables than days", ["intraday_20240106", "intraday_20240107", "20240105"], String.raw`r'^\d{8}$'`],
    ["months and days", ["202401", "20240131", "20240201"], String.raw`r'^\d{8}$'`],
    ["numbers of other lengths", ["v9", "v10", "v11"], String.raw`r'^v\d{2}$'`],
    ["separators", ["2024-01-05", "2024-01-06", "old"], String.raw`r'^\d{4}\-\d{2}\-\d{2}$'`],
    ["names beside a number", ["a", "b", "c1"], String.raw`r'^\D*$'`],
  ])("of several forms are not, and a filter leaves one: %s", (_what, suffixes, filter) => {
    expect(describeMixedSuffixes(suffixes)).toContain(`such as REGEXP_CONTAINS(_TABLE_SUFFIX, ${filter})`);
  });

  test("are named, one of each form", () => {
    const said = describeMixedSuffixes(["20240105", "20240106", "intraday_20240107", "fresh_20240107", "x"]);
    expect(said).toContain('("20240105", "intraday_20240107", "fresh_20240107")');
  });
});
