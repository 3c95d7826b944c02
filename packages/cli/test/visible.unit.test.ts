import { expect, test } from "vitest";

import { toVisible } from "../src/visible.ts";

test.each([
  ["orders\u001b[2J\u001b]0;title\u0007", "orders\\u001b[2J\\u001b]0;title\\u0007"],
  ["\u009b31mred", "\\u009b31mred"],
  ["over\rwritten\b", "over\\u000dwritten\\u0008"],
  ["invoice\u202Egnp.exe", "invoice\\u202egnp.exe"],
  ["tabs\tand\nlines stay, é, 日本 and 🙂 too", "tabs\tand\nlines stay, é, 日本 and 🙂 too"],
])("%j is shown without taking effect", (text, shown) => {
  expect(toVisible(text)).toBe(shown);
});

test("an answer in JSON stays the same answer", () => {
  const answer = { name: "a\u001b[1m\u009b\u202eb" };
  expect(JSON.parse(toVisible(JSON.stringify(answer)))).toEqual(answer);
});
