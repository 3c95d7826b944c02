/** PostgreSQL as the reference: COPY of the tuples must equal what PostgreSQL itself makes of the texts. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Column } from "../src/transcode/column.ts";
import { isJsonbNumber } from "../src/transcode/types/jsonb-number.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";
import { column, pageOf, type Wire } from "./transcode/both-transcoders.ts";
import { scalarText } from "./transcode/cell-arbitraries.ts";
import { copyBinary } from "./transcode/copy-binary.ts";
import { useDatabase } from "./transcode/use-database.ts";

interface Judged {
  readonly title: string;
  readonly column: Column;
  /** Type of the table's column. */
  readonly sqlType: string;
  readonly cells: readonly Wire[];
  /** The text for PostgreSQL to parse; default: the cell's. */
  readonly toLiteral?: (cell: Wire) => string;
  /** The SQL that parses the text; default: a cast. */
  readonly sqlValue?: string;
}

/** Number of arbitrary cells of each type besides those listed here. */
const sampleSize = 300;

const client = useDatabase("SET TimeZone = 'UTC'");

const textOf = (cell: Wire): string => (typeof cell === "string" ? cell : JSON.stringify(cell));
/** PostgreSQL rounds the digits that we cut off. */
const cutFraction = (cell: Wire): string => textOf(cell).replace(/(\.\d{6})\d+/, "$1");
const isoOfMicros = (cell: Wire): string => {
  const micros = BigInt(textOf(cell));
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - fraction) / 1000n)).toISOString();
  return date.replace(".000Z", `.${String(fraction).padStart(6, "0")}Z`);
};
const toRangeLiteral = (cell: Wire): string => textOf(cell).replaceAll(/ ?UNBOUNDED/g, "");
const isInteger = (text: string): boolean => /^-?\d+$/.test(text);

const judged: readonly Judged[] = [
  {
    title: "INT64",
    column: column("INT64"),
    sqlType: "int8",
    cells: ["0", "-1", "9223372036854775807", "-9223372036854775808", ...sample("INT64")],
  },
  {
    title: "FLOAT64",
    column: column("FLOAT64"),
    sqlType: "float8",
    cells: [
      "-0",
      "NaN",
      "Infinity",
      "-Infinity",
      "1.0E10",
      "5e-324",
      "1.7976931348623157e308",
      "9007199254740993",
      ...sample("FLOAT64"),
    ],
  },
  {
    title: "NUMERIC",
    column: column("NUMERIC"),
    sqlType: "numeric",
    cells: [
      "0",
      "-0.000",
      "0.0001",
      "10000",
      "100000000.00",
      ".5",
      "5.",
      "1.50E3",
      "15e-3",
      "1e-40",
      "0e5",
      "000012.340000",
      ...sample("NUMERIC"),
    ],
  },
  {
    title: "BIGNUMERIC",
    column: column("BIGNUMERIC"),
    sqlType: "numeric",
    cells: [`${"9".repeat(39)}.${"9".repeat(38)}`, `-0.${"0".repeat(37)}1`, ...sample("BIGNUMERIC")],
  },
  { title: "BOOL", column: column("BOOL"), sqlType: "bool", cells: ["true", "FALSE"] },
  {
    title: "STRING",
    column: column("STRING"),
    sqlType: "text",
    cells: ["", 'a"\\/\b\f\n\r\t', "é→😀", ...sample("STRING")],
  },
  {
    title: "BYTES",
    column: column("BYTES"),
    sqlType: "bytea",
    cells: ["", "AA==", "AAE=", ...sample("BYTES")],
    sqlValue: "decode(literal, 'base64')",
  },
  {
    title: "DATE",
    column: column("DATE"),
    sqlType: "date",
    cells: ["0001-01-01", "9999-12-31", "2024-02-29", ...sample("DATE")],
  },
  {
    title: "DATETIME",
    column: column("DATETIME"),
    sqlType: "timestamp",
    cells: ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999", ...sample("DATETIME")],
    toLiteral: cutFraction,
  },
  {
    title: "TIME",
    column: column("TIME"),
    sqlType: "time",
    cells: ["00:00:00", "23:59:59.999999", ...sample("TIME")],
    toLiteral: cutFraction,
  },
  {
    title: "TIMESTAMP as microseconds",
    column: column("TIMESTAMP"),
    sqlType: "timestamptz",
    cells: ["0", "-1", "-62135596800000000", "253402300799999999", ...sample("TIMESTAMP").filter(isInteger)],
    toLiteral: isoOfMicros,
  },
  {
    title: "TIMESTAMP as ISO 8601",
    column: column("TIMESTAMP"),
    sqlType: "timestamptz",
    cells: [
      "2023-11-14T22:13:20.123456Z",
      "2023-11-14 22:13:20+05:30",
      ...sample("TIMESTAMP").filter((text) => text.endsWith("Z")),
    ],
    toLiteral: cutFraction,
  },
  {
    title: "JSON",
    column: column("JSON"),
    sqlType: "jsonb",
    cells: ["null", "[1.10, 1e3]", '"\\u00e9\\ud83d\\ude00"', ...sample("JSON")],
  },
  {
    title: "INTERVAL",
    column: column("INTERVAL"),
    sqlType: "interval",
    cells: ["1-2 3 4:5:6.7", "-1-2 -3 -4:5:6.789", "-1-2 3 4:5:6", ...sample("INTERVAL")],
    toLiteral: cutFraction,
  },
  {
    title: "RANGE<DATE>",
    column: column("RANGE", { rangeElementType: "DATE" }),
    sqlType: "daterange",
    cells: ["[UNBOUNDED, UNBOUNDED)", "[UNBOUNDED, 2020-01-01)", "[2020-01-01, 2020-01-01)", ...sample("RANGE")],
    toLiteral: toRangeLiteral,
  },
  {
    title: "RANGE<DATETIME>",
    column: column("RANGE", { rangeElementType: "DATETIME" }),
    sqlType: "tsrange",
    cells: ["[2020-01-01T00:00:00, 2020-01-01T00:00:00.000001)", "[2020-01-01T00:00:00, UNBOUNDED)"],
    toLiteral: toRangeLiteral,
  },
  {
    title: "RANGE<TIMESTAMP>",
    column: column("RANGE", { rangeElementType: "TIMESTAMP" }),
    sqlType: "tstzrange",
    cells: ["[1700000000123456, 1700000000123457)", "[UNBOUNDED, 1700000000123456)"],
    toLiteral: (cell) => toRangeLiteral(cell).replaceAll(/\d+/g, isoOfMicros),
  },
  {
    title: "repeated NUMERIC",
    column: column("NUMERIC", { repeated: true }),
    sqlType: "jsonb",
    cells: [[], [{ v: "99999999999999999999999999999.000000001" }, { v: null }]],
    toLiteral: (cell) =>
      `[${(cell as readonly { v: string | null }[])
        .map(({ v }) => v)
        .map(String)
        .join(",")}]`,
  },
  {
    title: "STRUCT",
    column: column("STRUCT", {
      fields: [column("INT64", { name: 'a "b"' }), column("JSON", { name: "j" }), column("FLOAT64", { name: "x" })],
    }),
    sqlType: "jsonb",
    cells: [{ f: [{ v: "9223372036854775807" }, { v: '{"n":1.10}' }, { v: "NaN" }] }],
    toLiteral: () => '{"a \\"b\\"":9223372036854775807,"j":{"n":1.10},"x":"NaN"}',
  },
];

describe("COPY reads each type as PostgreSQL reads its text", () => {
  test.for(judged)("$title", async ({ column: judgedColumn, sqlType, cells, toLiteral = textOf, sqlValue }) => {
    const numbered = [null, ...cells].map((cell, index) => [String(index), cell] as const);
    const { tuples } = openTranscoder([column("INT64"), judgedColumn]).transcode(pageOf(numbered));
    await client().query(`DROP TABLE IF EXISTS copied; CREATE TABLE copied (place int8, value ${sqlType})`);
    expect(await copyBinary(client(), "copied", tuples)).toBe(numbered.length);
    // As text too: equal numbers may differ in scale, and -0 equals 0.
    const { rows } = await client().query(
      `SELECT value::text AS copied, expected::text
       FROM copied
       JOIN unnest($1::text[]) WITH ORDINALITY AS given (literal, ordinal) ON place = ordinal - 1,
       LATERAL (SELECT ${sqlValue ?? `literal::${sqlType}`} AS expected) AS read
       ORDER BY place`,
      [numbered.map(([, cell]) => (cell === null ? null : toLiteral(cell)))],
    );
    expect(rows).toHaveLength(numbered.length);
    expect(rows.map((row) => row.copied)).toEqual(rows.map((row) => row.expected));
  });
});

test("jsonb stores the numbers that are not refused, and no others", async () => {
  const zeros = (count: number) => `0.${"0".repeat(count)}`;
  const edges = [
    "1e131071",
    "1e131072",
    "0.001e131074",
    "0.001e131075",
    "1e-16383",
    "1e-16384",
    "0e999999",
    "0e-16384",
  ];
  for (const number of [...edges, zeros(16_383), zeros(16_384), "9".repeat(131_072), "9".repeat(131_073)]) {
    const isTaken = await client()
      .query("SELECT $1::text::jsonb", [number])
      .then(
        () => true,
        (error: { code: string }) => {
          expect(error.code).toBe("22003");
          return false;
        },
      );
    expect(isJsonbNumber(number)).toBe(isTaken);
  }
});

/** Arbitrary cells of a type that are not refused. */
function sample(type: Parameters<typeof scalarText>[0]): string[] {
  const transcoder = openTranscoder([column(type)]);
  return fc.sample(scalarText(type), sampleSize).filter((text) => {
    try {
      return transcoder.transcode(pageOf([[text]])).rowCount === 1;
    } catch {
      // Unit tests check what is refused, and that both implementations refuse it.
      return false;
    }
  });
}
