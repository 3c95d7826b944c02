import { describe, expect, test } from "vitest";

import { Groups } from "../src/messages/groups.ts";

/** Groups words by their first letter; the test ends each group's work. */
function controlledGroups() {
  const begun: { items: readonly string[]; end: () => void; fail: (error: Error) => void }[] = [];
  const groups = new Groups<string>(
    (word) => word[0]!,
    (items) =>
      new Promise<void>((end, fail) => {
        begun.push({ items, end, fail });
      }),
  );
  return { groups, begun, items: () => begun.map(({ items }) => items) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("work in groups", () => {
  test("begins at once, and continues with items that arrived meanwhile, one of each key", async () => {
    const { groups, begun, items } = controlledGroups();
    const first = groups.add("apple");
    expect(items()).toEqual([["apple"]]);
    const rest = Promise.all(["avocado", "banana", "almond", "cherry"].map((word) => groups.add(word)));
    begun[0]!.end();
    await first;
    await settled();
    expect(items()[1]).toEqual(["avocado", "banana", "cherry"]);
    begun[1]!.end();
    await settled();
    expect(items()[2]).toEqual(["almond"]);
    begun[2]!.end();
    await rest;
  });

  test("is retried one by one when the group fails, and only the failing item fails", async () => {
    const { groups, begun, items } = controlledGroups();
    void groups.add("apple");
    const outcomes = Promise.allSettled(["banana", "cherry"].map((word) => groups.add(word)));
    begun[0]!.end();
    await settled();
    begun[1]!.fail(new Error("together"));
    await settled();
    begun[2]!.fail(new Error("alone"));
    await settled();
    begun[3]!.end();
    expect(items().slice(1)).toEqual([["banana", "cherry"], ["banana"], ["cherry"]]);
    expect(await outcomes).toEqual([
      { status: "rejected", reason: new Error("alone") },
      { status: "fulfilled", value: undefined },
    ]);
  });
});
