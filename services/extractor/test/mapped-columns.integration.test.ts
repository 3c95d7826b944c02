/** PostgreSQL as the reference for casts and arrays: COPY must read what PostgreSQL itself makes of the texts. */
import { parseTargetType } from "@datamantri/api";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { casts } from "../src/transcode/mapped-columns/casts.ts";
import type { Column, ScalarType } from "../src/transcode/column.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";
import { column, pageOf, type Wire } from "./transcode/both-transcoders.ts";
import { scalarText } from "./transcode/cell-arbitraries.ts";
import { copyBinary } from "./transcode/copy-binary.ts";
import { useDatabase } from "./transcode/use-database.ts";

/** Number of arbitrary cells of each type besides those listed here. */
const sampleSize = 200;

const client = useDatabase("SET TimeZone = 'UTC'; CREATE EXTENSION IF NOT EXISTS citext");

/** Unix microseconds as a timestamptz, in two steps because an interval is multiplied by a float8. */
const moment = `(timestamptz 'epoch' + literal::bigint / 3600000000 * interval '1 hour' + literal::bigint % 3600000000 * interval '1 microsecond')`;

/** How PostgreSQL reads the text on the wire as the natural type. */
const natural: Partial<Record<ScalarType, string>> = {
  INT64: "literal::bigint",
  FLOAT64: "literal::float8",
  NUMERIC: "literal::numeric",
  BIGNUMERIC: "literal::numeric",
  BOOL: "literal::boolean::integer",
  DATE: "literal::date",
  DATETIME: "literal::timestamp",
  TIMESTAMP: moment,
};

/** PostgreSQL's expression for the cast, where it is not a cast of the natural type. */
const expected: Record<string, string> = {
  "INT64 boolean": "literal::bigint::integer::boolean",
  "BYTES uuid": "encode(decode(literal, 'base64'), 'hex')::uuid",
  "STRING bytea": "convert_to(literal, 'UTF8')",
};

/** BigQuery writes microseconds as integers and never more than six digits; there is no -0 of NUMERIC. */
function isUsual(type: ScalarType, text: string): boolean {
  if (type === "TIMESTAMP") return /^-?\d+$/.test(text);
  return type === "DATETIME" ? !/\.\d{7}/.test(text) : !/^-[0.]+(?:e.*)?$/i.test(text) || type === "FLOAT64";
}

const texts = new Set(["text", "varchar", "citext"]);
/** Types whose binary form needs an extension that may be missing. */
const isHere = (word: string): boolean => word !== "geography" && word !== "geometry";

/** Cells that each target takes; arbitrary ones may all be refused, as most doubles are by an integer. */
const usual: Partial<Record<ScalarType, readonly string[]>> = {
  INT64: ["0", "-7", "42"],
  FLOAT64: ["0", "-7", "42"],
  NUMERIC: ["0", "-7", "42"],
  BIGNUMERIC: ["0", "-7", "42"],
  BOOL: ["true", "false"],
  DATE: ["1970-01-01", "2024-02-29"],
  DATETIME: ["2024-02-29T00:00:00"],
  TIME: ["23:59:59.999999"],
  TIMESTAMP: ["0", "-1", "1709208000000000"],
  JSON: ['{"b": 1}', "null"],
};

/** Cells of this cast besides the usual ones. Only some contents of STRINGs and BYTES can be cast. */
const cells: Record<string, readonly string[]> = {
  "INT64 boolean": ["0", "1"],
  "FLOAT64 bigint": ["-0", "9007199254740993", "-12"],
  "NUMERIC bigint": ["12.000", "-9223372036854775808"],
  "STRING bigint": ["007", "-12", "9223372036854775807"],
  "STRING integer": ["2147483647", "-2147483648"],
  "STRING smallint": ["32767"],
  "STRING numeric": ["1.50", "-0.001", "12345678901234567890.123456789"],
  "STRING double precision": ["0.1", "1e300", "NaN", "-Infinity"],
  "STRING real": ["0.1", "16777217", "1e-40"],
  "STRING boolean": ["true", "FALSE"],
  "STRING date": ["2024-02-29"],
  "STRING time": ["23:59:59.999999"],
  "STRING timestamp": ["2024-02-29 12:00:00", "0001-01-01T00:00:00.000001"],
  "STRING timestamptz": ["2024-02-29T12:00:00Z", "2024-02-29 12:00:00.5+05:30"],
  "STRING uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000"],
  "STRING bytea": ["", "Zürich"],
  "STRING json": ['{"b": 1, "a": [1.50]}'],
  "STRING jsonb": ['{"b": 1, "a": [1.50]}', "null"],
  "BYTES uuid": ["EjRWeJq83vASNFZ4mrze8A=="],
};

const judged = Object.entries(casts).flatMap(([type, targets]) =>
  Object.keys(targets)
    .filter((word) => isHere(word) && !texts.has(word) && !(type === "FLOAT64" && word === "numeric"))
    .map((word) => ({ type: type as ScalarType, word, name: `${type} ${word}` })),
);

describe("COPY reads each cast as PostgreSQL makes it", () => {
  test.for(judged)("$type to $word", async ({ type, word, name }) => {
    const sqlType = parseTargetType(word)!.name;
    const target = column(type, { castTo: sqlType });
    const listed = cells[name] ?? usual[type] ?? [];
    const taken = sample(target, [...listed, ...fc.sample(scalarText(type), sampleSize)]);
    expect(listed).not.toEqual([]);
    expect(taken.slice(0, listed.length)).toEqual(listed);
    const source = natural[type] === undefined ? "literal" : natural[type];
    const compared = word.startsWith("json") ? "value::text" : "value";
    const judge = `(${expected[name] ?? source})::${sqlType}${word.startsWith("json") ? "::text" : ""}`;
    expect(await differing(target, sqlType, taken, compared, judge)).toEqual([]);
  });

  test.each<[ScalarType, string]>([
    ["INT64", "literal::bigint::text"],
    ["NUMERIC", "literal::numeric::text"],
    ["STRING", "literal"],
    ["DATE", "literal"],
    ["BYTES", "literal"],
    ["TIMESTAMP", `to_char(${moment}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`],
  ])("%s to its text", async (type, judge) => {
    for (const castTo of ["text", "character varying(4000)", "citext"].slice(0, type === "BYTES" ? 2 : 3)) {
      const target = column(type, { castTo });
      const taken = sample(target, fc.sample(scalarText(type), sampleSize));
      expect(await differing(target, castTo, taken, "value::text", judge)).toEqual([]);
    }
  });

  test("a FLOAT64's text reads back as the same double", async () => {
    const target = column("FLOAT64", { castTo: "text" });
    const taken = sample(target, ["-0", "NaN", "5e-324", ...fc.sample(scalarText("FLOAT64"), sampleSize)]);
    expect(await differing(target, "text", taken, "value::float8::text", "literal::float8::text")).toEqual([]);
  });

  test("a FLOAT64's numeric reads back as the same double", async () => {
    const target = column("FLOAT64", { castTo: "numeric" });
    const cases = ["0.1", "1e21", "-1.5e-7", "26602642949711868", ...fc.sample(scalarText("FLOAT64"), sampleSize)];
    const taken = sample(target, cases);
    expect(await differing(target, "numeric", taken, "value::float8 + 0", "literal::float8 + 0")).toEqual([]);
  });

  test("numeric(p,s) keeps its scale and refuses what it would round", async () => {
    const target = column("NUMERIC", { castTo: "numeric(6,2)" });
    expect(sample(target, ["1234.5", "1.234", "12345", "-0.10"])).toEqual(["1234.5", "-0.10"]);
    const taken = ["1234.5", "-0.10", "7"];
    const judge = "literal::numeric(6,2)::text";
    expect(await differing(target, "numeric(6,2)", taken, "value::text", judge)).toEqual([]);
  });
});

const arrays: readonly (readonly [ScalarType, string, string])[] = [
  ["INT64", "bigint", "literal::bigint"],
  ["FLOAT64", "double precision", "literal::float8"],
  ["NUMERIC", "numeric", "literal::numeric"],
  ["BOOL", "boolean", "literal::boolean"],
  ["STRING", "text", "literal"],
  ["BYTES", "bytea", "decode(literal, 'base64')"],
  ["DATE", "date", "literal::date"],
  ["TIMESTAMP", "timestamp with time zone", moment],
  ["JSON", "jsonb", "literal::jsonb"],
  ["GEOGRAPHY", "text", "literal"],
];

describe("arrays of PostgreSQL", () => {
  test.for(arrays)("ARRAY<%s> as %s[]", async ([type, element, judge]) => {
    const taken = sample(column(type), fc.sample(scalarText(type), 50));
    const rows: Wire[] = [[], taken.map((v) => ({ v })), [{ v: taken[0] ?? null }, { v: null }], null];
    const { tuples } = openTranscoder([column(type, { repeated: true, castTo: `${element}[]` })]).transcode(
      pageOf(rows.map((row) => [row])),
    );
    await client().query(`DROP TABLE IF EXISTS lists; CREATE TABLE lists (value ${element}[])`);
    expect(await copyBinary(client(), "lists", tuples)).toBe(4);
    const { rows: found } = await client().query(
      `SELECT coalesce(cardinality(value), -1) AS length,
         value::text = (SELECT array_agg(${judge} ORDER BY place) FROM unnest($1::text[]) WITH ORDINALITY AS given (literal, place))::text AS same
       FROM lists ORDER BY length`,
      [taken],
    );
    expect(found.map(({ length }) => Number(length))).toEqual([-1, 0, 2, taken.length].toSorted((a, b) => a - b));
    expect(found.filter(({ same }) => same === true)).toHaveLength(1);
  });
});

/** Texts that the column accepts. */
function sample(target: Column, all: readonly string[]): string[] {
  const transcoder = openTranscoder([target]);
  return all.filter((text) => {
    if (!isUsual(target.type as ScalarType, text)) return false;
    try {
      return transcoder.transcode(pageOf([[text]])).rowCount === 1;
    } catch {
      // Unit tests check what is refused, and how.
      return false;
    }
  });
}

/** Copies the texts and a NULL, and returns those that PostgreSQL reads differently. */
async function differing(
  target: Column,
  sqlType: string,
  taken: readonly string[],
  compared: string,
  judge: string,
): Promise<unknown[]> {
  const numbered = [...taken, null].map((text, index) => [String(index), text]);
  const { tuples } = openTranscoder([column("INT64"), target]).transcode(pageOf(numbered));
  await client().query(`DROP TABLE IF EXISTS copied; CREATE TABLE copied (place int8, value ${sqlType})`);
  expect(await copyBinary(client(), "copied", tuples)).toBe(numbered.length);
  const { rows } = await client().query(
    `SELECT literal, (${compared})::text AS copied
     FROM copied JOIN unnest($1::text[]) WITH ORDINALITY AS given (literal, ordinal) ON place = ordinal - 1
     WHERE (${compared})::text IS DISTINCT FROM (${judge})::text`,
    [[...taken, null]],
  );
  return rows as unknown[];
}
