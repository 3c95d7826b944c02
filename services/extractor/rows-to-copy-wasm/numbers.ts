import { endField, out, writeInt64Field } from "./output";
import { MINUS, PLUS, POINT, QUOTE, byteAt, digitAt } from "./scan";

// Each encoder takes the position behind the opening quote and gives the position behind the closing one. 0 means that
// the text is not of the ordinary form and nothing was written: the host then encodes the cell or says what is wrong.

const MAX_INT64_DIGITS: usize = 19; // fits u64, whatever the digits
const UNIX_TO_POSTGRES_MICROS: i64 = 946_684_800_000_000;
// BigQuery's limits, 0001-01-01 00:00:00 and 9999-12-31 23:59:59.999999 UTC.
const MIN_TIMESTAMP: i64 = -62_135_596_800_000_000;
const MAX_TIMESTAMP: i64 = 253_402_300_799_999_999;

const POWERS_OF_10: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);
const MAX_EXACT_EXPONENT: i32 = 22;
const MAX_EXACT_INTEGER: u64 = 1 << 53;

let integer: i64 = 0;

export function encodeInt64(start: usize): usize {
  const end = readInteger(start);
  if (end != 0) writeInt64Field(integer);
  return end;
}

export function encodeTimestamp(start: usize): usize {
  const end = readInteger(start);
  if (end == 0 || integer < MIN_TIMESTAMP || integer > MAX_TIMESTAMP) return 0;
  writeInt64Field(integer - UNIX_TO_POSTGRES_MICROS);
  return end;
}

function readInteger(start: usize): usize {
  const isNegative = byteAt(start) == MINUS;
  const first = isNegative ? start + 1 : start;
  let position = first;
  let magnitude: u64 = 0;
  for (let digit = digitAt(position); digit <= 9; digit = digitAt(++position)) magnitude = magnitude * 10 + digit;
  const digitCount = position - first;
  if (digitCount == 0 || digitCount > MAX_INT64_DIGITS || byteAt(position) != QUOTE) return 0;
  if (magnitude > <u64>i64.MAX_VALUE + <u64>isNegative) return 0;
  integer = isNegative ? 0 - <i64>magnitude : <i64>magnitude;
  return position + 1;
}

/**
 * Integer and power of ten are both exact, so one multiplication or division rounds once, as it must. What has more
 * digits or a larger exponent goes to the host.
 */
export function encodeFloat64(start: usize): usize {
  const isNegative = byteAt(start) == MINUS;
  const first = isNegative ? start + 1 : start;
  let position = first;
  let mantissa: u64 = 0;
  for (let digit = digitAt(position); digit <= 9; digit = digitAt(++position)) mantissa = mantissa * 10 + digit;
  let digitCount = position - first;
  let exponent: i32 = 0;
  if (byteAt(position) == POINT) {
    const fraction = ++position;
    for (let digit = digitAt(position); digit <= 9; digit = digitAt(++position)) mantissa = mantissa * 10 + digit;
    exponent = -(<i32>(position - fraction));
    digitCount += position - fraction;
  }
  // More than 19 digits may have wrapped round.
  if (digitCount == 0 || digitCount > 19 || mantissa > MAX_EXACT_INTEGER) return 0;
  if ((byteAt(position) | 0x20) == 0x65) {
    const sign = byteAt(++position);
    if (sign == MINUS || sign == PLUS) position++;
    const exponentFirst = position;
    let value: i32 = 0;
    for (let digit = digitAt(position); digit <= 9; digit = digitAt(++position)) value = value * 10 + <i32>digit;
    if (position == exponentFirst || position - exponentFirst > 3) return 0;
    exponent += sign == MINUS ? -value : value;
  }
  if (byteAt(position) != QUOTE || exponent > MAX_EXACT_EXPONENT || exponent < -MAX_EXACT_EXPONENT) return 0;
  const power = load<f64>(POWERS_OF_10 + ((<usize>abs(exponent)) << 3));
  const value = exponent < 0 ? <f64>mantissa / power : <f64>mantissa * power;
  writeInt64Field(reinterpret<i64>(isNegative ? -value : value));
  return position + 1;
}

const MAX_DECIMAL_DIGITS: usize = 200;

/**
 * NUMERIC and BIGNUMERIC without an exponent: int16 groups of four decimal digits, aligned to the point, without the
 * zero groups at either end.
 */
export function encodeNumeric(start: usize): usize {
  const isNegative = byteAt(start) == MINUS;
  const first = isNegative ? start + 1 : start;
  let point = first;
  while (digitAt(point) <= 9) point++;
  let end = point;
  let scale: usize = 0;
  if (byteAt(point) == POINT) {
    end++;
    while (digitAt(end) <= 9) end++;
    scale = end - point - 1;
  }
  const integerDigits = point - first;
  if (byteAt(end) != QUOTE || integerDigits + scale == 0 || integerDigits + scale > MAX_DECIMAL_DIGITS) return 0;

  const groups = out + 12;
  let to = groups;
  let weight: i32 = (<i32>integerDigits + 3) / 4 - 1;
  let leftOver = integerDigits & 3;
  if (leftOver == 0) leftOver = 4;
  for (let at = first; at < point;) {
    let group: u32 = 0;
    for (; leftOver != 0; leftOver--) group = group * 10 + digitAt(at++);
    leftOver = 4;
    if (group == 0 && to == groups) {
      weight--;
      continue;
    }
    store<u16>(to, bswap<u16>(<u16>group));
    to += 2;
  }
  for (let at = point + 1; at < end;) {
    let group: u32 = 0;
    for (let place = 0; place < 4; place++) group = group * 10 + (at < end ? digitAt(at++) : 0);
    if (group == 0 && to == groups) {
      weight--;
      continue;
    }
    store<u16>(to, bswap<u16>(<u16>group));
    to += 2;
  }
  while (to > groups && load<u16>(to - 2) == 0) to -= 2;
  const isZero = to == groups;
  store<u16>(out + 4, bswap<u16>(<u16>((to - groups) >> 1)));
  store<u16>(out + 6, isZero ? 0 : bswap<u16>(<u16>weight));
  store<u16>(out + 8, isNegative && !isZero ? 0x0040 : 0); // 0x4000, big-endian
  store<u16>(out + 10, bswap<u16>(<u16>scale));
  endField(to);
  return end + 1;
}

export function encodeBool(start: usize): usize {
  const word = load<u32>(start) | 0x20202020;
  let end: usize = 0;
  if (word == 0x65757274 && byteAt(start + 4) == QUOTE) {
    store<u8>(out + 4, 1);
    end = start + 5;
  } else if (word == 0x736c6166 && (byteAt(start + 4) | 0x20) == 0x65 && byteAt(start + 5) == QUOTE) {
    store<u8>(out + 4, 0);
    end = start + 6;
  }
  if (end != 0) endField(out + 5);
  return end;
}
