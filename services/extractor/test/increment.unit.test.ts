import { describe, expect, test } from "vitest";

import type { Column, Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";

import { assertIncrements, repeatsBound, toIncrement } from "../src/bigquery/snapshot/increment.ts";

const values: Readonly<Record<string, string>> = {
  TIMESTAMP: "2026-01-05 10:00:00.000000+00",
  DATETIME: "2026-01-05 10:00:00.000000",
  DATE: "2026-01-05",
  INT64: "7",
  NUMERIC: "7.5",
  BIGNUMERIC: "7.5",
  STRING: "a",
};
const types = Object.keys(values);

const at = (type: string): Watermark => ({ column: "c", type, value: values[type]! });
const config = (more: Partial<SourceConfig> = {}): SourceConfig => ({
  project: "p",
  read: "incremental",
  cursor_column: "c",
  ...more,
});

/** The condition without the rows that have no cursor. */
function boundOf(type: string, more: Partial<SourceConfig> = {}, repeats = false): string {
  return toIncrement(config({ cursor_nulls: "exclude", ...more }), at(type), repeats).text;
}

describe("an increment that appends", () => {
  test.each(types.filter((type) => type !== "TIMESTAMP"))("begins beyond the watermark: %s", (type) => {
    expect(boundOf(type)).toBe("datamantri_source.`c` > @watermark");
  });

  // A TIMESTAMP(12) beyond the watermark by less than a microsecond was read by the run before.
  test("begins a microsecond beyond a TIMESTAMP", () => {
    expect(boundOf("TIMESTAMP")).toBe("datamantri_source.`c` >= TIMESTAMP_ADD(@watermark, INTERVAL 1 MICROSECOND)");
  });
});

test("BigQuery's last TIMESTAMP has no next microsecond", () => {
  const never = { column: "c", type: "TIMESTAMP", value: "9999-12-31 23:59:59.999999+00" };
  expect(toIncrement(config({ cursor_nulls: "exclude" }), never, false).text).toBe(
    "datamantri_source.`c` > @watermark",
  );
});

test.each(types)("an increment that has a key begins with the watermark itself: %s", (type) => {
  expect(boundOf(type, {}, true)).toBe("datamantri_source.`c` >= @watermark");
});

test("only merge repeats the bound, and a stream only that of a coarse cursor", () => {
  const of = (mode: "append" | "merge" | "stream", write_mode?: "merge" | "append", cursor_column = "c") => {
    const destination_config = { schema: "s", table: "t", ...(write_mode && { write_mode }) };
    const configuration = { mode, source_config: { cursor_column }, destination_config };
    return types.filter((type) => repeatsBound(configuration, type));
  };
  expect(of("append")).toEqual([]);
  expect(of("merge")).toEqual(types);
  expect(of("stream", "append")).toEqual([]);
  expect(of("stream", "merge", "_PARTITIONTIME")).toContain("TIMESTAMP");
  expect(of("stream", "merge")).toEqual(["DATE", "INT64", "NUMERIC", "BIGNUMERIC", "STRING"]);
});

describe("a lookback", () => {
  test.each([
    ["TIMESTAMP", { lookback_seconds: 90 }, "datamantri_source.`c` >= TIMESTAMP_SUB(@watermark, INTERVAL 90 SECOND)"],
    ["DATETIME", { lookback_seconds: 90 }, "datamantri_source.`c` >= DATETIME_SUB(@watermark, INTERVAL 90 SECOND)"],
    ["DATE", { lookback_seconds: 86_400 }, "datamantri_source.`c` >= DATE_SUB(@watermark, INTERVAL 1 DAY)"],
    ["DATE", { lookback_seconds: 86_401 }, "datamantri_source.`c` >= DATE_SUB(@watermark, INTERVAL 2 DAY)"],
    ["INT64", { lookback_units: 5 }, "datamantri_source.`c` >= @watermark - @lookback"],
    ["NUMERIC", { lookback_units: 5 }, "datamantri_source.`c` >= @watermark - @lookback"],
    ["BIGNUMERIC", { lookback_units: 5 }, "datamantri_source.`c` >= @watermark - @lookback"],
  ] as const)("of a %s by %j", (type, more, condition) => {
    expect(boundOf(type, more)).toBe(condition);
    expect(boundOf(type, more, true)).toBe(condition);
  });

  test("in units is a parameter of the cursor's type", () => {
    expect(toIncrement(config({ lookback_units: 5 }), at("INT64"), false).parameters).toEqual([
      { name: "watermark", parameterType: { type: "INT64" }, parameterValue: { value: "7" } },
      { name: "lookback", parameterType: { type: "INT64" }, parameterValue: { value: "5" } },
    ]);
  });
});

test.each([undefined, "refuse", "include"] as const)(
  "rows without a cursor are read: cursor_nulls %s",
  (cursor_nulls) => {
    const { text } = toIncrement(config(cursor_nulls && { cursor_nulls }), at("INT64"), false);
    expect(text).toBe("(datamantri_source.`c` > @watermark OR datamantri_source.`c` IS NULL)");
  },
);

describe("before anything is billed, also at the first run", () => {
  const column = (type: string, more: Partial<Column> = {}): Column => ({
    name: "c",
    type,
    repeated: false,
    required: false,
    fields: [],
    rangeElementType: "",
    sourcePath: [],
    targetType: "",
    mask: "",
    declaredType: "",
    notNull: false,
    ...more,
  });

  test.each([
    ["DATE", "lookback_units", "use lookback_seconds"],
    ["TIMESTAMP", "lookback_units", "use lookback_seconds"],
    ["INT64", "lookback_seconds", "use lookback_units"],
    ["NUMERIC", "lookback_seconds", "use lookback_units"],
    ["STRING", "lookback_seconds", "it has no lookback"],
    ["STRING", "lookback_units", "it has no lookback"],
  ] as const)("a cursor of type %s has no %s", (type, option, advice) => {
    expect(() => assertIncrements(config({ [option]: 1 }), [column(type)])).toThrow(advice);
  });

  test.each([
    ["a column that there is not", [column("INT64", { name: "d" })]],
    ["an array", [column("INT64", { repeated: true })]],
    ["a type without order", [column("JSON")]],
    ["a BOOL", [column("BOOL")]],
  ])("%s is no cursor", (_, columns) => {
    expect(() => assertIncrements(config(), columns)).toThrow(expect.objectContaining({ code: "sink_key_invalid" }));
  });

  test("a cursor in another case is the column, and a full read needs no order", () => {
    assertIncrements(config({ cursor_column: "C" }), [column("DATE")]);
    assertIncrements({ project: "p", cursor_column: "c" }, [column("JSON")]);
  });
});
