import type { Table } from "./cell-arbitraries.ts";

const spaces = ["", "", "", " ", "\n", "\r\n", "\t", "  \n "];
const shortEscapes: Record<string, string> = {
  "/": "\\/",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Writes one page in one of the many ways that JSON allows. `choices` are used cyclically to choose white space, key
 * order and escapes; a choice of 0 always gives the plain form.
 */
export function writePage(table: Table, choices: readonly number[]): Buffer {
  let used = 0;
  const choose = (): number => choices[used++ % choices.length] ?? 0;
  const space = (): string => spaces[choose() % spaces.length]!;
  const value = (json: unknown): string => {
    if (typeof json === "string") return string(json, choose);
    if (Array.isArray(json)) return `[${space()}${json.map(value).join(`${space()},${space()}`)}${space()}]`;
    if (typeof json === "object" && json !== null) return object(Object.entries(json));
    return JSON.stringify(json);
  };
  const object = (members: readonly (readonly [string, unknown])[]): string => {
    const texts = members.map(([key, member]) => `"${key}"${space()}:${space()}${value(member)}`);
    return `{${space()}${texts.join(`${space()},${space()}`)}${space()}}`;
  };
  const members: [string, unknown][] = [
    ["kind", "bigquery#tableDataList"],
    ["totalRows", String(table.rows.length)],
    ["pageToken", "next"],
    ["schema", { fields: [{ name: '"rows":[', type: "x" }] }],
    ["rows", table.rows.map((cells) => ({ f: cells.map((v) => ({ v })) }))],
  ];
  const first = choose() % members.length;
  return Buffer.from(space() + object([...members.slice(first), ...members.slice(0, first)]) + space());
}

function string(text: string, choose: () => number): string {
  let json = '"';
  for (const character of text) json += choose() % 4 === 3 ? escapeAny(character) : escapeWhatMust(character);
  return `${json}"`;
}

function escapeWhatMust(character: string): string {
  return JSON.stringify(character).slice(1, -1);
}

function escapeAny(character: string): string {
  if (Object.hasOwn(shortEscapes, character)) return shortEscapes[character]!;
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
