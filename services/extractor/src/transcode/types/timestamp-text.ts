import { epochDays, parseDays, parseMicrosOfDay } from "./calendar.ts";
import { parseInt64 } from "./encode-integer.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

const microsPerDay = 86_400_000_000n;
/** BigQuery's limits, 0001-01-01 00:00:00 and 9999-12-31 23:59:59.999999 UTC. */
const minMicros = -62_135_596_800_000_000n;
const maxMicros = 253_402_300_799_999_999n;

export function unixToPostgresMicros(micros: bigint): bigint {
  return micros - BigInt(epochDays) * microsPerDay;
}

/**
 * Unix microseconds of a TIMESTAMP in any form BigQuery has: int64 microseconds (`useInt64Timestamp`), ISO 8601
 * (`timestampOutputFormat`), or seconds as a float, which is the default.
 *
 * @throws CellRefusal
 */
export function parseTimestampText(text: string): bigint {
  const micros = /^-?\d+$/.test(text) ? parseInt64(text) : (parseFloatSeconds(text) ?? parseIso(text));
  if (micros < minMicros || micros > maxMicros) refuseValue("it is not a timestamp from year 0001 to 9999");
  return micros;
}

/** Formats ISO 8601 in UTC with six fraction digits, which every JSON reader understands. */
export function toIsoTimestamp(unixMicros: bigint): string {
  // The remainder of a time before 1970 is negative, but the fraction counts upwards.
  const micros = ((unixMicros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((unixMicros - micros) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${micros.toString().padStart(6, "0")}Z`;
}

/** `1.408452095220000E9`, rounded to microseconds; null for another form. */
function parseFloatSeconds(text: string): bigint | null {
  const match = /^(-?)(\d{1,20})(?:\.(\d{1,40}))?(?:E([+-]?\d{1,2}))?$/i.exec(text);
  if (match === null) return null;
  const [, sign, integer = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(integer + fraction);
  const places = Number(exponent) - fraction.length + 6;
  const divisor = 10n ** BigInt(Math.max(-places, 0));
  const micros = (digits * 10n ** BigInt(Math.max(places, 0)) + divisor / 2n) / divisor;
  return sign === "-" ? -micros : micros;
}

/** `2023-11-14T22:13:20.123456Z`; a space for the T, ` UTC` or an offset for the Z. */
function parseIso(text: string): bigint {
  const match = /^(\d{4}-\d\d-\d\d)[T ]([\d:.]+) ?(?:Z|UTC|([+-])(\d\d)(?::?(\d\d))?)$/i.exec(text);
  const [, date = "", time = "", sign = "+", hours = "0", minutes = "0"] = match ?? [];
  const days = match === null ? Number.NaN : parseDays(Buffer.from(date, "latin1"), 0);
  const timeBytes = Buffer.from(time, "latin1");
  const micros = parseMicrosOfDay(timeBytes, 0, timeBytes.length);
  if (Number.isNaN(days + micros)) return refuseValue("it is not a timestamp");
  const offset = BigInt(Number(hours) * 60 + Number(minutes)) * 60_000_000n;
  const local = BigInt(days + epochDays) * microsPerDay + BigInt(micros);
  return sign === "-" ? local + offset : local - offset;
}
