/** The policy `replace`: values that PostgreSQL cannot store are replaced, and everything else stays the same. */
import type { Column } from "../column.ts";
import { isJsonbNumber } from "../types/jsonb-number.ts";

/** U+FFFD, Unicode's replacement character. */
const replacement = "\ufffd";

/**
 * Returns the value of a cell with NUL characters and lone surrogates replaced by U+FFFD, and numbers that jsonb
 * refuses by strings of their digits.
 *
 * @param wire the cell's parsed JSON. A value without the column's shape is returned unchanged.
 */
export function replaceUnrepresentable(column: Column, wire: unknown): unknown {
  if (column.repeated) {
    const element = { ...column, repeated: false };
    return Array.isArray(wire) ? wire.map((cell) => replaceInCell(element, cell)) : wire;
  }
  if (column.type === "STRUCT") {
    const cells = (wire as { f?: unknown } | null)?.f;
    if (!Array.isArray(cells) || cells.length !== column.fields?.length) return wire;
    return { f: cells.map((cell, index) => replaceInCell(column.fields![index]!, cell)) };
  }
  if (typeof wire !== "string") return wire;
  return column.type === "JSON" ? replaceInJson(wire) : replaceInText(wire);
}

function replaceInCell(column: Column, cell: unknown): unknown {
  const isCell = typeof cell === "object" && cell !== null && "v" in cell;
  return isCell ? { v: replaceUnrepresentable(column, cell.v) } : cell;
}

function replaceInText(text: string): string {
  return text.toWellFormed().replaceAll("\0", replacement);
}

/** A pair of surrogates, U+0000, a lone surrogate, any other escape. A pair and other escapes stay. */
const escapes =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u0000|\\u[dD][89a-fA-F][\da-fA-F]{2})|\\./gs;

const numbers = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The rest of the JSON text is copied verbatim, or numbers would lose digits. */
function replaceInJson(json: string): string {
  const text = replaceInText(json).replace(escapes, (escape, odd?: string) =>
    odd === undefined ? escape : replacement,
  );
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    pieces.push(outside.replace(numbers, (number) => (isJsonbNumber(number) ? number : `"${number}"`)));
    if (quote < 0) break;
    at = endOfString(text, quote + 1);
    pieces.push(text.slice(quote, at));
  }
  return pieces.join("");
}

/** Position after the closing quote. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}
