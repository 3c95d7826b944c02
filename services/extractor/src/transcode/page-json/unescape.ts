import { BACKSLASH, LOWER_U } from "./ascii.ts";
import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { refuseShape, refuseValue } from "../unrepresentable/refusal.ts";

/** Why U+0000 is always refused: PostgreSQL's text and jsonb cannot store it (22021, 22P05). */
export const holdsNul = "it holds the character U+0000";
export const holdsLoneSurrogate = "it contains an unpaired surrogate";

/** Byte after the backslash → its meaning; 0 for an invalid escape. */
const simpleEscapes = new Uint8Array(256);
for (const [letter, meaning] of ['""', "\\\\", "//", "b\b", "f\f", "n\n", "r\r", "t\t"]) {
  simpleEscapes[letter!.charCodeAt(0)] = meaning!.charCodeAt(0);
}

/**
 * Appends the text of a JSON string as UTF-8, with escapes resolved. It is never longer than the JSON. Source: RFC
 * 8259, section 7.
 *
 * @throws CellRefusal
 */
export function unescapeTo(page: Buffer, start: number, end: number, out: ByteWriter): void {
  out.reserve(end - start);
  const { bytes } = out;
  let to = out.length;
  let position = start;
  while (position < end) {
    const byte = page[position++]!;
    if (byte !== BACKSLASH) {
      bytes[to++] = byte;
      continue;
    }
    const letter = page[position++]!;
    if (letter === LOWER_U) {
      const codePoint = readCodePoint(page, position, end);
      to = writeUtf8(codePoint, bytes, to);
      position += codePoint > 0xffff ? 10 : 4;
    } else {
      const meaning = simpleEscapes[letter]!;
      if (meaning === 0) refuseShape("it holds an escape that JSON does not have");
      bytes[to++] = meaning;
    }
  }
  out.length = to;
}

/**
 * The character whose escape has its first hex digit at `at`; the escape is 10 bytes long for characters above U+FFFF, else 4.
 *
 * @throws CellRefusal for U+0000 and lone surrogates
 */
export function readCodePoint(text: Buffer, at: number, end: number): number {
  const unit = readHex4(text, at, end);
  if (unit === 0) refuseValue(holdsNul);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || text[at + 4] !== BACKSLASH || text[at + 5] !== LOWER_U) refuseValue(holdsLoneSurrogate);
  const low = readHex4(text, at + 6, end);
  if (low < 0xdc00 || low > 0xdfff) refuseValue(holdsLoneSurrogate);
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

function readHex4(text: Buffer, at: number, end: number): number {
  const digits = text.toString("latin1", at, Math.min(at + 4, end));
  if (!/^[0-9a-f]{4}$/i.test(digits)) refuseShape("it holds an escape that JSON does not have");
  return Number.parseInt(digits, 16);
}

/** @returns position behind what was written */
function writeUtf8(codePoint: number, bytes: Buffer, at: number): number {
  let to = at;
  if (codePoint < 0x80) {
    bytes[to++] = codePoint;
    return to;
  }
  if (codePoint < 0x800) {
    bytes[to++] = 0xc0 | (codePoint >> 6);
  } else {
    if (codePoint < 0x10000) {
      bytes[to++] = 0xe0 | (codePoint >> 12);
    } else {
      bytes[to++] = 0xf0 | (codePoint >> 18);
      bytes[to++] = 0x80 | ((codePoint >> 12) & 0x3f);
    }
    bytes[to++] = 0x80 | ((codePoint >> 6) & 0x3f);
  }
  bytes[to++] = 0x80 | (codePoint & 0x3f);
  return to;
}
