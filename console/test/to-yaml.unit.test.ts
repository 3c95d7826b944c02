import { expect, test } from "vitest";
import { parse } from "yaml";

import { toYaml } from "../src/format/to-yaml.ts";

test("YAML writes every value with its type", () => {
  const value = {
    name: "orders",
    schedule: "0 5 * * *",
    port: 5432,
    none: null,
    truth: "true",
    number: "12",
    empty: [],
    query: "SELECT 1\nFROM t",
    nested: { key: ["a", "b c"], columns: [{ source: "id", exclude: true }] },
  };
  expect(toYaml(value)).toBe(
    [
      "name: orders",
      "schedule: 0 5 * * *",
      "port: 5432",
      "none: null",
      'truth: "true"',
      'number: "12"',
      "empty: []",
      "query: |-",
      "  SELECT 1",
      "  FROM t",
      "nested:",
      "  key:",
      "    - a",
      "    - b c",
      "  columns:",
      "    - source: id",
      "      exclude: true",
    ].join("\n"),
  );
});

test("YAML 1.2 and 1.1 parsers read the same values, and no line of a text is broken", () => {
  const key = ["id"];
  const value = {
    no: "no",
    on: "on",
    time: "12:30:00",
    octal: "0o14",
    hash: "a #b",
    colon: "a: b",
    line: "word ".repeat(60) + "end",
    lines: "SELECT 1\n  -- indented\n\nFROM t\n",
    tab: "a\tb\r\n",
    one: { key },
    other: { key },
  };
  const text = toYaml(value);
  expect(parse(text, { version: "1.2" })).toEqual(value);
  expect(parse(text, { version: "1.1" })).toEqual(value);
  expect(text).toContain(`line: ${value.line}\n`);
  expect(text).not.toMatch(/[&*]/);
});
