import { BACKSLASH, LOWER_E, LOWER_U, MINUS, PLUS, POINT, QUOTE, TO_LOWER, ZERO } from "../page-json/ascii.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { isJsonbNumber, minOddNumberBytes } from "./jsonb-number.ts";
import { readCodePoint } from "../page-json/unescape.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

/** Why a number in JSON is refused. */
const beyondNumeric = "it holds a number beyond the range of numeric";

/** First byte of jsonb's binary form. Source: PostgreSQL's jsonb_recv. */
export const jsonbVersion = 1;

/**
 * STRING, GEOGRAPHY → text. U+0000 cannot occur: raw it is invalid JSON, and its escape was refused when it was
 * resolved.
 */
export const encodeText: CellEncoder = (text, start, end, out) => {
  out.int32(end - start);
  out.copy(text, start, end);
};

/**
 * JSON → jsonb. The text is copied: BigQuery writes only valid JSON, and PostgreSQL parses it again. JSON that jsonb
 * cannot store (U+0000, lone surrogates, numbers beyond numeric) is refused here, where column and row are known.
 */
export const encodeJson: CellEncoder = (text, start, end, out) => {
  checkJsonText(text, start, end);
  out.int32(end - start + 1);
  out.uint8(jsonbVersion);
  out.copy(text, start, end);
};

/** @throws CellRefusal when the JSON text has an escape (22P05) or a number (22003) that jsonb cannot hold */
export function checkJsonText(text: Buffer, start: number, end: number): void {
  let isInString = false;
  let before = 0;
  for (let position = start; position < end;) {
    const byte = text[position]!;
    if (!isInString && isDigit(byte) && !isPartOfWord(before)) {
      position = checkNumber(text, position, end);
      before = ZERO;
      continue;
    }
    position++;
    before = byte;
    if (byte === QUOTE) isInString = !isInString;
    if (byte !== BACKSLASH) continue;
    // Skips the escaped character too: in \\u0000 the u is not an escape.
    if (text[position++] === LOWER_U) position += readCodePoint(text, position, end) > 0xffff ? 10 : 4;
  }
}

/** @returns position behind the number whose first digit is at `start` */
function checkNumber(text: Buffer, start: number, end: number): number {
  let position = start + 1;
  while (position < end && isPartOfNumber(text[position]!)) position++;
  const isShort = position - start < minOddNumberBytes;
  if (!isShort && !isJsonbNumber(text.toString("latin1", start, position))) refuseValue(beyondNumeric);
  return position;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function isPartOfNumber(byte: number): boolean {
  return isDigit(byte) || byte === POINT || byte === PLUS || byte === MINUS || (byte | TO_LOWER) === LOWER_E;
}

/** No number begins after a letter, a quote or a point. */
function isPartOfWord(byte: number): boolean {
  const letter = byte | TO_LOWER;
  return byte === QUOTE || byte === POINT || (letter >= 0x61 && letter <= 0x7a);
}

const letters = { true: [0x74, 0x72, 0x75, 0x65], false: [0x66, 0x61, 0x6c, 0x73, 0x65] } as const;

/** BOOL → bool, one byte. BigQuery writes "true" and "false"; other writers of its format are seen to use capitals. */
export const encodeBool: CellEncoder = (text, start, end, out) => {
  out.int32(1);
  out.uint8(parseBool(text, start, end) ? 1 : 0);
};

function parseBool(text: Buffer, start: number, end: number): boolean {
  if (isWord(letters.true, text, start, end)) return true;
  if (isWord(letters.false, text, start, end)) return false;
  return refuseValue("it is neither true nor false");
}

function isWord(word: readonly number[], text: Buffer, start: number, end: number): boolean {
  return end - start === word.length && word.every((letter, index) => (text[start + index]! | 0x20) === letter);
}
