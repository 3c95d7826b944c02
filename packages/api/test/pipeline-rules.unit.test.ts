/** Pipelines that no run could carry out are refused when they are saved. */
import { describe, expect, test } from "vitest";

import { pipelineBody } from "../src/index.ts";

interface Given {
  readonly mode?: string;
  readonly source?: object;
  readonly destination?: object;
}

/** Fields and what is said of them. */
function problemsOf({ mode = "append", source = {}, destination = {} }: Given): readonly string[] {
  const { error } = pipelineBody.safeParse({
    name: "n",
    mode,
    source_config: { project: "p", dataset: "d", table: "t", ...source },
    destination_config: { host: "db.example.com", database: "d", user: "u", table: "t", ...destination },
  });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")} ${message}`);
}

describe("a key", () => {
  test("names a column once", () => {
    expect(problemsOf({ mode: "merge", destination: { key: ["id", "id"] } })).toEqual([
      "destination_config.key names a column twice: name each column once",
    ]);
    expect(problemsOf({ mode: "merge", destination: { key: ["id", "ID"] } })).toEqual([]);
  });
});

// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
describe("a name in PostgreSQL", () => {
  test.each([
    ["schema", (name: string) => name],
    ["table", (name: string) => name],
    ["deleted_at_column", (name: string) => name],
    ["valid_from_column", (name: string) => name],
    ["valid_to_column", (name: string) => name],
    ["key", (name: string) => [name]],
  ])("%s has at most 63 bytes and no U+0000", (option, toValue) => {
    const problems = (name: string) => problemsOf({ destination: { [option]: toValue(name) } }).join();
    expect(problems("x".repeat(63))).toBe("");
    expect(problems(`${"ä".repeat(31)}x`)).toBe("");
    for (const long of ["x".repeat(64), "ä".repeat(32)]) {
      expect(problems(long)).toMatch(/ is longer than PostgreSQL's limit of 63 bytes: choose a shorter name$/);
    }
    expect(problems("a\0b")).toMatch(new RegExp(`^destination_config.${option}.* has the character U\\+0000`));
  });
});

describe("query parameters", () => {
  test.each(["@watermark", "@from", "@to", "@earliest", "@start", "@day"])("%s is refused", (parameter) => {
    const refusal = `has the query parameter ${parameter}, to which no run gives a value: write the value itself`;
    expect(problemsOf({ source: { filter: `day = ${parameter}` } })).toEqual([`source_config.filter ${refusal}`]);
    const query = `SELECT * FROM d.t WHERE day = ${parameter}`;
    expect(problemsOf({ source: { dataset: undefined, table: undefined, query } })).toEqual([
      `source_config.query ${refusal}`,
    ]);
  });

  test("texts, comments and names with a sign are none", () => {
    expect(problemsOf({ source: { filter: "mail LIKE '%@example.com' -- @from" } })).toEqual([]);
  });
});

describe("a full read", () => {
  test.each([
    ["cursor_start", "2026-01-01"],
    ["cursor_nulls", "exclude"],
    ["lookback_seconds", 60],
    ["lookback_units", 5],
  ])("has no %s", (option, value) => {
    expect(problemsOf({ source: { cursor_column: "u", [option]: value } })).toEqual([
      expect.stringMatching(`^source_config.${option} is only for incremental reads: `),
    ]);
    expect(problemsOf({ source: { read: "incremental", cursor_column: "u", [option]: value } })).toEqual([]);
    expect(problemsOf({ mode: "stream", source: { cursor_column: "u", [option]: value } })).toEqual([]);
  });
});

describe("former states", () => {
  const keep_previous = 2;

  test.each(["append", "merge", "mirror", "history"])("are not kept by %s", (mode) => {
    expect(problemsOf({ mode, destination: { key: ["id"], keep_previous } })).toEqual([
      expect.stringMatching(/^destination_config.keep_previous is only for replace: .*history keeps every version/),
    ]);
  });

  test("are kept by replace, by a swap and in place", () => {
    for (const replace_by of ["swap", "in_place", undefined]) {
      expect(problemsOf({ mode: "replace", destination: { replace_by, keep_previous } })).toEqual([]);
    }
    for (const number of [0, 11, 1.5]) {
      expect(problemsOf({ mode: "replace", destination: { keep_previous: number } })).toHaveLength(1);
    }
  });
});
