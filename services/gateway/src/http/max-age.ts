import type { Context } from "hono";

import { keptMs } from "../shared-reads.ts";

/**
 * Maximum age of the answer to this request. A shared answer will do, unless `Cache-Control` requests a newer one
 * (`no-cache`, or `max-age` in seconds; RFC 9111 §5.2.1).
 */
export function maxAgeMs(context: Context): number {
  const wanted = context.req.header("cache-control")?.toLowerCase() ?? "";
  if (/\bno-(cache|store)\b/.test(wanted)) return 0;
  const seconds = /\bmax-age=(\d+)/.exec(wanted)?.[1];
  return seconds === undefined ? keptMs : Math.min(keptMs, Number(seconds) * 1_000);
}
