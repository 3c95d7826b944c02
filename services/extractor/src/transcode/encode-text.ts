import { BACKSLASH, LOWER_U } from "./ascii.ts";
import type { CellEncoder } from "./cell-encoder.ts";
import { readCodePoint } from "./unescape.ts";
import { refuseValue } from "./refusal.ts";

/** First byte of jsonb's binary form. Source: PostgreSQL's jsonb_recv. */
export const jsonbVersion = 1;

/** STRING, GEOGRAPHY → text. U+0000 cannot be here: raw it is no JSON, and its escape was refused when it was resolved. */
export const encodeText: CellEncoder = (text, start, end, out) => {
  out.int32(end - start);
  out.copy(text, start, end);
};

/**
 * JSON → jsonb. The text goes as it is: BigQuery writes JSON only, and PostgreSQL parses it again. What is JSON but no
 * jsonb, U+0000 and lone surrogates, is refused here, where column and row are known.
 */
export const encodeJson: CellEncoder = (text, start, end, out) => {
  checkJsonText(text, start, end);
  out.int32(end - start + 1);
  out.uint8(jsonbVersion);
  out.copy(text, start, end);
};

/** @throws CellRefusal when an escape in the JSON text stands for what jsonb cannot hold (22P05) */
export function checkJsonText(text: Buffer, start: number, end: number): void {
  let position = start;
  while (position < end) {
    if (text[position++] !== BACKSLASH) continue;
    // The escaped character is passed over too: in \\u0000 the u is not an escape.
    if (text[position++] === LOWER_U) position += readCodePoint(text, position, end) > 0xffff ? 10 : 4;
  }
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
