import { expect, test } from "vitest";

import { useSandbox } from "./rest.ts";

const { rest } = useSandbox();

const TABLE = "sandbox/datasets/types/tables/all_types_small";

/** The values of one column in the table's hand-written rows. */
async function edges(column: string, options = ""): Promise<unknown[]> {
  const { body } = await rest.get(`${TABLE}/data?selectedFields=${column}&maxResults=6${options}`);
  return (body["rows"] as unknown as { f: [{ v: unknown }] }[]).map((row) => row.f[0].v);
}

const values = (...items: unknown[]) => items.map((v) => ({ v }));
const record = (...items: unknown[]) => ({ f: values(...items) });

const DAYS = "[2020-01-01, 2020-12-31)";
const [FROM, TO] = ["2020-01-01T00:00:00", "2020-12-31T23:59:59.500000"];

// Rows: neutral, NULL, greatest, least, awkward, awkward.
test.each([
  ["id", ["0", "1", "2", "3", "4", "5"]],
  ["int64", ["0", null, "9223372036854775807", "-9223372036854775808", "9007199254740993", "-1"]],
  ["float64", ["0.1", null, "1.7976931348623157E308", "5.0E-324", "NaN", "-0.0"]],
  [
    "numeric",
    ["0", null, `${"9".repeat(29)}.${"9".repeat(9)}`, `-${"9".repeat(29)}.${"9".repeat(9)}`, "1.5", "-0.000000001"],
  ],
  [
    "bignumeric",
    [
      "0",
      null,
      `${"5".repeat(38)}.${"7".repeat(38)}`,
      `-${"5".repeat(38)}.${"7".repeat(38)}`,
      `0.${"0".repeat(37)}1`,
      "123456789012345678901234567890",
    ],
  ],
  ["bool", ["false", null, "true", "false", "true", "false"]],
  [
    "string",
    [
      "",
      null,
      'tab\tline\nreturn\rquote" back\\slash \\N \\.',
      "<b>&'</b> 😀 é \u2028 \u0001\u001F\u007F",
      "NULL",
      "long ".repeat(2000),
    ],
  ],
  ["bytes", ["", null, "AP/+", "AA==", "YWJj", "XC4="]],
  [
    "json",
    [
      "{}",
      null,
      '{"a":[1,2.5,null,true],"b":{"c":"d"}}',
      "null",
      String.raw`"text \" with \\ and \u00e9"`,
      "12345678901234567890",
    ],
  ],
  [
    "geography",
    ["POINT(0 0)", null, "POINT(180 90)", "POINT(-180 -90)", "LINESTRING(1 1, 2.5 2)", "POLYGON((0 0, 1 0, 1 1, 0 0))"],
  ],
  ["date", ["1970-01-01", null, "9999-12-31", "0001-01-01", "2024-02-29", "1969-12-31"]],
  [
    "datetime",
    [
      "1970-01-01T00:00:00",
      null,
      "9999-12-31T23:59:59.999999",
      "0001-01-01T00:00:00",
      "2024-02-29T12:30:45.500000",
      "1969-12-31T23:59:59.000001",
    ],
  ],
  ["time", ["00:00:00", null, "23:59:59.999999", "00:00:00.000001", "12:30:45.500000", "01:02:03"]],
  ["interval", ["0-0 0 0:0:0", null, "10000-0 0 0:0:0", "-10000-0 0 0:0:0", "-1-2 3 -4:5:6.5", "0-1 -2 0:0:0.000001"]],
  ["range_date", [DAYS, null, "[UNBOUNDED, 2020-12-31)", "[2020-01-01, UNBOUNDED)", "[UNBOUNDED, UNBOUNDED)", DAYS]],
  [
    "range_datetime",
    [
      `[${FROM}, ${TO})`,
      null,
      `[UNBOUNDED, ${TO})`,
      `[${FROM}, UNBOUNDED)`,
      "[UNBOUNDED, UNBOUNDED)",
      `[${FROM}, ${TO})`,
    ],
  ],
  [
    "struct",
    [
      record("1", "a", record("2024-01-01", "true")),
      null,
      record(null, null, null),
      record("-1", "", record(null, null)),
      record("2", 'quote"', record("0001-01-01", "false")),
      record("3", "{}", record("9999-12-31", "true")),
    ],
  ],
  [
    "int64_array",
    [[], [], values("9223372036854775807", "-9223372036854775808"), values("0"), values("1", "2", "3"), values("-1")],
  ],
  [
    "string_array",
    [[], [], values("a", "", "c,d", 'quote"', "back\\slash"), values("{}"), values("NULL"), values("😀")],
  ],
  [
    "struct_array",
    [
      [],
      [],
      values(record("a", "1.5", values("x", "y")), record("b", null, [])),
      values(record(null, null, [])),
      values(record("nan", "NaN", values("z"))),
      [],
    ],
  ],
])("%s on the wire", async (column, expected) => {
  expect(await edges(column)).toEqual(expected);
});

test.each([
  [
    "",
    ["0.0", null, "2.53402300799999999E11", "-6.21355968E10", "1.408452095220000E9", "-1.0E-6"],
    "[1.5778368E9, 1.609459199500000E9)",
  ],
  [
    "&formatOptions.useInt64Timestamp=true",
    ["0", null, "253402300799999999", "-62135596800000000", "1408452095220000", "-1"],
    "[1577836800000000, 1609459199500000)",
  ],
  [
    "&formatOptions.timestampOutputFormat=ISO8601_STRING",
    [
      "1970-01-01T00:00:00Z",
      null,
      "9999-12-31T23:59:59.999999Z",
      "0001-01-01T00:00:00Z",
      "2014-08-19T12:41:35.220000Z",
      "1969-12-31T23:59:59.999999Z",
    ],
    "[2020-01-01T00:00:00Z, 2020-12-31T23:59:59.500000Z)",
  ],
])("TIMESTAMP in every depth with %j", async (options, expected, range) => {
  expect(await edges("timestamp", options)).toEqual(expected);
  expect((await edges("range_timestamp", options))[0]).toBe(range);
  expect((await edges("timestamp_array", options))[2]).toEqual(values(expected[2]));
});

test("the schema has legacy names and modes", async () => {
  const { body } = await rest.get(TABLE);
  const { fields } = body["schema"] as unknown as { fields: { name: string }[] };
  const byName = Object.fromEntries(fields.map((field) => [field.name, field]));
  expect(byName["int64"]).toEqual({ name: "int64", type: "INTEGER", mode: "NULLABLE" });
  expect(byName["int64_required"]).toEqual({ name: "int64_required", type: "INTEGER", mode: "REQUIRED" });
  expect(byName["range_date"]).toEqual({
    name: "range_date",
    type: "RANGE",
    mode: "NULLABLE",
    rangeElementType: { type: "DATE" },
  });
  expect(byName["struct_array"]).toEqual({
    name: "struct_array",
    type: "RECORD",
    mode: "REPEATED",
    fields: [
      { name: "k", type: "STRING", mode: "NULLABLE" },
      { name: "n", type: "FLOAT", mode: "NULLABLE" },
      { name: "tags", type: "STRING", mode: "REPEATED" },
    ],
  });
  expect(fields.map((field) => (field as { type?: string }).type)).toEqual(
    (
      "INTEGER INTEGER INTEGER FLOAT NUMERIC BIGNUMERIC BOOLEAN STRING STRING BYTES JSON GEOGRAPHY DATE DATETIME TIME " +
      "TIMESTAMP INTERVAL RANGE RANGE RANGE RECORD INTEGER STRING TIMESTAMP RECORD RECORD"
    ).split(" "),
  );
});

test("types survive a query", async () => {
  const table = await rest.get(`${TABLE}/data`);
  const query = await rest.query("SELECT * FROM types.all_types_small WHERE id >= 0 ORDER BY id");
  expect(query.body["rows"]).toEqual(table.body["rows"]);
});
