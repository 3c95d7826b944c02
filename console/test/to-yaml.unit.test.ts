import { expect, test } from "vitest";

import { toYaml } from "../src/format/to-yaml.ts";

test("YAML says every value as what it is", () => {
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
      'schedule: "0 5 * * *"',
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
