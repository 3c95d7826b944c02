import { formatBytes, formatCount } from "../../format/numbers.ts";
import { formatExact } from "../../format/times.ts";
import type { RunDetail } from "../../api/types.ts";
import { Card } from "../../parts/page.tsx";

export function RunFacts({ run }: { readonly run: RunDetail }) {
  const { range, splits } = run;
  return (
    <Card title="Facts">
      <dl className="facts card-body">
        <dt>Started</dt>
        <dd>{formatExact(run.start_time)}</dd>
        <dt>Ended</dt>
        <dd>{run.end_time === null ? "not yet" : formatExact(run.end_time)}</dd>
        <dt>Cause</dt>
        <dd>
          {run.cause}
          {run.scheduled_for !== null && `, due ${formatExact(run.scheduled_for)}`}
        </dd>
        {run.records_resumed !== null && (
          <>
            <dt>Resumed rows</dt>
            <dd>{formatCount(run.records_resumed)} rows loaded by the earlier run</dd>
          </>
        )}
        {range && (
          <>
            <dt>Range</dt>
            <dd className="mono">
              {range.from} ≤ {range.column} &lt; {range.to}
            </dd>
          </>
        )}
        <dt>Splits</dt>
        <dd>
          {splits === null
            ? run.undo_of === null
              ? "not planned yet"
              : "none: nothing is read"
            : `${splits.loaded} of ${splits.total} loaded, ${splits.extracted} extracted`}
        </dd>
        <dt>Batches loaded</dt>
        <dd>{run.batches_loaded}</dd>
        <dt>Query byte limit</dt>
        <dd>{run.bytes_estimated === null ? "not known yet" : formatBytes(run.bytes_estimated)}</dd>
        <dt>Run</dt>
        <dd className="mono">{run.id}</dd>
      </dl>
    </Card>
  );
}
