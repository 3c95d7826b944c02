/** Released versions and this one run side by side while one replaces the other: what they send each other only grows. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { readWire, type Wire } from "../wire.ts";

const directory = join(import.meta.dirname, "../released");
const now = readWire();
const ownersOf = ({ fields }: Wire) =>
  new Map(Object.entries(fields).map(([field, value]) => [`${field.split(".")[0]} ${value.split(" ")[0]}`, field]));

describe.each(readdirSync(directory))("%s", (file) => {
  const released = JSON.parse(readFileSync(join(directory, file), "utf8")) as Wire;

  test("every message and field is there with its number and type, and every subject", () => {
    expect(now.fields).toMatchObject(released.fields);
    expect(now.subjects).toMatchObject(released.subjects);
  });

  test("no number has another meaning", () => {
    const owners = ownersOf(now);
    for (const [number, field] of ownersOf(released)) expect([number, owners.get(number)]).toEqual([number, field]);
  });
});
