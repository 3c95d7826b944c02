/** Effect of each policy on values that PostgreSQL cannot store; nothing else of a page changes. */
import { describe, expect, test } from "vitest";

import type { Unrepresentable } from "@datamantri/api";

import type { BigQueryType, Column } from "../../src/transcode/column.ts";
import { isJsonbNumber } from "../../src/transcode/types/jsonb-number.ts";
import { BothTranscoders, column, pageOf, type Outcome, type Wire } from "./both-transcoders.ts";

const id = column("INT64", { name: "id" });

function outcomeOf(policy: Unrepresentable, cellColumn: Column, cells: readonly Wire[]): Outcome {
  const rows = cells.map((cell, row) => [String(row), cell]);
  const outcome = new BothTranscoders([id, cellColumn], policy).transcode(pageOf(rows));
  if ("code" in outcome) throw new Error(outcome.message);
  return outcome;
}

/** The second field as text; null for NULL. For jsonb without its version byte. */
function fieldText(row: string, isJson: boolean): string | null {
  const field = Buffer.from(row, "hex").subarray(2 + 12);
  if (field.readInt32BE(0) === -1) return null;
  return field.toString("utf8", isJson ? 5 : 4);
}

const struct = column("STRUCT", { fields: [column("STRING", { name: "s" }), column("JSON", { name: "j" })] });

const replaced: readonly [string, Column, Wire, string][] = [
  ["NUL in text", column("STRING"), "a\0b\0", "a\ufffdb\ufffd"],
  ["a lone surrogate in text", column("STRING"), "\ud800x \u{1f600}", "\ufffdx \u{1f600}"],
  [
    "NUL in JSON",
    column("JSON"),
    String.raw`{"k\u0000": "\u0000\\u0000\u0041"}`,
    '{"k\ufffd": "\ufffd\\\\u0000\\u0041"}',
  ],
  [
    "half a pair in JSON",
    column("JSON"),
    String.raw`["\ud83d\ude00", "\ud83d", "\ude00\ud83d", "\ud83dA"]`,
    '["\\ud83d\\ude00", "\ufffd", "\ufffd\ufffd", "\ufffdA"]',
  ],
  [
    "numbers beyond numeric",
    column("JSON"),
    `[1e131072, -1e200000, 1e131071, 1E-16384, 0e999999, "1e200000"]`,
    `["1e131072", "-1e200000", 1e131071, "1E-16384", 0e999999, "1e200000"]`,
  ],
  ["a number of too many digits", column("JSON"), `{"n": ${"9".repeat(131_073)}}`, `{"n": "${"9".repeat(131_073)}"}`],
  [
    "NUL in an ARRAY",
    column("STRING", { repeated: true }),
    [{ v: "\0" }, { v: null }, { v: "b" }],
    '["\ufffd",null,"b"]',
  ],
  [
    "deep in a STRUCT",
    struct,
    { f: [{ v: "\0" }, { v: String.raw`[1e200000, "\u0000"]` }] },
    `{"s":"\ufffd","j":["1e200000", "\ufffd"]}`,
  ],
];

describe("replace", () => {
  test.each(replaced)("%s", (_, cellColumn, cell, text) => {
    const isJson = cellColumn.type !== "STRING" || cellColumn.repeated;
    const { rows, replaced, rejects } = outcomeOf("replace", cellColumn, [null, cell, null]);
    expect(rows.map((row) => fieldText(row, isJson))).toEqual([null, text, null]);
    expect(replaced).toEqual([{ row: 1, column: 1, reason: expect.any(String) }]);
    expect(rejects).toEqual([]);
  });

  test("refuses values without a replacement", () => {
    const page = pageOf([["0", "9223372036854775808"]]);
    expect(new BothTranscoders([id, column("INT64")], "replace").refusal(page).code).toBe("value_not_representable");
  });
});

describe("null", () => {
  test.each(replaced)("%s", (_, cellColumn, cell) => {
    const { rows, replaced } = outcomeOf("null", cellColumn, [cell, null]);
    expect(rows.map((row) => fieldText(row, true))).toEqual([null, null]);
    expect(replaced).toHaveLength(1);
  });
});

describe("reject", () => {
  test.each(replaced)("%s", (_, cellColumn, cell, text) => {
    const clean = outcomeOf("reject", cellColumn, [null, null, null]);
    const { rows, rowCount, replaced, rejects } = outcomeOf("reject", cellColumn, [null, cell, null]);
    expect(rowCount).toBe(3);
    expect(rows).toEqual([clean.rows[0], "", clean.rows[2]]);
    expect(replaced).toEqual([]);
    expect(rejects).toMatchObject([{ row: 1, fields: [1], reason: expect.any(String) as string }]);
    expect(JSON.parse(rejects[0]!.sourceRow)).toEqual({ id: "1", c: cell });
    const isJson = cellColumn.type !== "STRING" || cellColumn.repeated;
    expect(fieldText(Buffer.from(rejects[0]!.tuple).toString("hex"), isJson)).toBe(text);
  });

  test("removes the first, the last, neighbours and rows with several such cells", () => {
    const columns = [id, column("STRING", { name: "a" }), column("STRING", { name: "b" })];
    const bad = new Set([0, 3, 4, 9]);
    const page = (isReplaced: boolean) =>
      pageOf(
        Array.from({ length: 10 }, (_, row) => [
          String(row),
          bad.has(row) && !isReplaced ? "x\0" : "x\ufffd",
          row === 4 && !isReplaced ? "\ud800" : "\ufffd",
        ]),
      );
    const whole = new BothTranscoders(columns, "reject").rows(page(true));
    const outcome = new BothTranscoders(columns, "reject").transcode(page(false)) as Outcome;
    expect(outcome.rows).toEqual(whole.map((row, index) => (bad.has(index) ? "" : row)));
    expect(outcome.rejects.map(({ row }) => row)).toEqual([...bad]);
    expect(outcome.rejects.map(({ tuple }) => Buffer.from(tuple).toString("hex"))).toEqual(
      [...bad].map((row) => whole[row]),
    );
    expect(outcome.rejects[2]!.fields).toEqual([1, 2]);
  });

  test("shows no masked value, and names every field of a flattened STRUCT", () => {
    const secret = column("STRING", { name: "secret", maskText: () => "***" });
    const fields = [column("STRING", { name: "a" }), column("STRING", { name: "b" })];
    const flat = column("STRUCT", { name: "flat", isFlattened: true, fields });
    const hidden = column("STRUCT", { name: "hidden", isFlattened: true, fields: [secret] });
    const row = ["0", "canary", { f: [{ v: "x\0" }, { v: "y" }] }, { f: [{ v: "canary" }] }];
    const outcome = new BothTranscoders([id, secret, flat, hidden], "reject").transcode(pageOf([row])) as Outcome;
    expect(outcome.rejects).toMatchObject([{ fields: [2, 3] }]);
    expect(Object.keys(JSON.parse(outcome.rejects[0]!.sourceRow) as object)).toEqual(["id", "flat"]);
    expect(Buffer.from(outcome.rejects[0]!.tuple).toString("utf8")).not.toContain("canary");
  });

  test("accepts a value without replacement too, as NULL", () => {
    const { rejects } = outcomeOf("reject", column("INT64"), ["9223372036854775808"]);
    expect(fieldText(Buffer.from(rejects[0]!.tuple).toString("hex"), false)).toBeNull();
  });
});

describe("a cursor", () => {
  const cursor = column("STRING", { name: "c", isCursor: true });

  test.each(["replace", "null"] as const)("is never replaced: policy %s", (policy) => {
    const refusal = new BothTranscoders([id, cursor], policy).refusal(pageOf([["0", "a\0"]]));
    expect(refusal).toMatchObject({
      code: "value_not_representable",
      message: expect.stringContaining("a cursor is never replaced") as string,
      facts: { column: "c" },
    });
  });

  test("may be rejected with its row", () => {
    expect(outcomeOf("reject", cursor, ["a\0", "b"]).rejects).toMatchObject([{ row: 0, fields: [1] }]);
  });
});

test("a garbled page is garbled under every policy", () => {
  for (const policy of ["replace", "null", "reject"] as const) {
    const transcoders = new BothTranscoders([column("STRUCT", { fields: [] })], policy);
    expect(transcoders.refusal(Buffer.from('{"rows":[{"f":[{"v":"x"}]}]}')).code).toBe("source_response_invalid");
  }
});

test("JSON texts that look like odd numbers go through untouched", () => {
  const hash = `"${"0e12345".repeat(9)}"`;
  const texts = [
    hash,
    `{"id":"a1e99999","n":1.5e3}`,
    `"say 1e99999 twice"`,
    `["${"7".repeat(20_000)}"]`,
    "1e131071",
    "1e00005",
  ];
  const { rows, replaced } = outcomeOf("replace", column("JSON" satisfies BigQueryType), texts);
  expect(rows.map((row) => fieldText(row, true))).toEqual(texts);
  expect(replaced).toEqual([]);
});

test.each([
  ["1e131071", true],
  ["1e131072", false],
  ["-9e131072", false],
  ["0.001e131074", true],
  ["0.001e131075", false],
  ["1e-16383", true],
  ["1e-16384", false],
  ["0e-16384", false],
  ["0e999999", true],
  [`0.${"0".repeat(16_383)}`, true],
  [`0.${"0".repeat(16_384)}`, false],
  ["9".repeat(131_072), true],
  ["9".repeat(131_073), false],
])("jsonb takes %.20s: %s", (text, isTaken) => {
  expect(isJsonbNumber(text)).toBe(isTaken);
});
