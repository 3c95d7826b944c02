import { MINUS, POINT, ZERO } from "../page-json/ascii.ts";
import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

/** PostgreSQL's base is 10,000: four decimal digits in an int16. */
const digitsPerGroup = 4;
/** Far above BigQuery's 38, and low enough that an input cannot make us write megabytes of zeros. */
const maxExponent = 1000;
/** PostgreSQL manual, "Numeric Types": up to 131072 digits before the point, up to 16383 after it. */
const maxIntegerDigits = 131_072;
const maxScale = 16_383;
const negativeSign = 0x4000;

/**
 * NUMERIC and BIGNUMERIC → numeric, with the scale of the text, as PostgreSQL's numeric_in keeps it.
 * Source: PostgreSQL's numeric_send: int16 groups, weight, sign, display scale, then the groups.
 */
export const encodeNumeric: CellEncoder = (text, start, end, out) => {
  if (encodePlainDecimal(text, start, end, out)) return;
  const plain = Buffer.from(toPlainDecimal(text.toString("latin1", start, end)), "latin1");
  out.reserve(2 * plain.length);
  if (!encodePlainDecimal(plain, 0, plain.length, out)) refuseValue("it is not a decimal number");
};

/** @returns false, and nothing is written, when the text is not `[-]digits[.digits]` */
function encodePlainDecimal(text: Buffer, start: number, end: number, out: ByteWriter): boolean {
  const isNegative = text[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  const point = findPoint(text, first, end);
  if (point < 0) return false;
  const integerDigits = point - first;
  const scale = point < end ? end - point - 1 : 0;
  if (integerDigits + scale === 0) return false;
  if (integerDigits > maxIntegerDigits || scale > maxScale) refuseValue("it has too many digits");

  const fieldAt = out.length;
  out.length += 12;
  // The first group holds the remaining integer digits; the last one is padded with zeros.
  const groupsAt = out.length;
  const leftOver = integerDigits % digitsPerGroup;
  let weight = Math.ceil(integerDigits / digitsPerGroup) - 1;
  if (leftOver > 0 && !writeGroup(out, groupsAt, readGroup(text, first, first + leftOver))) weight--;
  for (let at = first + leftOver; at < point; at += digitsPerGroup) {
    if (!writeGroup(out, groupsAt, readGroup(text, at, at + digitsPerGroup))) weight--;
  }
  for (let at = point + 1; at < end; at += digitsPerGroup) {
    const group = readGroup(text, at, Math.min(at + digitsPerGroup, end));
    const missing = Math.max(at + digitsPerGroup - end, 0);
    if (!writeGroup(out, groupsAt, group * 10 ** missing)) weight--;
  }
  while (out.length > groupsAt && out.bytes[out.length - 1] === 0 && out.bytes[out.length - 2] === 0) out.length -= 2;
  const isZero = out.length === groupsAt;
  out.int32At(fieldAt, out.length - fieldAt - 4);
  out.int16At(fieldAt + 4, (out.length - groupsAt) / 2);
  out.int16At(fieldAt + 6, isZero ? 0 : weight);
  out.int16At(fieldAt + 8, isNegative && !isZero ? negativeSign : 0);
  out.int16At(fieldAt + 10, scale);
  return true;
}

/** Position of the point, `end` if there is none, -1 if there is anything but digits. */
function findPoint(text: Buffer, first: number, end: number): number {
  let point = end;
  for (let position = first; position < end; position++) {
    const byte = text[position]!;
    if (byte === POINT && point === end) point = position;
    else if (byte < ZERO || byte > ZERO + 9) return -1;
  }
  return point;
}

function readGroup(text: Buffer, start: number, end: number): number {
  let group = 0;
  for (let position = start; position < end; position++) group = group * 10 + text[position]! - ZERO;
  return group;
}

/** @returns false for a leading zero, which is not stored */
function writeGroup(out: ByteWriter, groupsAt: number, group: number): boolean {
  if (group === 0 && out.length === groupsAt) return false;
  out.int16(group);
  return true;
}

/**
 * `1.50E3` as `1500`, `15E-3` as `0.015`: PostgreSQL moves the point and lowers the scale, not below 0.
 *
 * @throws CellRefusal when the text is not a decimal number
 */
export function toPlainDecimal(text: string): string {
  const match = /^([+-]?)(?=[.\d])(\d*)\.?(\d*)(?:e([+-]?\d{1,9}))?$/i.exec(text);
  if (match === null || (match[2] === "" && match[3] === "")) return refuseValue("it is not a decimal number");
  const [, sign, integer = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > maxExponent) refuseValue("its exponent is out of range");
  const scale = Math.max(fraction.length - exponent, 0);
  const missing = Math.max(exponent - fraction.length, 0);
  const digits = (integer + fraction + "0".repeat(missing)).padStart(scale + 1, "0");
  const point = digits.length - scale;
  const integerPart = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  return (sign === "-" ? "-" : "") + integerPart + (scale > 0 ? `.${digits.slice(point)}` : "");
}
