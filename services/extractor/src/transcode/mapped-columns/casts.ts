/**
 * The closed table of casts: which scalar can become which PostgreSQL type, and how. A value that does not fit is
 * refused, with its column. Only a cast declared lossy changes values silently.
 */
import type { Fidelity, TargetType } from "@datamantri/api";

import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { epochDays } from "../types/calendar.ts";
import { fieldSlackBytes, type CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import type { ScalarType } from "../column.ts";
import { encodeDate, encodeDatetime, encodeTime, encodeTimestamp } from "../types/encode-date-time.ts";
import { parseFloat64 } from "../types/encode-float.ts";
import { parseInt64 } from "../types/encode-integer.ts";
import { embedJson, writeJsonb } from "../types/encode-nested.ts";
import { encodeNumeric, toPlainDecimal } from "../types/encode-numeric.ts";
import { encodeBool } from "../types/encode-text.ts";
import { encodeGeography } from "../types/encode-geography.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";
import { parseTimestampText } from "../types/timestamp-text.ts";

/** Writes one field for a value's text, escapes resolved. @throws CellRefusal */
export type WriteText = (text: string, out: ByteWriter, type: TargetType) => void;

export interface Cast {
  readonly fidelity: Exclude<Fidelity, "unsupported">;
  /** Note for the reader of a type report. */
  readonly note?: string;
  /** Null if the canonical text is written. */
  readonly write: WriteText | null;
}

const microsPerDay = 86_400_000_000n;

/** Every scalar can become text. */
const texts: Readonly<Record<string, Cast>> = {
  text: { fidelity: "lossless", write: null },
  varchar: { fidelity: "lossless", note: "a longer value is refused", write: null },
  citext: { fidelity: "lossless", note: "needs the extension citext", write: null },
};

const isRefused = "a value that does not fit is refused";
const asValue = "as a value, not as text; an invalid one is refused";

const fromInteger = {
  ...integers(parseInt64),
  numeric: { fidelity: "lossless", note: isRefused, write: writeNumeric },
  "double precision": { fidelity: "lossy", note: "integers beyond 53 bits are rounded", write: writeDouble },
  real: { fidelity: "lossy", note: "integers beyond 24 bits are rounded", write: writeReal },
  boolean: { fidelity: "lossless", note: "0 and 1; others are refused", write: writeZeroOrOne },
} as const satisfies Record<string, Cast>;

const fromDecimal = {
  ...integers(exactInteger),
  numeric: { fidelity: "lossless", note: isRefused, write: writeNumeric },
  "double precision": { fidelity: "lossy", note: "rounded to the nearest double", write: writeDouble },
  real: { fidelity: "lossy", note: "rounded to the nearest float4", write: writeReal },
} as const satisfies Record<string, Cast>;

const fromText = {
  ...integers(exactInteger, asValue),
  numeric: { fidelity: "lossless", note: asValue, write: writeNumeric },
  "double precision": { fidelity: "lossy", note: "rounded to the nearest double", write: writeDouble },
  real: { fidelity: "lossy", note: "rounded to the nearest float4", write: writeReal },
  boolean: { fidelity: "lossless", note: "true and false in any case; others are refused", write: via(encodeBool) },
  date: { fidelity: "lossless", note: "YYYY-MM-DD; others are refused", write: via(encodeDate) },
  time: { fidelity: "lossless", note: "HH:MM:SS[.ffffff]; others are refused", write: moment(encodeTime) },
  timestamp: {
    fidelity: "lossless",
    note: "YYYY-MM-DD HH:MM:SS[.ffffff]; others are refused",
    write: moment(encodeDatetime),
  },
  timestamptz: {
    fidelity: "lossless",
    note: "YYYY-MM-DD HH:MM:SS[.ffffff] with Z or an offset, kept as the moment; others are refused",
    write: moment(encodeZoned),
  },
  uuid: { fidelity: "lossless", note: "32 hexadecimal digits; others are refused", write: writeUuid },
  jsonb: { fidelity: "lossless", note: asValue, write: (text, out) => writeJsonb(embedJson(text), out) },
  json: {
    fidelity: "lossless",
    note: "invalid JSON is refused",
    write: (text, out) => out.textField(embedJson(text)),
  },
  bytea: { fidelity: "lossless", note: "its UTF-8", write: (text, out) => out.textField(text) },
} as const satisfies Record<string, Cast>;

/** Source type → name of a cast → conversion. A column's natural type needs none. */
export const casts: Readonly<Record<ScalarType, Readonly<Record<string, Cast>>>> = {
  INT64: { ...texts, ...fromInteger },
  FLOAT64: {
    ...texts,
    ...integers(wholeFloat),
    numeric: {
      fidelity: "lossless",
      note: "the shortest number that reads back equal; NaN and infinities are refused",
      write: (text, out, type) => writeNumeric(finiteText(text), out, type),
    },
    real: { fidelity: "lossy", note: "rounded to the nearest float4", write: writeReal },
  },
  NUMERIC: { ...texts, ...fromDecimal },
  BIGNUMERIC: { ...texts, ...fromDecimal },
  BOOL: { ...texts, ...integers(zeroOrOne, "false is 0, true is 1") },
  STRING: { ...texts, ...fromText },
  BYTES: {
    text: { fidelity: "lossless", note: "as base64", write: null },
    varchar: { ...texts.varchar!, note: "as base64; a longer value is refused" },
    uuid: { fidelity: "lossless", note: "16 bytes; others are refused", write: writeUuidBytes },
  },
  DATE: {
    ...texts,
    timestamp: { fidelity: "lossless", note: "midnight", write: (text, out) => midnight(text, out) },
    timestamptz: { fidelity: "lossless", note: "midnight UTC", write: (text, out) => midnight(text, out) },
  },
  DATETIME: {
    ...texts,
    timestamptz: { fidelity: "lossless", note: "taken as UTC", write: via(encodeDatetime) },
    date: {
      fidelity: "lossy",
      note: "the time of day is cut off",
      write: (text, out) => via(encodeDate)(text.slice(0, 10), out),
    },
  },
  TIME: texts,
  TIMESTAMP: {
    ...texts,
    timestamp: { fidelity: "lossless", note: "the time in UTC", write: via(encodeTimestamp) },
    date: { fidelity: "lossy", note: "the day in UTC; the time is cut off", write: writeDayOfTimestamp },
  },
  JSON: { ...texts, json: { fidelity: "lossless", note: "the text as BigQuery writes it", write: null } },
  GEOGRAPHY: {
    ...texts,
    geography: { fidelity: "lossless", note: "needs the extension postgis", write: encodeGeography },
    geometry: { fidelity: "lossless", note: "SRID 4326; needs the extension postgis", write: encodeGeography },
  },
  INTERVAL: texts,
  RANGE: texts,
};

/** A whole STRUCT or ARRAY as JSON. */
export const nestedCasts: Readonly<Record<string, Cast>> = {
  text: { fidelity: "lossless", note: "as JSON", write: null },
  json: { fidelity: "lossless", write: null },
};

/** Writes the text unchanged; for varchar(n) at most n characters. @throws CellRefusal */
export function writeText(text: string, out: ByteWriter, { modifier: [maxLength] }: TargetType): void {
  if (maxLength !== undefined && text.length > maxLength && Array.from(text).length > maxLength) {
    refuseValue(`it is longer than ${maxLength} characters`);
  }
  out.textField(text);
}

function integers(parse: (text: string) => bigint, note = isRefused): Readonly<Record<string, Cast>> {
  const one = (write: (value: bigint, out: ByteWriter) => void): Cast => ({
    fidelity: "lossless",
    note,
    write: (text, out) => {
      out.reserve(fieldSlackBytes);
      write(parse(text), out);
    },
  });
  return {
    bigint: one((value, out) => {
      out.int32(8);
      out.bigInt64(inBits(value, 64));
    }),
    integer: one((value, out) => {
      out.int32(4);
      out.int32(Number(inBits(value, 32)));
    }),
    smallint: one((value, out) => {
      out.int32(2);
      out.int16(Number(inBits(value, 16)));
    }),
  };
}

function inBits(value: bigint, bits: number): bigint {
  return BigInt.asIntN(bits, value) === value ? value : refuseValue(`it does not fit ${bits} bits`);
}

/** @throws CellRefusal also for a fraction */
function exactInteger(text: string): bigint {
  const match = /^(-?\d+)(?:\.0*)?$/.exec(toPlainDecimal(text.trim()));
  return match === null ? refuseValue("it has a fraction, which an integer cannot hold") : BigInt(match[1]!);
}

function wholeFloat(text: string): bigint {
  const value = parseFloat64(text);
  return Number.isInteger(value) ? BigInt(value) : refuseValue("it is not an integer");
}

function zeroOrOne(text: string): bigint {
  return text.toLowerCase() === "true" ? 1n : text.toLowerCase() === "false" ? 0n : refuseValue("it is not a boolean");
}

function writeZeroOrOne(text: string, out: ByteWriter): void {
  const value = parseInt64(text);
  if (value !== 0n && value !== 1n) refuseValue("it is neither 0 nor 1");
  out.reserve(fieldSlackBytes);
  out.int32(1);
  out.uint8(Number(value));
}

/** COPY would round a number with more digits than the type. */
function writeNumeric(text: string, out: ByteWriter, { modifier: [precision, scale = 0] }: TargetType): void {
  const plain = toPlainDecimal(text.trim());
  const [whole = "", fraction = ""] = plain.replace("-", "").split(".");
  if (precision !== undefined) {
    if (fraction.replace(/0+$/, "").length > scale) refuseValue(`it has more than ${scale} digits behind the point`);
    const digits = whole.replace(/^0+/, "").length;
    if (digits > precision - scale) refuseValue(`it has more than ${precision - scale} digits before the point`);
  }
  via(encodeNumeric)(plain, out);
}

function finiteText(text: string): string {
  const value = parseFloat64(text);
  return Number.isFinite(value) ? String(value) : refuseValue("NaN and infinities do not fit numeric");
}

function writeDouble(text: string, out: ByteWriter): void {
  out.reserve(fieldSlackBytes);
  const value = parseFloat64(text.trim());
  out.int32(8);
  out.float64(value);
}

function writeReal(text: string, out: ByteWriter): void {
  const value = parseFloat64(text.trim());
  const rounded = Math.fround(value);
  const isBeyond = (Number.isFinite(value) && !Number.isFinite(rounded)) || (value !== 0 && rounded === 0);
  if (isBeyond) refuseValue("it is beyond the range of float4");
  out.reserve(fieldSlackBytes);
  out.int32(4);
  out.float32(rounded);
}

function writeUuid(text: string, out: ByteWriter): void {
  const isUuid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i.test(text);
  if (!isUuid) refuseValue("it is not a UUID");
  writeBytes(Buffer.from(text.replaceAll("-", ""), "hex"), out);
}

function writeUuidBytes(text: string, out: ByteWriter): void {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 16) refuseValue("it does not have the 16 bytes of a UUID");
  writeBytes(bytes, out);
}

function writeBytes(bytes: Buffer, out: ByteWriter): void {
  out.reserve(4 + bytes.length);
  out.int32(bytes.length);
  out.copy(bytes, 0, bytes.length);
}

function midnight(date: string, out: ByteWriter): void {
  via(encodeDatetime)(`${date}T00:00:00`, out);
}

function writeDayOfTimestamp(text: string, out: ByteWriter): void {
  const micros = parseTimestampText(text);
  const remainder = ((micros % microsPerDay) + microsPerDay) % microsPerDay;
  out.reserve(fieldSlackBytes);
  out.int32(4);
  out.int32(Number((micros - remainder) / microsPerDay) - epochDays);
}

/** A text without a zone, or a bare number, is not a point in time. */
function encodeZoned(text: Buffer, start: number, end: number, out: ByteWriter): void {
  if (!/^\d{4}-\d\d-\d\d[T ]/i.test(text.toString("latin1", start, end))) refuseValue("it is not a timestamp");
  encodeTimestamp(text, start, end, out);
}

/** BigQuery's own timestamps are cut at microseconds, as docs/types.md says; a text with more digits is refused. */
function moment(encode: CellEncoder): WriteText {
  return (text, out) => {
    if (/\.\d{7}/.test(text)) refuseValue("it has more than six digits behind the point");
    via(encode)(text, out);
  };
}

function via(encode: CellEncoder): (text: string, out: ByteWriter) => void {
  return (text, out) => {
    const bytes = Buffer.from(text);
    out.reserve(2 * bytes.length + fieldSlackBytes);
    encode(bytes, 0, bytes.length, out);
  };
}
