import { describe, expect, test } from "vitest";

import { diffLines } from "../src/format/line-diff.ts";

const shown = (before: string, after: string) =>
  diffLines(before, after).map(
    ({ kind, text }) => `${{ same: " ", removed: "-", added: "+", skipped: "~" }[kind]}${text}`,
  );

describe("the difference of two texts", () => {
  test("has removed and added lines at their positions, and counts the others", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].join("\n");
    const after = ["a", "b", "c", "D", "e", "f", "g", "h", "i", "j", "k"].join("\n");
    expect(shown(before, after)).toEqual(["~1 line", " b", " c", "-d", "+D", " e", " f", "~2 lines", " i", " j", "+k"]);
  });

  test("is only folded lines for equal texts", () => {
    expect(shown("a\nb", "a\nb")).toEqual(["~2 lines"]);
  });

  test("finds unchanged lines between two changes", () => {
    expect(shown("x\nkept\ny", "1\nkept\n2")).toEqual(["-x", "+1", " kept", "-y", "+2"]);
  });

  test("reproduces both texts, whatever they are", () => {
    for (const [before, after] of [
      ["a\nb\nc\nd", "d\nc\nb\na"],
      ["", "a"],
      ["a\na\na", "a"],
      [
        Array.from({ length: 900 }, (_, i) => `old ${i}`).join("\n"),
        Array.from({ length: 900 }, (_, i) => `new ${i}`).join("\n"),
      ],
    ] as const) {
      const lines = diffLines(before, after);
      const sideOf = (other: string) => lines.filter(({ kind }) => kind !== other).map(({ text }) => text);
      expect(sideOf("added").join("\n")).toBe(before);
      expect(sideOf("removed").join("\n")).toBe(after);
    }
  });
});
