/**
 * Values that people write for a column by which rows are ordered: bounds of a backfill, and the first value of a cursor.
 * The format is strict because a backfill's bounds go to PostgreSQL too, which would read other formats differently.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types
 */

/** Values of one type. */
interface Form {
  readonly example: string;
  /** A value that compares with others as BigQuery compares them; undefined for a text that is no value of the type. */
  readonly parse: (text: string) => bigint | Buffer | undefined;
}

const datePart = String.raw`(?<date>\d{4}-\d\d-\d\d)`;
const timePart = String.raw`[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,6}))?)?`;
const offsetPart = String.raw`Z|(?<sign>[+-])(?<offsetHour>\d\d)(?::(?<offsetMinute>\d\d))?`;

const dateForm = new RegExp(`^${datePart}$`);
const dateTimeForm = new RegExp(`^${datePart}(?:${timePart})?$`);
const timestampForm = new RegExp(`^${datePart}(?:${timePart}(?:${offsetPart})?)?$`);

const microsOfMinute = 60_000_000n;
const firstMicros = BigInt(Date.parse("0001-01-01T00:00:00Z")) * 1_000n;
const lastMicros = BigInt(Date.parse("9999-12-31T23:59:59.999Z")) * 1_000n + 999n;

/** The digits before and after the point, and the limits in units of the last of them. */
interface Digits {
  readonly before: number;
  readonly after: number;
  readonly smallest: bigint;
  readonly greatest: bigint;
}

const int64: Digits = { before: 19, after: 0, smallest: -(2n ** 63n), greatest: 2n ** 63n - 1n };
const numeric: Digits = { before: 29, after: 9, smallest: 1n - 10n ** 38n, greatest: 10n ** 38n - 1n };
const bigNumeric: Digits = { before: 39, after: 38, smallest: -(2n ** 255n), greatest: 2n ** 255n - 1n };

const forms: Readonly<Record<string, Form>> = {
  INT64: { example: "1000", parse: (text) => toNumber(text, int64) },
  NUMERIC: { example: "1000.5", parse: (text) => toNumber(text, numeric) },
  BIGNUMERIC: { example: "1000.5", parse: (text) => toNumber(text, bigNumeric) },
  STRING: { example: "any text", parse: (text) => Buffer.from(text) },
  DATE: { example: "2026-01-31", parse: (text) => toMicros(dateForm.exec(text)) },
  DATETIME: { example: "2026-01-31T12:00:00", parse: (text) => toMicros(dateTimeForm.exec(text)) },
  TIMESTAMP: { example: "2026-01-31T12:00:00Z", parse: (text) => toMicros(timestampForm.exec(text)) },
};

/** Types whose order BigQuery and PostgreSQL share: those of cursors, and of columns that a backfill can have a range of. */
export const orderedTypes: readonly string[] = Object.keys(forms);

/**
 * Says what is wrong with a value of a column of this type, as the end of a sentence; undefined if nothing is, and for a
 * type without order.
 */
export function describeCursorValue(type: string, text: string): string | undefined {
  const form = forms[type];
  if (form === undefined || form.parse(text) !== undefined) return undefined;
  const limits = type.startsWith("DATE") || type === "TIMESTAMP" ? ", a real date in the years 1 to 9999" : "";
  return `must be written as ${form.example}${limits}: the column's type is ${type}`;
}

/**
 * True if no value can be in the range, whose end it does not have.
 *
 * @param type undefined if it is unknown: then it is true only if the range is empty for each type that has both bounds.
 *   Bounds that only a STRING has may be mistakes for another type, of which more can be said.
 */
export function isEmptyRange(from: string, to: string, type?: string): boolean {
  if (from === to) return true;
  const orders = (type === undefined ? orderedTypes : [type]).flatMap((one) => compare(one, from, to) ?? []);
  return orders.length > (type === undefined ? 1 : 0) && orders.every((order) => order >= 0);
}

/** Says what is wrong with the bounds of an empty range. */
export const emptyRange =
  "no row can be in the range of the backfill, because from is not before to: the rows with to itself are not read";

function compare(type: string, one: string, other: string): number | undefined {
  const [first, second] = [forms[type]?.parse(one), forms[type]?.parse(other)];
  if (first === undefined || second === undefined) return undefined;
  if (Buffer.isBuffer(first) && Buffer.isBuffer(second)) return first.compare(second);
  return first < second ? -1 : Number(first > second);
}

function toNumber(text: string, { before, after, smallest, greatest }: Digits): bigint | undefined {
  const { sign, whole, fraction = "" } = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/.exec(text)?.groups ?? {};
  if (whole === undefined || whole.length > before || fraction.length > after) return undefined;
  const units = BigInt(`${sign}${whole}${fraction.padEnd(after, "0")}`);
  return units < smallest || units > greatest ? undefined : units;
}

/** Microseconds since 1970, in the proleptic Gregorian calendar. */
function toMicros(found: RegExpExecArray | null): bigint | undefined {
  const { date, hour = "0", minute = "0", second = "0", fraction = "" } = found?.groups ?? {};
  const { sign = "+", offsetHour = "0", offsetMinute = "0" } = found?.groups ?? {};
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 14 || Number(offsetMinute) > 59) return undefined;
  const midnight = new Date(`${date}T00:00:00Z`);
  // JavaScript takes 2026-02-30 for a day of March.
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== date) return undefined;
  const minutes =
    Number(hour) * 60 + Number(minute) - Number(`${sign}1`) * (Number(offsetHour) * 60 + Number(offsetMinute));
  const micros =
    BigInt(midnight.getTime()) * 1_000n +
    BigInt(minutes) * microsOfMinute +
    BigInt(second) * 1_000_000n +
    BigInt(fraction.padEnd(6, "0"));
  return micros < firstMicros || micros > lastMicros ? undefined : micros;
}
