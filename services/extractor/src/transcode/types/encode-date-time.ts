import { SPACE } from "../page-json/ascii.ts";
import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { epochDays, parseDays, parseMicrosOfDay } from "./calendar.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { parseSafeInteger } from "./encode-integer.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";
import { parseTimestampText, unixToPostgresMicros } from "./timestamp-text.ts";

const microsPerDay = 86_400_000_000;
/** Days whose microseconds are a safe integer; 2000 ± 273 years. */
const safeDays = 100_000;
/** The same for Unix microseconds, with room for the change of epoch: until 2223. */
const safeMicros = 8e15;
const upperT = 0x54;
const lowerT = 0x74;

/** DATE → date: int32 days since 2000-01-01. Source: PostgreSQL's date_send. */
export const encodeDate: CellEncoder = (text, start, end, out) => {
  const days = end - start === 10 ? parseDays(text, start) : Number.NaN;
  if (Number.isNaN(days)) refuseValue("it is not a date from 0001-01-01 to 9999-12-31");
  out.int32(4);
  out.int32(days);
};

/** DATETIME → timestamp: int64 microseconds since 2000-01-01. Source: PostgreSQL's timestamp_send. */
export const encodeDatetime: CellEncoder = (text, start, end, out) => {
  const separator = text[start + 10];
  const isDatetime = separator === upperT || separator === lowerT || separator === SPACE;
  const days = isDatetime && end - start > 10 ? parseDays(text, start) : Number.NaN;
  const micros = parseMicrosOfDay(text, start + 11, end);
  if (Number.isNaN(days + micros)) refuseValue("it is not a date and time from year 0001 to 9999");
  out.int32(8);
  writeMicros(out, days, micros);
};

/** TIME → time: int64 microseconds since midnight. Source: PostgreSQL's time_send. */
export const encodeTime: CellEncoder = (text, start, end, out) => {
  const micros = parseMicrosOfDay(text, start, end);
  if (Number.isNaN(micros)) refuseValue("it is not a time of day");
  out.int32(8);
  out.int64(micros);
};

/**
 * TIMESTAMP → timestamptz: int64 microseconds since 2000-01-01 UTC. Source: PostgreSQL's timestamptz_send; BigQuery
 * writes Unix microseconds with `useInt64Timestamp`.
 */
export const encodeTimestamp: CellEncoder = (text, start, end, out) => {
  out.int32(8);
  const micros = parseSafeInteger(text, start, end);
  if (Math.abs(micros) < safeMicros) out.int64(micros - epochDays * microsPerDay);
  else out.bigInt64(unixToPostgresMicros(parseTimestampText(text.toString("latin1", start, end))));
};

function writeMicros(out: ByteWriter, days: number, micros: number): void {
  if (Math.abs(days) < safeDays) out.int64(days * microsPerDay + micros);
  else out.bigInt64(BigInt(days) * BigInt(microsPerDay) + BigInt(micros));
}
