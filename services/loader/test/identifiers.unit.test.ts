import { describe, expect, test } from "vitest";

import { stagingTableName } from "@datamantri/contracts";

import { quoteIdentifier, quoteTable } from "../src/columns/identifiers.ts";
import { stagingTable } from "../src/staging/staging.ts";

describe("identifiers", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi"', '"say ""hi"""'],
    ["a.b", '"a.b"'],
    ["é".repeat(31), `"${"é".repeat(31)}"`],
  ])("%s is quoted", (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  test.each(["", "a\0", "x".repeat(64), "é".repeat(32)])("%j is refused", (name) => {
    expect(() => quoteIdentifier(name)).toThrow(/is not a valid PostgreSQL name/);
  });

  test("a table has its schema", () => {
    expect(quoteTable("a.b", 'c"d')).toBe('"a.b"."c""d"');
  });

  test("the staging table of a run has a name that fits", () => {
    const runId = "01234567-89ab-8def-8123-456789abcdef";
    expect(stagingTable(runId)).toBe(`"datamantri"."${stagingTableName(runId)}"`);
    expect(Buffer.byteLength(stagingTableName(runId))).toBeLessThanOrEqual(63);
  });
});
