import { Link } from "@tanstack/react-router";

import type { System } from "../../api/types.ts";
import { formatCount, formatShort } from "../../format/numbers.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Badge } from "../../parts/badge.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { rowRateOf, type SystemSample } from "./use-system-samples.ts";

/** Open runs, and the reasons why they wait. */
export function OpenRunsCard({
  openRuns: { queued, running, rows_loaded, waits },
  outbox,
  samples,
}: {
  readonly openRuns: NonNullable<System["open_runs"]>;
  readonly outbox: System["outbox"];
  readonly samples: readonly SystemSample[];
}) {
  const rate = rowRateOf(samples);
  return (
    <Card title="Under way">
      <dl className="figures">
        <div className="figure">
          <dt>Running</dt>
          <dd>
            {formatCount(running)}
            <small>{formatShort(rows_loaded)} rows so far</small>
          </dd>
        </div>
        <div className="figure">
          <dt>Rate</dt>
          <dd>
            {rate === null ? "–" : formatShort(rate)}
            <small>rows per second now</small>
          </dd>
        </div>
        <div className="figure">
          <dt>Queued</dt>
          <dd>
            {formatCount(queued)}
            <small>behind a run of the same pipeline</small>
          </dd>
        </div>
        {outbox && (
          <div className="figure">
            <dt>Outbox</dt>
            <dd>
              {formatCount(outbox.waiting)}
              <small>{outbox.oldest_at === null ? "all is published" : <Time at={outbox.oldest_at} />}</small>
            </dd>
          </div>
        )}
      </dl>
      {waits.length > 0 && (
        <ul className="list">
          {waits.map(({ reason, error_code, runs, run_id, pipeline_name }) => (
            <li key={reason}>
              <Badge tone="warn" icon="clock" text={runs === 1 ? "Waits" : `${formatCount(runs)} wait`} />
              <Link to="/runs/$runId" params={{ runId: run_id }} className="row-name" data-row={run_id}>
                {pipeline_name}
              </Link>
              <span className="why">
                {reason}
                {error_code !== null && <span className="faint"> {errorAdvice[error_code]?.solution}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
