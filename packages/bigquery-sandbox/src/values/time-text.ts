const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const TIME = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,9}))?`;
const datePattern = new RegExp(`^${DATE}$`);
const timePattern = new RegExp(`^${TIME}$`);
const datetimePattern = new RegExp(`^${DATE}(?:(?:[ T]|\\s+)${TIME})?$`, "i");
const timestampPattern = new RegExp(`^${DATE}(?:(?:[ T]|\\s+)${TIME})?\\s*(Z|UTC|[+-]\\d{1,2}(?::?\\d{2})?)?$`, "i");

const MIN_MICROS = -62_135_596_800_000_000n;
const MAX_MICROS = 253_402_300_799_999_999n;

/** `YYYY-[M]M-[D]D` as `YYYY-MM-DD`. */
export function readDate(text: string): string | undefined {
  const parts = datePattern.exec(text.trim());
  return parts === null ? undefined : dateOf(parts.slice(1, 4));
}

/** `[H]H:[M]M:[S]S[.F]` with six digits of a second. */
export function readTime(text: string): string | undefined {
  const parts = timePattern.exec(text.trim());
  return parts === null ? undefined : timeOf(parts.slice(1, 5));
}

/** A date, and a time of day after a blank or T. */
export function readDatetime(text: string): string | undefined {
  const parts = datetimePattern.exec(text.trim());
  return parts === null ? undefined : datetimeOf(parts);
}

/** A date and time with an offset (UTC by default), or seconds since 1970. Ends with `+00`. */
export function readTimestamp(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return fromSeconds(trimmed);
  const parts = timestampPattern.exec(trimmed);
  const local = parts === null ? undefined : datetimeOf(parts);
  if (parts === null || local === undefined) return undefined;
  const offset = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(parts[8] ?? "");
  if (offset === null) return `${local}+00`;
  const minutes = (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === "-" ? -1 : 1);
  return fromMicros(microsOf(local) - BigInt(minutes) * 60_000_000n);
}

function dateOf([year, month, day]: readonly (string | undefined)[]): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  const isReal = y >= 1 && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return isReal ? `${year}-${two(m)}-${two(d)}` : undefined;
}

function timeOf([hour, minute, second, fraction = ""]: readonly (string | undefined)[]): string | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59 || /[1-9]/.test(fraction.slice(6))) return undefined;
  return `${two(h)}:${two(m)}:${two(s)}.${fraction.slice(0, 6).padEnd(6, "0")}`;
}

function datetimeOf(parts: RegExpExecArray): string | undefined {
  const date = dateOf(parts.slice(1, 4));
  const time = parts[4] === undefined ? "00:00:00.000000" : timeOf(parts.slice(4, 8));
  return date === undefined || time === undefined ? undefined : `${date} ${time}`;
}

function microsOf(local: string): bigint {
  const [seconds = "", fraction = ""] = local.split(".");
  return BigInt(Date.parse(`${seconds.replace(" ", "T")}Z`)) * 1000n + BigInt(fraction);
}

function fromSeconds(text: string): string | undefined {
  const [, sign, whole = "", fraction = ""] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? plain(text);
  const micros = BigInt(whole + fraction.slice(0, 6).padEnd(6, "0"));
  return fromMicros(sign === "-" ? -micros : micros);
}

/** A number with an exponent, digit by digit: 1.408452095220000E9. */
function plain(text: string): string[] {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)e([+-]?\d+)$/i.exec(text) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = Math.min(Math.max(whole.length + shift, 0), 30);
  const padded = shift < 0 ? "0".repeat(Math.min(-shift, 30)) + digits : digits.padEnd(point, "0");
  const at = shift < 0 ? whole.length : point;
  return [text, sign, padded.slice(0, at), padded.slice(at)];
}

function fromMicros(micros: bigint): string | undefined {
  if (micros < MIN_MICROS || micros > MAX_MICROS) return undefined;
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (micros - fraction) / 1_000_000n;
  const iso = new Date(Number(seconds) * 1000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(fraction).padStart(6, "0")}+00`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
