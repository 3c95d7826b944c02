/** https://www.postgresql.org/docs/current/datatype-numeric.html and datatype-character.html */
import { expect, test } from "vitest";

import { holdsAll } from "../src/columns/widenings.ts";

test.each([
  ["bigint", "numeric"],
  ["smallint", "bigint"],
  ["date", "timestamp without time zone"],
  ["numeric(10,2)", "numeric(12,2)"],
  ["numeric(10,2)", "numeric(12,4)"],
  ["numeric(10,2)", "numeric"],
  ["numeric(10)", "numeric(11)"],
  ["character varying(5)", "character varying(10)"],
  ["character varying(5)", "character varying"],
  ["character varying(5)", "text"],
])("%s becomes %s", (narrow, wide) => {
  expect(holdsAll(wide, narrow)).toBe(true);
  expect(holdsAll(narrow, wide)).toBe(false);
});

test.each([
  ["bigint", "integer"],
  ["bigint", "numeric(10,2)"],
  // Nine digits before the point become eight.
  ["numeric(10,1)", "numeric(10,2)"],
  ["numeric(12,2)", "numeric(12,1)"],
  ["numeric", "numeric(38,9)"],
  ["text", "character varying(10)"],
  ["text", "numeric"],
  ["jsonb", "text"],
])("%s does not become %s", (narrow, wide) => {
  expect(holdsAll(wide, narrow)).toBe(false);
});
