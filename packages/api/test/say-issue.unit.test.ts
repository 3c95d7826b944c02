import { expect, test } from "vitest";
import { z } from "zod";

import { sayIssue } from "@datamantri/api";

const many = z.enum(Array.from({ length: 100 }, (_, index) => `v${index}`));
const shape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("table") }),
  z.object({ type: z.literal("query") }),
]);

test.each([
  ["a field that was left out", z.string(), undefined, "is required and must be a string"],
  ["a type", z.string(), 7, "must be a string"],
  ["a fraction", z.int(), 0.5, "must be a whole number"],
  ["a list", z.array(z.string()), {}, "must be an array"],
  ["an object", z.strictObject({}), null, "must be an object"],
  ["a choice", z.enum(["append", "replace"]), "secret", 'must be one of "append", "replace"'],
  ["a choice that was left out", z.enum(["a", "b"]), undefined, 'is required and must be one of "a", "b"'],
  ["the only value", z.literal(true), "secret", "must be true"],
  ["one of the types", z.union([z.string(), z.null()]), 3, "must be a string or null"],
  [
    "one of the types, left out",
    z.union([z.string(), z.number()]),
    undefined,
    "is required and must be a string or a number",
  ],
  [
    "one of the shapes",
    z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]),
    {},
    "has none of the shapes that are allowed here",
  ],
  ["a shape without a name", shape, {}, 'is required and must be one of "table", "query"'],
  [
    "a name of an entry",
    z.record(z.string().max(1, "is too long a name"), z.string()),
    { long: "x" },
    "is too long a name",
  ],
  ["another size", z.string().length(5), "secret", "must have exactly 5 characters"],
  ["a multiple", z.int().multipleOf(5), 7, "must be a multiple of 5"],
  ["a shape by its name", shape, { type: "view" }, 'must be one of "table", "query"'],
  ["a field that does not exist", z.strictObject({}), { q: 1 }, 'has no field "q"'],
  ["fields that do not exist", z.strictObject({}), { q: 1, r: 2 }, 'has no fields "q", "r"'],
  ["no text", z.string().min(1), "", "must not be empty"],
  ["too little text", z.string().min(12), "secret", "must have at least 12 characters"],
  ["too much text", z.string().max(1), "secret", "must have at most 1 character"],
  ["too many", z.array(z.int()).max(1), [1, 2], "must have at most 1 item"],
  ["too few", z.array(z.int()).min(2), [1], "must have at least 2 items"],
  ["too small a number", z.int().min(1), 0, "must be at least 1"],
  ["a number at its bound", z.number().gt(0), 0, "must be more than 0"],
  ["too large a number", z.int().max(10), 11, "must be at most 10"],
  ["an address", z.email(), "secret", "must be an e-mail address"],
  ["a UUID", z.uuid(), "secret", "must be a UUID"],
  ["a time", z.iso.datetime(), "secret", "must be a date and time in ISO 8601, such as 2026-01-31T09:00:00Z"],
])("%s", (_, schema, input, message) => {
  expect(schema.safeParse(input, { error: sayIssue }).error?.issues.map((issue) => issue.message)).toEqual([message]);
});

test("a long list of choices is cut", () => {
  const [issue] = many.safeParse("x", { error: sayIssue }).error?.issues ?? [];
  expect(issue?.message).toMatch(/^must be one of "v0", .*"v39", …$/);
});

test("a check's own message takes precedence", () => {
  const [issue] = z.string().min(1, "is not a name").safeParse("", { error: sayIssue }).error?.issues ?? [];
  expect(issue?.message).toBe("is not a name");
});
