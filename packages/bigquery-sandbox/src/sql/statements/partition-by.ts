import { notImplemented } from "../../errors.ts";
import type { Token } from "../tokens.ts";
import { TokenReader } from "./token-reader.ts";

/** The `timePartitioning` or `rangePartitioning` of PARTITION BY. */
export function readPartitioning(tokens: readonly Token[]): Record<string, unknown> {
  const text = tokens.map(({ value }) => value).join(" ");
  const range = /^RANGE_BUCKET \( (\S+) , GENERATE_ARRAY \( (\S+) , (\S+) , (\S+) \) \)$/i.exec(text);
  if (range !== null) {
    const [, field, start, end, interval] = range;
    return { rangePartitioning: { field, range: { start, end, interval } } };
  }
  const unit = /^(?:DATE|TIMESTAMP|DATETIME)_TRUNC \( (\S+) , (HOUR|DAY|MONTH|YEAR) \)$/i.exec(text);
  if (unit !== null) return byTime(unit[1] as string, (unit[2] as string).toUpperCase());
  const day = /^DATE \( (\S+) \)$/i.exec(text);
  if (day !== null) return byTime(day[1] as string, "DAY");
  const reader = new TokenReader(tokens);
  const name = reader.name();
  if (!reader.isAtEnd || /^_PARTITION/i.test(name)) throw notImplemented(`PARTITION BY ${text}`);
  return byTime(name, "DAY");
}

function byTime(field: string, type: string): Record<string, unknown> {
  if (/^_PARTITION/i.test(field)) throw notImplemented("partitions by the time of ingestion");
  return { timePartitioning: { type, field } };
}
