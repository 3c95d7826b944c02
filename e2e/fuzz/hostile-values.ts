/** What an attacker, or a client with a fault, puts where something else is expected. */
import fc from "fast-check";

/** Stands for JSON that no writer makes: `toJson` puts it there. */
const deepArrays = "@deep arrays@";
const deepObjects = "@deep objects@";
const endlessNumber = "@endless number@";
const longText = "@long text@";
const depth = 20_000;

const rawJson: Readonly<Record<string, string>> = {
  [deepArrays]: "[".repeat(depth) + "]".repeat(depth),
  [deepObjects]: '{"a":'.repeat(depth) + "1" + "}".repeat(depth),
  [endlessNumber]: "1e999",
  [longText]: `"${"é".repeat(900_000)}"`,
};

const prototypes = '{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}';

const hostileTexts = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff\ud800y",
  "\u202e\ufeff",
  "é".repeat(63),
  "x".repeat(300),
  "x".repeat(70_000),
  longText,
  "null",
  "-1",
  "1e400",
  "99999999999999999999",
  "9999-99-99T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "00000000-0000-0000-0000-000000000000",
  "0198C1F2-7A5E-7C3B-9D61-2F4E8A6B0C11",
  "' or 1=1; drop table users; --",
  "../../../../etc/passwd",
  "%00",
  "%",
  "${7*7}{{7*7}}",
  "http://169.254.169.254/",
  "*/0 * * * *",
  "* * * * * * *",
  "🂡",
];

const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostileTexts) },
  fc.string({ unit: "binary", maxLength: 40 }),
);

const hostileNumber = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324, endlessNumber),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Anything that JSON can say, and what only its text can. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 2, arbitrary: hostileNumber },
  // As texts: what they say is made anew for each body.
  fc
    .constantFrom(
      "null",
      "true",
      "false",
      "[]",
      "{}",
      "[[]]",
      "[null]",
      '{"":""}',
      JSON.stringify(deepArrays),
      prototypes,
    )
    .map((json) => JSON.parse(json) as unknown),
  fc.constant(deepObjects),
  fc.array(hostileText, { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A change at one place: another value, a key that is not known, or a key less. */
interface Change {
  readonly place: number;
  readonly kind: "replace" | "add" | "remove";
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom("replace", "replace", "replace", "add", "remove"),
  value: hostileValue,
});

/** A body that would be taken, with one to three places changed: what is checked last is reached, too. */
export function hostileVersionsOf(body: unknown): fc.Arbitrary<string> {
  const changed = fc
    .array(change, { maxLength: 3 })
    .map((changes) => toJson(changes.reduce((value, one) => apply(one, value), structuredClone(body))));
  const noJson = fc.constantFrom("", "{", "[1,]", "\0", "{not json", '"\\ud8"', "﻿{}", "x".repeat(2 ** 21 + 1));
  return fc.oneof(
    { weight: 12, arbitrary: changed },
    { weight: 2, arbitrary: hostileValue.map(toJson) },
    { weight: 1, arbitrary: noJson },
  );
}

/** As a part of a path or a query, percent-encoded; now and then not so, or not as UTF-8. */
export const hostilePart: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: hostileText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4_000)) },
  fc.constantFrom("%", "%zz", "%ED%A0%80", "%C0%AE%C0%AE", "..", "..%2f..", "%2e%2e", ".", ";a=b", "%00", "//", "*"),
);

/** In a header: what HTTP itself forbids there does not get to us. */
export const hostileHeader: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("", " ", '"', '"-1"', 'W/"1"', '"99999999999"', "*", "\xff\xfe", "a,b;q=9", "x".repeat(4_000), "1-2"),
  fc.string({ unit: "binary-ascii", maxLength: 30 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, "~")),
);

function apply({ place, kind, value }: Change, body: unknown): unknown {
  const holders = placesOf(body);
  const at = holders[place % Math.max(1, holders.length)];
  if (at === undefined) return value;
  if (kind === "remove") delete at.holder[at.key];
  else at.holder[kind === "add" ? "unknown_key" : at.key] = value;
  return body;
}

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return Object.entries(rawJson).reduce((json, [name, raw]) => json.replaceAll(JSON.stringify(name), raw), text);
}
