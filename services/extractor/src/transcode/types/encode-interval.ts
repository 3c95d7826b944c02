import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

const pattern = /^(-?)(\d{1,6})-(\d{1,2}) (-?\d{1,8}) (-?)(\d{1,10}):(\d\d?):(\d\d?)(?:\.(\d{1,12}))?$/;
const maxMonths = 2 ** 31 - 1;

/**
 * INTERVAL → interval: int64 microseconds, int32 days, int32 months. Sources: PostgreSQL's interval_send; BigQuery's
 * canonical format `[-]Y-M [-]D [-]H:M:S[.F]`. Binary, because intervalstyle sql_standard reads the text differently.
 */
export const encodeInterval: CellEncoder = (text, start, end, out) => {
  const match = pattern.exec(text.toString("latin1", start, end));
  if (match === null) refuseValue("it is not an interval");
  const [, monthSign, years, months, days, timeSign, hours = "", minutes, seconds, fraction = ""] = match;
  const totalMonths = Number(years) * 12 + Number(months);
  if (totalMonths > maxMonths) refuseValue("it is not an interval");
  const wholeSeconds = BigInt(hours) * 3600n + BigInt(Number(minutes) * 60 + Number(seconds));
  const micros = wholeSeconds * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
  out.int32(16);
  out.bigInt64(timeSign === "-" ? -micros : micros);
  out.int32(Number(days));
  out.int32(monthSign === "-" ? -totalMonths : totalMonths);
};
