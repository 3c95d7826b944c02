import { formatAgo } from "../format/numbers.ts";
import { formatExact } from "../format/times.ts";
import { useNow } from "../format/use-now.ts";

/** A relative time, with the exact time on hover. */
export function Time({ at }: { readonly at: string | number }) {
  const ms = typeof at === "number" ? at : Date.parse(at);
  const now = useNow(10_000);
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatExact(ms)} className="nowrap">
      {formatAgo(ms, Math.max(now, Date.now() - 10_000))}
    </time>
  );
}

/** Shows `none` if it has not happened. */
export function TimeOr({ at, none }: { readonly at: string | null; readonly none: string }) {
  return at === null ? <span className="faint">{none}</span> : <Time at={at} />;
}
