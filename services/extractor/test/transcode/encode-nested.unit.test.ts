import { describe, expect, test } from "vitest";
import { structKeys } from "../../src/transcode/types/encode-nested.ts";
import type { Column } from "../../src/transcode/column.ts";
import { column, fieldOf, refusalOf, type Wire } from "./both-transcoders.ts";

/** The jsonb text of the one cell. */
function jsonbOf(cellColumn: Column, cell: Wire): string {
  const field = Buffer.from(fieldOf(cellColumn, cell)!, "hex");
  expect(field[0]).toBe(1);
  return field.toString("utf8", 1);
}

function struct(...fields: Column[]): Column {
  return column("STRUCT", { fields });
}

describe("STRUCT and repeated columns become jsonb", () => {
  test("an array of integers keeps every digit", () => {
    const cell = [{ v: "9223372036854775807" }, { v: "-1" }];
    expect(jsonbOf(column("INT64", { repeated: true }), cell)).toBe("[9223372036854775807,-1]");
  });

  test("an empty array is an array, NULL is NULL", () => {
    expect(jsonbOf(column("STRING", { repeated: true }), [])).toBe("[]");
    expect(fieldOf(column("STRING", { repeated: true }), null)).toBeNull();
  });

  test.for([
    ["INT64", "0012", "12"],
    ["FLOAT64", "1.0E10", "10000000000"],
    ["FLOAT64", "NaN", '"NaN"'],
    ["FLOAT64", "-Infinity", '"-Infinity"'],
    ["NUMERIC", "99999999999999999999999999999.000000001", "99999999999999999999999999999.000000001"],
    ["BIGNUMERIC", "1.50E1", "15.0"],
    ["BOOL", "TRUE", "true"],
    ["STRING", 'a "quoted" ünï\n', JSON.stringify('a "quoted" ünï\n')],
    ["BYTES", "AAE=", '"AAE="'],
    ["DATE", "2001-02-03", '"2001-02-03"'],
    ["TIMESTAMP", "1700000000123456", '"2023-11-14T22:13:20.123456Z"'],
    ["TIMESTAMP", "-1", '"1969-12-31T23:59:59.999999Z"'],
    ["TIMESTAMP", "-62135596800000000", '"0001-01-01T00:00:00.000000Z"'],
    ["JSON", '{"n": 12345678901234567890.10}', '{"n": 12345678901234567890.10}'],
    ["RANGE", "[2001-01-01, UNBOUNDED)", '"[2001-01-01, UNBOUNDED)"'],
  ] as const)("inside, %s %s becomes %s", ([type, text, json]) => {
    expect(jsonbOf(struct(column(type, { name: "x" })), { f: [{ v: text }] })).toBe(`{"x":${json}}`);
  });

  test.for([
    ["[-1, 1700000000123456)", "[1969-12-31T23:59:59.999999Z, 2023-11-14T22:13:20.123456Z)"],
    ["[UNBOUNDED, 0)", "[UNBOUNDED, 1970-01-01T00:00:00.000000Z)"],
    ["[UNBOUNDED, UNBOUNDED)", "[UNBOUNDED, UNBOUNDED)"],
  ] as const)("inside, a range of timestamps %s becomes %s", ([text, range]) => {
    const cellColumn = struct(column("RANGE", { name: "x", rangeElementType: "TIMESTAMP" }));
    expect(jsonbOf(cellColumn, { f: [{ v: text }] })).toBe(`{"x":"${range}"}`);
  });

  test("structs nest, with arrays and nulls between", () => {
    const inner = column("STRUCT", { name: "in", repeated: true, fields: [column("INT64", { name: "n" })] });
    const cell = { f: [{ v: [{ v: { f: [{ v: "1" }] } }, { v: { f: [{ v: null }] } }] }, { v: null }] };
    expect(jsonbOf(struct(inner, column("DATE", { name: "d" })), cell)).toBe('{"in":[{"n":1},{"n":null}],"d":null}');
  });

  test("names that repeat get a number, names that are missing their position", () => {
    const names = (...fields: string[]) => structKeys(fields.map((name) => column("INT64", { name })));
    expect(names("a", "a", "a_2", "a")).toEqual(["a", "a_3", "a_2", "a_4"]);
    expect(names("", "b", "")).toEqual(["_field_1", "b", "_field_3"]);
  });

  test.for([
    ["a struct for an array", column("INT64", { repeated: true }), { f: [] }],
    ["a string for an array", column("INT64", { repeated: true }), "1"],
    ["a struct with a field too few", struct(column("INT64"), column("INT64")), { f: [{ v: "1" }] }],
    ["an array for a scalar", struct(column("INT64")), { f: [{ v: [] }] }],
    ["a string for a struct", struct(column("INT64")), "1"],
    ["an array for a scalar column", column("INT64"), []],
  ] as const)("%s is an invalid answer", ([, cellColumn, cell]) => {
    expect(refusalOf(cellColumn, cell).code).toBe("source_response_invalid");
  });

  test.for([
    ["INT64", "9223372036854775808"],
    ["STRING", "\0"],
    ["STRING", "\ud800"],
    ["JSON", "{"],
    ["JSON", '"\\u0000"'],
    ["FLOAT64", "one"],
  ] as const)("inside, %s %j is refused", ([type, text]) => {
    const refusal = refusalOf(column("STRUCT", { name: "s", fields: [column(type)] }), { f: [{ v: text }] });
    expect(refusal.code).toBe("value_not_representable");
    expect(refusal.facts).toMatchObject({ column: "s", row_in_page: 0 });
  });
});
