import { endField, out } from "./output";
import { BACKSLASH, MINUS, PLUS, POINT, QUOTE, byteAt, digitAt } from "./scan";

// Contract of the encoders: see numbers.ts.

const LOWER_U: u32 = 0x75;
const JSONB_VERSION: u8 = 1;
const BAD_HEX: u32 = 0x10000;
/** `1e99999` */
const MIN_ODD_NUMBER_BYTES: usize = 7;
/** With fewer, a number is beyond numeric only when it has more than 6,000 digits as well. */
const ODD_EXPONENT_DIGITS: usize = 5;
/** 6,000 digits, with a point among them, are 3,000 in a row, and they cover three places. */
const DIGITS_STRIDE: usize = 900;

/** Where copyString stopped writing. */
let copyEnd: usize = 0;
/** Whether copyString wrote a backslash. */
let wroteBackslash: bool = false;
/** Behind the escape that writeEscape read. */
let escapeEnd: usize = 0;

export function encodeText(start: usize): usize {
  const end = copyString(start, out + 4);
  if (end != 0) endField(copyEnd);
  return end;
}

export function encodeJson(start: usize): usize {
  const text = out + 5;
  wroteBackslash = false;
  const end = copyString(start, text);
  // What jsonb cannot hold, as an escape of the JSON text itself or a number: the host looks closely.
  if (end == 0 || (wroteBackslash && hasUnicodeEscape(text, copyEnd)) || mayHoldOddNumber(text, copyEnd)) return 0;
  store<u8>(out + 4, JSONB_VERSION);
  endField(copyEnd);
  return end;
}

function hasUnicodeEscape(start: usize, end: usize): bool {
  for (let position = start; position + 1 < end; position++) {
    if (byteAt(position) == BACKSLASH && byteAt(position + 1) == LOWER_U) return true;
  }
  return false;
}

/**
 * Whether a number may be beyond numeric: it has an exponent of five digits, or thousands of digits. Bytes behind the
 * text are looked at too: at worst the host looks for nothing.
 */
function mayHoldOddNumber(start: usize, end: usize): bool {
  if (end - start < MIN_ODD_NUMBER_BYTES) return false;
  for (let position = start; position < end; position += 16) {
    const digits = i8x16.lt_u(i8x16.sub(v128.load(position), i8x16.splat(0x30)), i8x16.splat(10));
    const letters = i8x16.eq(v128.or(v128.load(position + 1), i8x16.splat(0x20)), i8x16.splat(0x65));
    let mask = i8x16.bitmask(v128.and(digits, letters));
    for (; mask != 0; mask &= mask - 1) {
      if (isOddExponent(start, position + <usize>ctz<i32>(mask))) return true;
    }
  }
  return hasThousandsOfDigits(start, end);
}

/** @param digit position of the mantissa's last digit; the e follows it */
function isOddExponent(start: usize, digit: usize): bool {
  let position = digit + 2;
  const sign = byteAt(position);
  if (sign == PLUS || sign == MINUS) position++;
  for (let place: usize = 0; place < ODD_EXPONENT_DIGITS; place++) if (digitAt(position + place) > 9) return false;
  // In a text, a hash for example, letters or a quote stand before it.
  let first = digit;
  while (first > start && (digitAt(first - 1) <= 9 || byteAt(first - 1) == POINT)) first--;
  if (first == start) return true;
  const before = byteAt(first - 1);
  return before != QUOTE && (before | 0x20) - 0x61 > 25;
}

/** A run of so many digits has three in a row among the places looked at. */
function hasThousandsOfDigits(start: usize, end: usize): bool {
  let inARow = 0;
  for (let position = start + DIGITS_STRIDE; position < end; position += DIGITS_STRIDE) {
    inARow = digitAt(position) <= 9 ? inARow + 1 : 0;
    if (inARow == 3) return true;
  }
  return false;
}

/**
 * Copies a JSON string's text to `target`, escapes resolved. 16 bytes at a time are copied first and then searched for a
 * quote, a backslash or a control character; what was copied too much is written over.
 *
 * @returns position behind the closing quote; 0 for invalid JSON or a text that PostgreSQL cannot store
 */
function copyString(start: usize, target: usize): usize {
  let from = start;
  let to = target;
  while (true) {
    const bytes = v128.load(from);
    v128.store(to, bytes);
    const marks = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      i8x16.lt_u(bytes, i8x16.splat(0x20)),
    );
    const mask = i8x16.bitmask(marks);
    if (mask == 0) {
      from += 16;
      to += 16;
      continue;
    }
    const plain = <usize>ctz<i32>(mask);
    from += plain;
    to += plain;
    const mark = byteAt(from);
    if (mark == QUOTE) {
      copyEnd = to;
      return from + 1;
    }
    if (mark != BACKSLASH) return 0;
    to = writeEscape(from + 1, to);
    if (to == 0) return 0;
    from = escapeEnd;
  }
}

/** @returns position behind the character written; 0 when it cannot be */
function writeEscape(letterAt: usize, to: usize): usize {
  const letter = byteAt(letterAt);
  if (letter == LOWER_U) return writeUnicodeEscape(letterAt + 1, to);
  let meaning: u32 = 0;
  switch (letter) {
    case 0x22: // quote
    case 0x2f: // slash
      meaning = letter;
      break;
    case BACKSLASH:
      meaning = letter;
      wroteBackslash = true;
      break;
    case 0x62: // b
      meaning = 0x08;
      break;
    case 0x66: // f
      meaning = 0x0c;
      break;
    case 0x6e: // n
      meaning = 0x0a;
      break;
    case 0x72: // r
      meaning = 0x0d;
      break;
    case 0x74: // t
      meaning = 0x09;
      break;
    default:
      return 0;
  }
  store<u8>(to, <u8>meaning);
  escapeEnd = letterAt + 1;
  return to + 1;
}

function writeUnicodeEscape(digits: usize, to: usize): usize {
  let codePoint = readHex4(digits);
  if (codePoint == 0 || codePoint == BAD_HEX) return 0;
  escapeEnd = digits + 4;
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    if (codePoint > 0xdbff || byteAt(digits + 4) != BACKSLASH || byteAt(digits + 5) != LOWER_U) return 0;
    const low = readHex4(digits + 6);
    if (low < 0xdc00 || low > 0xdfff) return 0;
    codePoint = 0x10000 + ((codePoint - 0xd800) << 10) + (low - 0xdc00);
    escapeEnd = digits + 10;
  }
  if (codePoint == BACKSLASH) wroteBackslash = true;
  return writeUtf8(codePoint, to);
}

function readHex4(start: usize): u32 {
  let value: u32 = 0;
  for (let place: usize = 0; place < 4; place++) {
    const byte = byteAt(start + place);
    let digit = byte - 0x30;
    if (digit > 9) {
      digit = (byte | 0x20) - 0x61;
      if (digit > 5) return BAD_HEX;
      digit += 10;
    }
    value = (value << 4) | digit;
  }
  return value;
}

function writeUtf8(codePoint: u32, to: usize): usize {
  if (codePoint < 0x80) {
    store<u8>(to, <u8>codePoint);
    return to + 1;
  }
  if (codePoint < 0x800) {
    store<u8>(to, <u8>(0xc0 | (codePoint >> 6)));
    store<u8>(to + 1, <u8>(0x80 | (codePoint & 0x3f)));
    return to + 2;
  }
  let position = to;
  if (codePoint < 0x10000) {
    store<u8>(position++, <u8>(0xe0 | (codePoint >> 12)));
  } else {
    store<u8>(position++, <u8>(0xf0 | (codePoint >> 18)));
    store<u8>(position++, <u8>(0x80 | ((codePoint >> 12) & 0x3f)));
  }
  store<u8>(position, <u8>(0x80 | ((codePoint >> 6) & 0x3f)));
  store<u8>(position + 1, <u8>(0x80 | (codePoint & 0x3f)));
  return position + 2;
}
