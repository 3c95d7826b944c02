import { notImplemented } from "../../errors.ts";
import type { Token } from "../tokens.ts";
import { TokenReader } from "./token-reader.ts";

/** Partitions by the time of a row's arrival. */
const ARRIVAL = /^(?:TIMESTAMP_TRUNC|DATE_TRUNC) \( _PARTITION(?:TIME|DATE) , (HOUR|DAY|MONTH|YEAR) \)$/i;

/** The `timePartitioning` or `rangePartitioning` of PARTITION BY. */
export function readPartitioning(tokens: readonly Token[]): Record<string, unknown> {
  const text = tokens.map(({ value }) => value).join(" ");
  const range = /^RANGE_BUCKET \( (\S+) , GENERATE_ARRAY \( (\S+) , (\S+) , (\S+) \) \)$/i.exec(text);
  if (range !== null) {
    const [, field, start, end, interval] = range;
    return { rangePartitioning: { field, range: { start, end, interval } } };
  }
  const arrival = /^_PARTITIONDATE$|^DATE \( _PARTITIONTIME \)$/i.test(text) ? "DAY" : ARRIVAL.exec(text)?.[1];
  if (arrival !== undefined) return { timePartitioning: { type: arrival.toUpperCase() } };
  const unit = /^(?:DATE|TIMESTAMP|DATETIME)_TRUNC \( (\S+) , (HOUR|DAY|MONTH|YEAR) \)$/i.exec(text);
  if (unit !== null) return byTime(unit[1] as string, (unit[2] as string).toUpperCase());
  const day = /^DATE \( (\S+) \)$/i.exec(text);
  if (day !== null) return byTime(day[1] as string, "DAY");
  const reader = new TokenReader(tokens);
  const name = reader.name();
  if (!reader.isAtEnd) throw notImplemented(`PARTITION BY ${text}`);
  return byTime(name, "DAY");
}

function byTime(field: string, type: string): Record<string, unknown> {
  return { timePartitioning: { type, field } };
}
