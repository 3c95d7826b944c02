import { describe, expect, test } from "vitest";

import {
  isKnown,
  isShown,
  targetsOf,
  toMappingRows,
  withInnerFields,
  withoutInner,
  withRule,
  type ReportColumn,
} from "../src/pages/edit/mapping/mapping-rows.ts";
import {
  parseCast,
  toCast,
  toGroups,
  treatmentOf,
  withTreatment,
  type Rule,
} from "../src/pages/edit/mapping/treatment.ts";
import { structFields } from "../src/pages/edit/mapping/struct-fields.ts";
import type { Estimate } from "../src/api/types.ts";
import { describeSpan, toSeconds, toSpan } from "../src/format/spans.ts";

const column = (source: string, more: Partial<ReportColumn> = {}): ReportColumn => ({
  source,
  source_type: "INT64",
  target: source,
  target_type: "bigint",
  fidelity: "lossless",
  notes: [],
  choices: ["cast: text, varchar", "mask: sha256, hmac", "exclude"],
  ...more,
});

describe("the treatment of a column", () => {
  test.each<[Rule, string]>([
    [{}, ""],
    [{ cast: "integer" }, "cast:integer"],
    [{ cast: "double precision" }, "cast:double precision"],
    [{ cast: "varchar(20)" }, "cast:varchar"],
    [{ mask: { method: "hmac" } }, "mask:hmac"],
    [{ as: "flatten" }, "as:flatten"],
  ])("%j is one choice", (rule, treatment) => {
    expect(treatmentOf(rule)).toBe(treatment);
    const choices = ["as: jsonb, flatten", "cast: integer, double precision, varchar", "mask: hmac", "exclude"];
    expect(toGroups(choices, treatment).map(({ title }) => title)).toEqual(["Shape", "Cast to", "Mask"]);
  });

  test("replaces the previous choice, and keeps the name", () => {
    const rule = { name: "n", mask: { method: "hmac" } } as const;
    expect(withTreatment(rule, "cast:integer")).toEqual({ name: "n", cast: "integer" });
    expect(withTreatment(rule, "mask:partial")).toEqual({ name: "n", mask: { method: "partial", keep_last: 4 } });
    expect(withTreatment(rule, "")).toEqual({ name: "n" });
    const more = { ...rule, new_option: true };
    for (const treatment of ["", "cast:text", "mask:hmac", "as:jsonb"]) {
      expect(withTreatment(more, treatment)).toMatchObject({ name: "n", new_option: true });
    }
  });

  test("stays when the source does not offer it", () => {
    expect(toGroups(["cast: "], "cast:uuid")).toEqual([{ title: "Current", options: [["cast:uuid", "cast: uuid"]] }]);
  });

  test.each(["text", "varchar(20)", "numeric(9,2)", "numeric(9)", "double precision"])("%s has parts", (cast) => {
    expect(toCast(parseCast(cast)!)).toBe(cast);
  });
});

describe("fields of a type", () => {
  test.each([
    ["INT64", []],
    ["ARRAY<INT64>", []],
    ["STRUCT<>", []],
    ["STRUCT<a INT64>", ["a INT64"]],
    ["ARRAY<STRUCT<a INT64, b c ARRAY<STRING>>>", ["a INT64", "b c ARRAY<STRING>"]],
    ["STRUCT<a STRUCT<b INT64, c BOOL>, d RANGE<DATE>>", ["a STRUCT<b INT64, c BOOL>", "d RANGE<DATE>"]],
    ["STRUCT<a ARRAY<STRUCT<b INT64>>>", ["a ARRAY<STRUCT<b INT64>>"]],
    ["STRUCT<a < b INT64, c BOOL>", []],
  ])("%s", (type, expected) => {
    expect(structFields(type).map((field) => `${field.name} ${field.type}`)).toEqual(expected);
  });
});

describe("rows of the mapping", () => {
  test("have a flattened STRUCT above its fields, and the fields of one that is not flattened below it", () => {
    const s = column("s", { source_type: "STRUCT<x INT64, y ARRAY<STRUCT<the name STRING, d RANGE<DATE>>>>" });
    const report = { columns: [column("id"), column("a.b"), column("a.c.d"), s], problems: [] };
    const columns = [
      { name: "id", type: "INT64", is_nullable: true },
      { name: "a", type: "STRUCT<b INT64, c STRUCT<d INT64>>", is_nullable: true },
      { name: "s", type: "STRUCT<x INT64>", is_nullable: true },
    ];
    const rows = toMappingRows({ type_report: report, columns });
    expect(rows.map(({ source, depth, isSplit }) => [source, depth, isSplit])).toEqual([
      ["id", 0, false],
      ["a", 0, true],
      ["a.b", 1, false],
      ["a.c", 1, true],
      ["a.c.d", 2, false],
      ["s", 0, false],
    ]);
    const inner = withInnerFields(rows, [{ source: "s.x", exclude: true }]);
    expect(inner.slice(6).map(({ source, depth, isInner }) => [source, depth, isInner])).toEqual([
      ["s.x", 1, true],
      ["s.y", 1, true],
      ["s.y.the name", 2, true],
      ["s.y.d", 2, true],
    ]);
    expect(withoutInner(inner)).toEqual(rows);
    expect(withoutInner(inner.slice(-2)).map(({ source }) => source)).toEqual(["s.y.the name", "s.y.d"]);
    const whole = [
      { source: "s.y", exclude: true },
      { source: "s.y.gone", exclude: true },
    ];
    const rules = new Map(whole.map((rule) => [rule.source, rule]));
    expect(
      withInnerFields(rows, whole)
        .map(({ source }) => source)
        .slice(6),
    ).toEqual(["s.x", "s.y"]);
    expect(["s.y", "s.y.d", "s.x", "s.x.y", "gone"].map((source) => isKnown(source, inner, rules))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test("are found by a part of the name, by their rule and by possible changes of values", () => {
    const row = {
      source: "E_Mail",
      depth: 0,
      column: column("E_Mail", { fidelity: "lossy" }),
      isSplit: false,
      isInner: false,
    };
    expect(isShown(row, undefined, "all", "mail")).toBe(true);
    expect(isShown(row, undefined, "all", "name")).toBe(false);
    expect(isShown(row, undefined, "changed", "")).toBe(false);
    expect(isShown(row, { source: "E_Mail", exclude: true }, "excluded", "")).toBe(true);
    expect(isShown(row, undefined, "lossy", "")).toBe(true);
  });

  test("use the new names of the target's columns", () => {
    const report = { columns: [column("a"), column("b"), column("c", { target: null })], problems: [] };
    const estimate = { type_report: report, columns: [] } as unknown as Estimate;
    expect(targetsOf(undefined, [])).toEqual([]);
    expect(targetsOf(estimate, [{ source: "a", name: "x" }])).toEqual(["x", "b"]);
    expect(targetsOf(estimate, [{ source: "a", exclude: true }])).toEqual(["b"]);
  });

  test("keep their order", () => {
    const columns = [
      { source: "a", name: "x" },
      { source: "b", exclude: true },
    ];
    expect(withRule(columns, "a", { cast: "text" })).toEqual([{ source: "a", cast: "text" }, columns[1]]);
    expect(withRule(columns, "a", {})).toEqual([columns[1]]);
    expect(withRule(columns, "c", undefined)).toBe(columns);
    expect(withRule(columns, "c", { name: "y" })).toEqual([...columns, { source: "c", name: "y" }]);
  });
});

test.each([
  ["86400", "1", "days", "1 day"],
  ["5400", "90", "minutes", "90 minutes"],
  ["7", "7", "seconds", "7 seconds"],
  ["", "", "seconds", " seconds"],
] as const)("%s seconds are a span that people read", (seconds, count, unit, text) => {
  expect(toSpan(seconds)).toEqual({ count, unit });
  expect(toSeconds({ count, unit })).toBe(seconds);
  expect(describeSpan(seconds)).toBe(text);
});
