import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

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
    ["TIMESTAMP", { lookback_seconds: 90 }, "2026-01-05 09:58:30.000000+00"],
    ["DATETIME", { lookback_seconds: 90 }, "2026-01-05 09:58:30.000000"],
    ["DATE", { lookback_seconds: 86_400 }, "2026-01-04"],
    ["DATE", { lookback_seconds: 86_401 }, "2026-01-03"],
    ["INT64", { lookback_units: 5 }, "2"],
    ["NUMERIC", { lookback_units: 5 }, "2.5"],
    ["BIGNUMERIC", { lookback_units: 8 }, "-0.5"],
  ] as const)("of a %s by %j begins at %s", (type, more, value) => {
    expect(toIncrement(config({ cursor_nulls: "exclude", ...more }), at(type), false)).toEqual({
      text: "datamantri_source.`c` >= @earliest",
      parameters: [{ name: "earliest", parameterType: { type }, parameterValue: { value } }],
    });
    expect(boundOf(type, more, true)).toBe("datamantri_source.`c` >= @earliest");
  });

  // https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types
  test.each([
    ["TIMESTAMP", { lookback_seconds: 2 }, "0001-01-01 00:00:01.999999+00", "0001-01-01 00:00:00+00"],
    ["TIMESTAMP", { lookback_seconds: 1 }, "0001-01-01 00:00:01.999999+00", "0001-01-01 00:00:00.999999+00"],
    ["DATETIME", { lookback_seconds: 1 }, "0001-01-01 00:00:00.000000", "0001-01-01 00:00:00"],
    ["DATE", { lookback_seconds: 1 }, "0001-01-01", "0001-01-01"],
    ["DATE", { lookback_seconds: 31_536_000 }, "0001-12-31", "0001-01-01"],
    ["INT64", { lookback_units: 1 }, "-9223372036854775808", "-9223372036854775808"],
    ["INT64", { lookback_units: 1 }, "-9223372036854775807", "-9223372036854775808"],
    ["NUMERIC", { lookback_units: 1 }, "-99999999999999999999999999999.5", "-99999999999999999999999999999.999999999"],
    [
      "BIGNUMERIC",
      { lookback_units: 2 ** 52 },
      "-578960446186580977117854925043439539266.34992332820282019728792003956564819968",
      "-578960446186580977117854925043439539266.34992332820282019728792003956564819968",
    ],
  ] as const)("of a %s by %j does not go before the type's first value", (type, more, value, earliest) => {
    const { parameters } = toIncrement(config(more), { column: "c", type, value }, false);
    expect(parameters).toMatchObject([{ parameterValue: { value: earliest } }]);
  });

  test("is exact beyond what a double holds", () => {
    const watermark = { column: "c", type: "INT64", value: "9223372036854775807" };
    const { parameters } = toIncrement(config({ lookback_units: 2 ** 52 }), watermark, false);
    expect(parameters).toMatchObject([{ parameterValue: { value: "9218868437227405311" } }]);
  });
});

/** Where an increment of the pseudo column begins; null: at the watermark itself. */
function earliestOf(cursor_column: string, value: string, more: Partial<SourceConfig> = {}, unit = "DAY") {
  const type = { _PARTITIONTIME: "TIMESTAMP", _PARTITIONDATE: "DATE" }[cursor_column] ?? "STRING";
  const table = { timePartitioning: { type: unit } };
  const { text, parameters } = toIncrement(
    config({ cursor_column, ...more }),
    { column: "c", type, value },
    true,
    table,
  );
  const [{ parameterValue }] = parameters as [{ readonly parameterValue: { readonly value: string } }];
  return text.endsWith(">= @watermark") ? null : parameterValue.value;
}

// https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables#query_data_in_the_write-optimized_storage
describe("partitions by the time of arrival", () => {
  const midnight = "2026-03-01 00:00:00.000000+00";
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") }));
  afterEach(() => void vi.useRealTimers());

  test.each([
    ["_PARTITIONTIME", midnight, {}, "DAY", "2026-02-28 00:00:00+00"],
    ["_PARTITIONTIME", midnight, {}, "MONTH", "2026-02-01 00:00:00+00"],
    ["_PARTITIONTIME", midnight, {}, "YEAR", "2026-01-01 00:00:00+00"],
    ["_PARTITIONTIME", "2026-03-01 05:00:00.000000+00", {}, "HOUR", "2026-02-28 05:00:00+00"],
    ["_PARTITIONDATE", "2026-03-01", {}, "DAY", "2026-02-28"],
    ["_PARTITIONDATE", "2026-03-01", {}, "MONTH", "2026-02-01"],
    ["_PARTITIONDATE", "2026-03-01", {}, "HOUR", "2026-02-28"],
    ["_PARTITIONTIME", midnight, { lookback_seconds: 3_600 }, "DAY", "2026-02-28 00:00:00+00"],
    ["_PARTITIONTIME", midnight, { lookback_seconds: 3_600 }, "HOUR", "2026-02-28 23:00:00+00"],
    ["_PARTITIONTIME", midnight, { lookback_seconds: 31 * 86_400 }, "DAY", "2026-01-29 00:00:00+00"],
    ["_PARTITIONTIME", "0001-01-01 00:00:00.000000+00", {}, "DAY", "0001-01-01 00:00:00+00"],
  ] as const)("%s %s: by %j of a %s begins at %s", (column, value, more, unit, earliest) => {
    expect(earliestOf(column, value, more, unit)).toBe(earliest);
  });

  test("begin with the last one if a source sets no lookback at all", () => {
    expect(earliestOf("_PARTITIONTIME", midnight, { lookback_seconds: 0 })).toBe("2026-03-01 00:00:00+00");
    expect(earliestOf("_PARTITIONDATE", "2026-03-01", { lookback_seconds: 0 })).toBe("2026-03-01");
  });

  test("are not hidden by one to come", () => {
    expect(earliestOf("_PARTITIONTIME", "2026-03-15 00:00:00.000000+00")).toBe("2026-02-28 00:00:00+00");
    expect(earliestOf("_PARTITIONDATE", "2026-03-15", { lookback_seconds: 0 })).toBe("2026-03-01");
  });
});

describe("tables by their suffix", () => {
  const days = { lookback_seconds: 3 * 86_400 };

  test.each([
    ["20240302", "20240228"],
    ["20240101", "20231229"],
  ])("of days begin that many days earlier: %s, %s", (suffix, earliest) => {
    expect(earliestOf("_table_suffix", suffix, days)).toBe(earliest);
    expect(earliestOf("_TABLE_SUFFIX", suffix)).toBeNull();
  });

  test.each(["202403", "20240230", "20241301", "2024030112", "2024_03_01", "intraday_20240301", ""])(
    "%j is no day",
    (suffix) => {
      expect(() => earliestOf("_TABLE_SUFFIX", suffix, days)).toThrow(
        expect.objectContaining({ code: "request_invalid", message: expect.stringContaining("20240105") as string }),
      );
    },
  );
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

  test("the suffix of tables has a lookback in seconds", () => {
    const suffix = column("STRING", { name: "table_suffix" });
    const of = (more: Partial<SourceConfig>) => config({ cursor_column: "_TABLE_SUFFIX", ...more });
    assertIncrements(of({ lookback_seconds: 86_400 }), [suffix]);
    expect(() => assertIncrements(of({ lookback_units: 1 }), [suffix])).toThrow("use lookback_seconds");
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
