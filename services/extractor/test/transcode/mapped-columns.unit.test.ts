import { createHash, createHmac } from "node:crypto";

import type { Mask } from "@datamantri/api";
import { describe, expect, test } from "vitest";
import { maskTextOf } from "../../src/transcode/mapped-columns/masks.ts";
import { BothTranscoders, column, fieldOf, pageOf, refusalOf, type Wire } from "./both-transcoders.ts";

const hex = (text: string) => Buffer.from(text).toString("hex");
const cells = (...values: Wire[]) => ({ f: values.map((v) => ({ v })) });
const elements = (...values: Wire[]) => values.map((v) => ({ v }));

describe("a flattened STRUCT", () => {
  const inner = column("STRUCT", { name: "s.b", isFlattened: true, fields: [column("STRING", { name: "s.b.c" })] });
  const flattened = column("STRUCT", {
    name: "s",
    isFlattened: true,
    fields: [column("INT64", { name: "s.a" }), inner],
  });
  const both = new BothTranscoders([column("BOOL"), flattened, column("BOOL")]);
  const seven = "000000080000000000000007";

  test("has a field for each of its own, between its neighbours", () => {
    expect(both.rows(pageOf([["true", cells("7", cells("x")), "false"]]))).toEqual([
      `00040000000101${seven}00000001780000000100`,
    ]);
  });

  test("that is NULL, or has one that is, gives NULLs", () => {
    expect(
      both.rows(
        pageOf([
          ["true", null, null],
          [null, cells("7", null), "true"],
        ]),
      ),
    ).toEqual([`00040000000101${"ffffffff".repeat(3)}`, `0004ffffffff${seven}ffffffff0000000101`]);
  });

  test("names the field that cannot be converted", () => {
    expect(both.refusal(pageOf([["true", cells("seven", cells("x")), "true"]]))).toMatchObject({
      code: "value_not_representable",
      facts: { column: "s.a", row_in_page: 0 },
    });
    expect(both.refusal(pageOf([["true", cells("7", cells("a\0b")), "true"]]))).toMatchObject({
      code: "value_not_representable",
      facts: { column: "s.b.c" },
    });
  });

  test("of another shape than planned is refused", () => {
    expect(both.refusal(pageOf([["true", cells("7"), "true"]])).code).toBe("source_response_invalid");
  });
});

describe("a native array", () => {
  const bigints = column("INT64", { repeated: true, castTo: "bigint[]" });

  test("has one dimension, counted from 1; an empty one has none", () => {
    const head = "0000000100000000000000140000000200000001";
    expect(fieldOf(bigints, elements("1", "-1"))).toBe(`${head}00000008000000000000000100000008${"f".repeat(16)}`);
    expect(fieldOf(bigints, [])).toBe("000000000000000000000014");
    expect(fieldOf(bigints, null)).toBeNull();
  });

  test("refuses a value of another type, with its column", () => {
    expect(refusalOf(bigints, elements("1", "x"))).toMatchObject({ facts: { column: "c" } });
  });
});

describe("a mask", () => {
  const masked = (type: "STRING" | "INT64" | "TIMESTAMP", mask: Mask, key: string | null = null) =>
    column(type, { maskText: maskTextOf(mask, key) });
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  test("sha256 is the digest of the canonical text, with the key before it when salted", () => {
    expect(fieldOf(masked("STRING", { method: "sha256" }), 'é"')).toBe(hex(sha256('é"')));
    expect(fieldOf(masked("INT64", { method: "sha256" }), "-0")).toBe(hex(sha256("0")));
    expect(fieldOf(masked("TIMESTAMP", { method: "sha256" }), "0")).toBe(hex(sha256("1970-01-01T00:00:00.000000Z")));
    expect(fieldOf(masked("STRING", { method: "sha256", salted: true }, "key"), "x")).toBe(hex(sha256("keyx")));
  });

  test("hmac is keyed", () => {
    const expected = createHmac("sha256", "key").update("x").digest("hex");
    expect(fieldOf(masked("STRING", { method: "hmac" }, "key"), "x")).toBe(hex(expected));
    expect(() => maskTextOf({ method: "hmac" }, null)).toThrow(expect.objectContaining({ code: "mapping_invalid" }));
  });

  test("redact gives one text, or NULL", () => {
    expect(fieldOf(masked("STRING", { method: "redact", replacement: "gone" }), "x")).toBe(hex("gone"));
    expect(fieldOf(masked("STRING", { method: "redact" }), "x")).toBeNull();
    const whole = column("STRUCT", { fields: [column("INT64")], maskText: () => "gone" });
    expect(fieldOf(whole, cells("1"))).toBe(hex("gone"));
  });

  test.each([
    ["4111111111111111", 0, 4, "************1111"],
    ["😀😀😀😀", 1, 1, "😀**😀"],
    ["abc", 2, 1, "***"],
    ["", 1, 1, ""],
  ])("partial of %s keeps %i and %i: %s", (text, keep_first, keep_last, expected) => {
    expect(fieldOf(masked("STRING", { method: "partial", keep_first, keep_last }), text)).toBe(hex(expected));
  });

  test("leaves NULL as it is", () => {
    for (const method of ["sha256", "redact"] as const) expect(fieldOf(masked("STRING", { method }), null)).toBeNull();
  });
});

describe("a cast refuses what does not fit", () => {
  test.each([
    ["INT64", "integer", "2147483648"],
    ["INT64", "smallint", "-32769"],
    ["INT64", "boolean", "2"],
    ["INT64", "numeric(3,1)", "100"],
    ["NUMERIC", "bigint", "1.5"],
    ["NUMERIC", "bigint", "9223372036854775808"],
    ["NUMERIC", "numeric(5,2)", "1.234"],
    ["FLOAT64", "bigint", "NaN"],
    ["FLOAT64", "bigint", "0.5"],
    ["FLOAT64", "numeric", "Infinity"],
    ["FLOAT64", "real", "1e39"],
    ["STRING", "varchar(2)", "abc"],
    // COPY would drop the blank: https://www.postgresql.org/docs/current/datatype-character.html
    ["STRING", "varchar(2)", "ab "],
    ["STRING", "integer", "12a"],
    ["STRING", "boolean", "yes"],
    ["STRING", "date", "2024-02-30"],
    ["STRING", "timestamp", "2024-02-28 00:00:00.1234567"],
    ["STRING", "timestamptz", "2024-02-28 00:00:00"],
    ["STRING", "timestamptz", "1700000000"],
    ["STRING", "uuid", "123e4567-e89b-12d3-a456-42661417400"],
    ["STRING", "jsonb", "{secret"],
    ["STRING", "jsonb", '"\\u0000"'],
    ["BYTES", "uuid", "AAAA"],
    ["GEOGRAPHY", "geography", "POINT(1)"],
  ] as const)("%s as %s: %s", (type, castTo, text) => {
    const refused = refusalOf(column(type, { castTo }), text);
    expect(refused.code).toBe("value_not_representable");
    expect(refused.message).not.toContain(text);
  });
});

/** EWKB as PostGIS writes it: SELECT ST_AsEWKB(ST_GeomFromText('...', 4326)) */
describe("GEOGRAPHY as EWKB", () => {
  const one = "000000000000f03f";
  const two = "0000000000000040";
  test.each([
    ["POINT(1 2)", `0101000020e6100000${one}${two}`],
    ["POINT EMPTY", `0101000020e6100000000000000000f87f000000000000f87f`],
    ["LINESTRING(1 2, 2 1)", `0102000020e610000002000000${one}${two}${two}${one}`],
    [
      "POLYGON((1 2, 2 1, 2 2, 1 2))",
      `0103000020e61000000100000004000000${one}${two}${two}${one}${two}${two}${one}${two}`,
    ],
    ["MULTIPOINT(1 2, 2 1)", `0104000020e6100000020000000101000000${one}${two}0101000000${two}${one}`],
    ["GEOMETRYCOLLECTION(POINT(1 2))", `0107000020e6100000010000000101000000${one}${two}`],
    ["GEOMETRYCOLLECTION EMPTY", "0107000020e610000000000000"],
  ])("%s", (text, expected) => {
    expect(fieldOf(column("GEOGRAPHY", { castTo: "geography" }), text)).toBe(expected);
  });
});
