import { describe, expect, test } from "vitest";
import type { BigQueryType } from "../../src/transcode/column.ts";
import { column, fieldOf, refusalOf } from "./both-transcoders.ts";

const hex64 = (value: bigint): string => BigInt.asUintN(64, value).toString(16).padStart(16, "0");
const hexFloat = (value: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
};
const hexText = (text: string): string => Buffer.from(text).toString("hex");
const hexDays = (date: string): string =>
  hex64(BigInt((Date.parse(date) - Date.UTC(2000, 0, 1)) / 86_400_000)).slice(8);
const micros = (date: string, fraction: number): string =>
  hex64(BigInt(Date.parse(`${date}Z`) - Date.UTC(2000, 0, 1)) * 1000n + BigInt(fraction));

/** Text on the wire and the resulting field, by type. */
const taken: Partial<Record<BigQueryType, readonly (readonly [text: string, hex: string])[]>> = {
  INT64: [
    ["0", hex64(0n)],
    ["-0", hex64(0n)],
    ["-1", hex64(-1n)],
    ["007", hex64(7n)],
    ["9007199254740993", hex64(9007199254740993n)],
    ["9223372036854775807", hex64(9223372036854775807n)],
    ["-9223372036854775808", hex64(-9223372036854775808n)],
  ],
  FLOAT64: [
    ["0.1", hexFloat(0.1)],
    ["-0", hexFloat(-0)],
    ["-0.0", hexFloat(-0)],
    ["1.0E10", hexFloat(1e10)],
    ["1e-22", hexFloat(1e-22)],
    ["1e23", hexFloat(1e23)],
    ["123456789012345e22", hexFloat(123456789012345e22)],
    ["9007199254740993", hexFloat(9007199254740992)],
    ["0.30000000000000004", hexFloat(0.30000000000000004)],
    ["99999999999999999999", hexFloat(1e20)],
    ["18446744073709551617", hexFloat(2 ** 64)],
    ["1.7976931348623157E308", hexFloat(Number.MAX_VALUE)],
    ["5E-324", hexFloat(Number.MIN_VALUE)],
    ["NaN", "7ff8000000000000"],
    ["Infinity", hexFloat(Number.POSITIVE_INFINITY)],
    ["-Infinity", hexFloat(Number.NEGATIVE_INFINITY)],
    ["inf", hexFloat(Number.POSITIVE_INFINITY)],
  ],
  NUMERIC: [
    ["0", "0000000000000000"],
    ["0.00", "0000000000000002"],
    ["-0.00", "0000000000000002"],
    ["1", "00010000000000000001"],
    ["-1.5", "000200004000000100011388"],
    ["10000", "00010001000000000001"],
    ["0.0001", "0001ffff000000040001"],
    ["0.00001", "0001fffe0000000503e8"],
    ["12345.678", "0003000100000003000109291a7c"],
    ["15E-3", "0001ffff000000030096"],
    ["1.50E3", "000100000000000005dc"],
  ],
  BOOL: [
    ["true", "01"],
    ["false", "00"],
    ["TRUE", "01"],
    ["False", "00"],
  ],
  STRING: [
    ["", ""],
    ["SEA", hexText("SEA")],
    ["exactly 16 bytes", hexText("exactly 16 bytes")],
    ['quote " backslash \\ slash / \b\f\n\r\t', hexText('quote " backslash \\ slash / \b\f\n\r\t')],
    ["ünï → 😀 and more than one vector of text", hexText("ünï → 😀 and more than one vector of text")],
    ["\u007f\u0080\u07ff\u0800\uffff", hexText("\u007f\u0080\u07ff\u0800\uffff")],
  ],
  GEOGRAPHY: [["POINT(1 2)", hexText("POINT(1 2)")]],
  BYTES: [
    ["", ""],
    ["AA==", "00"],
    ["AAE=", "0001"],
    ["AAEC", "000102"],
    ["+/+/", "fbffbf"],
    ["AAECAwQFBgcICQ==", "00010203040506070809"],
  ],
  DATE: [
    ["2000-01-01", "00000000"],
    ["1999-12-31", "ffffffff"],
    ["0001-01-01", "fff4dbf9"],
    ["9999-12-31", hexDays("9999-12-31")],
    ["2024-02-29", hexDays("2024-02-29")],
    ["2000-02-29", hexDays("2000-02-29")],
    ["1900-02-28", hexDays("1900-02-28")],
  ],
  DATETIME: [
    ["2000-01-01T00:00:00", hex64(0n)],
    ["2001-03-04T05:06:07.8", micros("2001-03-04T05:06:07", 800_000)],
    ["2001-03-04 05:06:07.000001", micros("2001-03-04T05:06:07", 1)],
    ["1999-12-31T23:59:59.999999", hex64(-1n)],
    ["1999-12-31T23:59:59.999999999999", hex64(-1n)],
    ["0001-01-01T00:00:00", micros("0001-01-01T00:00:00", 0)],
    ["9999-12-31T23:59:59.999999", micros("9999-12-31T23:59:59", 999_999)],
  ],
  TIME: [
    ["00:00:00", hex64(0n)],
    ["23:59:59.999999", hex64(86_399_999_999n)],
    ["12:00:00.5", hex64(43_200_500_000n)],
  ],
  TIMESTAMP: [
    ["0", hex64(-946_684_800_000_000n)],
    ["1700000000123456", hex64(1700000000123456n - 946_684_800_000_000n)],
    ["-62135596800000000", hex64(-62135596800000000n - 946_684_800_000_000n)],
    ["253402300799999999", hex64(253402300799999999n - 946_684_800_000_000n)],
    ["2023-11-14T22:13:20.123456Z", hex64(1700000000123456n - 946_684_800_000_000n)],
    ["2023-11-14 22:13:20.123456789012 UTC", hex64(1700000000123456n - 946_684_800_000_000n)],
    ["2023-11-15T00:13:20.123456+02:00", hex64(1700000000123456n - 946_684_800_000_000n)],
    ["1.700000000123456E9", hex64(1700000000123456n - 946_684_800_000_000n)],
    ["-1.5", hex64(-1_500_000n - 946_684_800_000_000n)],
  ],
  JSON: [
    ['{"a":[1,"x"]}', `01${hexText('{"a":[1,"x"]}')}`],
    ["null", `01${hexText("null")}`],
    ['"\\u00e9\\ud83d\\ude00 \\\\u0000"', `01${hexText('"\\u00e9\\ud83d\\ude00 \\\\u0000"')}`],
  ],
  INTERVAL: [
    ["0-0 0 0:0:0", "00000000000000000000000000000000"],
    ["1-2 3 4:5:6.789", `${hex64(14_706_789_000n)}000000030000000e`],
    ["-1-2 -3 -4:5:6.789", `${hex64(-14_706_789_000n)}fffffffdfffffff2`],
    ["0-0 0 87840000:0:0", `${hex64(316_224_000_000_000_000n)}0000000000000000`],
  ],
};

describe("what each type becomes", () => {
  for (const [type, cases] of Object.entries(taken)) {
    test.for(cases)(`${type} %s`, ([text, hex]) => {
      expect(fieldOf(column(type as BigQueryType), text)).toBe(hex);
    });
    test(`${type} null`, () => {
      expect(fieldOf(column(type as BigQueryType), null)).toBeNull();
    });
  }

  test.for([
    ["DATE", "[2000-01-02, 2000-01-03)", "0200000004000000010000000400000002"],
    ["DATE", "[UNBOUNDED, 2000-01-03)", "080000000400000002"],
    ["DATE", "[2000-01-02, UNBOUNDED)", "120000000400000001"],
    ["DATE", "[UNBOUNDED, UNBOUNDED)", "18"],
    ["DATETIME", "[2000-01-01T00:00:00, UNBOUNDED)", `1200000008${hex64(0n)}`],
    ["TIMESTAMP", "[946684800000001, UNBOUNDED)", `1200000008${hex64(1n)}`],
    ["TIMESTAMP", "[2000-01-01T00:00:00.000001Z, UNBOUNDED)", `1200000008${hex64(1n)}`],
  ] as const)("RANGE<%s> %s", ([rangeElementType, text, hex]) => {
    expect(fieldOf(column("RANGE", { rangeElementType }), text)).toBe(hex);
  });
});

const refused: Partial<Record<BigQueryType, readonly string[]>> = {
  INT64: ["", "-", "+1", "1.0", "1e3", " 1", "9223372036854775808", "-9223372036854775809", "99999999999999999999"],
  FLOAT64: ["", ".", "-", "e5", "1e", "1e+", "0x10", " 1", "1 ", "1e400", "-1e400", "1e-400", "one"],
  NUMERIC: ["", ".", "-", "1.2.3", "NaN", "1e9999", "1,5", "e5"],
  BOOL: ["", "1", "yes", "truefalse", "tru"],
  BYTES: ["A", "AA", "AAA", "A===", "====", "AA=A", "AA*=", "AA==AA==", "_-_-"],
  DATE: [
    "",
    "0000-01-01",
    "2001-02-29",
    "1900-02-29",
    "2001-13-01",
    "2001-00-01",
    "2001-01-00",
    "2001-1-1",
    "2001-01-01 ",
  ],
  DATETIME: [
    "",
    "2001-01-01",
    "2001-01-01T24:00:00",
    "2001-01-01T00:00:60",
    "2001-01-01T00:00:00.",
    "2001-01-01X00:00:00",
  ],
  TIME: ["", "24:00:00", "1:00:00", "00:60:00", "00:00:00.1234567890123", "00:00:00,5"],
  TIMESTAMP: ["", "-", "253402300800000000", "-62135596800000001", "now", "2023-11-14T22:13:20", "1e15"],
  JSON: ['"\\u0000"', '"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"'],
  INTERVAL: ["", "1-2", "P1Y", "1-2 3 4:5", "200000000-0 0 0:0:0"],
  RANGE: ["", "[2000-01-01, 2001-01-01]", "[2001-01-01, 2000-01-01)", "[, )", "[x, UNBOUNDED)"],
  STRING: ["\0", "a\0b", "\ud800", "\udc00\ud800", "\ud800A"],
  GEOGRAPHY: ["\0"],
};

describe("refusals do not contain the value", () => {
  for (const [type, texts] of Object.entries(refused)) {
    test.for(texts)(`${type} %j`, (text) => {
      const refusal = refusalOf(column(type as BigQueryType, { name: "sad" }), text);
      expect(refusal.code).toBe("value_not_representable");
      expect(refusal.facts).toEqual({ column: "sad", row_in_page: 0, reason: expect.any(String) });
    });
  }
});
