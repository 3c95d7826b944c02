import { naturalElementType } from "@datamantri/contracts";
import * as fc from "fast-check";

import { casts } from "../../src/transcode/mapped-columns/casts.ts";
import type { BigQueryType, Column } from "../../src/transcode/column.ts";
import { column, type Wire } from "./both-transcoders.ts";

type Scalar = Exclude<BigQueryType, "STRUCT">;
const digits = (maxLength: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`));
const sign = fc.constantFrom("", "-");
const fraction = fc.oneof(
  fc.constant(""),
  digits(12).map((text) => `.${text}`),
);
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(""));

/** Dates, including invalid days. */
const date = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, month, day]) => `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
const realDate = fc
  .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }), fraction)
  .map(([hours, minutes, seconds, tail]) => `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}${tail}`);
const datetime = fc.tuple(realDate, fc.constantFrom("T", " "), time).map((parts) => parts.join(""));
const timestamp = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }).map(String);
const decimal = join(
  sign,
  digits(39),
  fraction,
  fc.oneof(
    { weight: 9, arbitrary: fc.constant("") },
    digits(2).map((text) => `e-${text}`),
  ),
);

/** Mostly what BigQuery writes; `text` below adds what it never would. */
const texts: Record<Scalar, fc.Arbitrary<string>> = {
  INT64: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), join(sign, digits(20))),
  FLOAT64: fc.oneof(
    fc.double().map(String),
    fc.float().map(String),
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => String(cents / 100)),
    join(sign, digits(20), fraction, fc.constantFrom("", "E5", "e-22", "e+22", "e23", "E-300")),
  ),
  NUMERIC: decimal,
  BIGNUMERIC: fc.oneof(decimal, join(sign, digits(39), fc.constant("."), digits(38))),
  BOOL: fc.constantFrom("true", "false", "TRUE", "False"),
  STRING: fc.string({ unit: "binary", maxLength: 40 }),
  BYTES: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  DATE: fc.oneof(realDate, date),
  DATETIME: datetime,
  TIME: time,
  TIMESTAMP: fc.oneof(
    timestamp,
    datetime.map((text) => `${text}Z`),
    fc.double({ min: -1e9, max: 1e9 }).map(String),
  ),
  JSON: fc.jsonValue().map((value) => JSON.stringify(value)),
  GEOGRAPHY: fc.constantFrom("POINT(1 2)", "LINESTRING(1 1, 2 1, 3.1 2.88, 3 -3)"),
  INTERVAL: fc
    .tuple(sign, fc.nat(9999), fc.nat(11), fc.integer({ min: -9999, max: 9999 }), sign, fc.nat(87_840_000), fraction)
    .map(([s, years, months, days, t, hours, tail]) => `${s}${years}-${months} ${days} ${t}${hours}:4:5${tail}`),
  RANGE: fc.tuple(realDate, realDate).map(([a, b]) => (a < b ? `[${a}, ${b})` : `[${b}, UNBOUNDED)`)),
};
const scalarTypes = Object.keys(texts) as Scalar[];

/** Texts of one type, nearly all of which can be converted. */
export function scalarText(type: Scalar): fc.Arbitrary<string> {
  return texts[type];
}

/** @param oddity percentage of arbitrary texts, which are mostly refused. */
function text(type: Scalar, oddity: number): fc.Arbitrary<string> {
  const arbitraryText = fc.oneof(fc.string(), fc.constantFrom("\0", "\ud800", "", "null", "-", ".", "e1"));
  return fc.oneof({ weight: 100 - oddity, arbitrary: texts[type] }, { weight: oddity, arbitrary: arbitraryText });
}

function wire(cellColumn: Column, oddity: number): fc.Arbitrary<Wire> {
  const one: fc.Arbitrary<Wire> =
    cellColumn.type === "STRUCT"
      ? fc
          .tuple(...cellColumn.fields!.map((field) => wire(field, oddity)))
          .map((cells) => ({ f: cells.map((v) => ({ v })) }))
      : text(cellColumn.type, oddity);
  const many = fc.array(one, { maxLength: 3 }).map((elements) => elements.map((v) => ({ v })));
  return fc.oneof({ weight: 8, arbitrary: cellColumn.repeated ? many : one }, fc.constant(null));
}

/** A scalar, or an array of it, with a mapping. */
function mappedScalar(type: Scalar): fc.Arbitrary<Column> {
  return fc.constantFrom(
    ...Object.keys(casts[type]).map((word) => column(type, { castTo: word })),
    column(type, { maskText: (value) => `<${value}>` }),
    column(type, { maskText: () => null }),
    column(type, { repeated: true, castTo: `${naturalElementType({ type, rangeElementType: "" }) ?? "daterange"}[]` }),
    column(type, { repeated: true, castTo: "json" }),
  );
}

const anyColumn: fc.Arbitrary<Column> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({ type: fc.constantFrom(...scalarTypes), repeated: fc.nat(9) })
      .map(({ type, repeated }) => column(type, { repeated: repeated === 0 })),
  },
  { weight: 2, arbitrary: fc.constantFrom(...scalarTypes).chain(mappedScalar) },

  fc
    .record({
      types: fc.array(fc.constantFrom(...scalarTypes), { minLength: 1, maxLength: 3 }),
      form: fc.constantFrom("repeated", "plain", "flattened"),
    })
    .map(({ types, form }) => {
      const fields = types.map((type, index) => column(type, { name: `x${index}` }));
      return column("STRUCT", { repeated: form === "repeated", isFlattened: form === "flattened", fields });
    }),
);

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Wire[])[];
}

/** A table of any columns; with `oddity` 0 hardly any cell is refused. */
export function anyTable(oddity: number): fc.Arbitrary<Table> {
  return fc
    .array(anyColumn, { minLength: 1, maxLength: 6 })
    .chain((columns) =>
      fc
        .array(fc.tuple(...columns.map((cellColumn) => wire(cellColumn, oddity))), { maxLength: 6 })
        .map((rows) => ({ columns, rows })),
    );
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
