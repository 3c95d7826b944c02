import { expect, test } from "vitest";

import { toTable } from "../src/table.ts";

const rows = [
  ["1", "a pipeline of a long name", "10 rows"],
  ["12", "b", "2 rows"],
];

test("columns are aligned, and one of them shrinks to the terminal's width", () => {
  expect(toTable(rows, 1)).toEqual(["1   a pipeline of a long name  10 rows", "12  b                          2 rows"]);
  expect(toTable(rows, 1, 25)).toEqual(["1   a pipeline …  10 rows", "12  b             2 rows"]);
  expect(toTable(rows, 1, 15)).toEqual(["1   a pipel…  10 rows", "12  b         2 rows"]);
  expect(toTable([], 1, 80)).toEqual([]);
});
