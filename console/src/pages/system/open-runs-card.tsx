import { Link } from "@tanstack/react-router";

import type { System } from "../../api/types.ts";
import { formatCount, formatShort } from "../../format/numbers.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Badge } from "../../parts/badge.tsx";
import { Figure } from "../../parts/figure.tsx";
import { Card } from "../../parts/page.tsx";
import { TimeOr } from "../../parts/time.tsx";
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
        <Figure name="Running" beside={`${formatShort(rows_loaded)} rows so far`}>
          {formatCount(running)}
        </Figure>
        <Figure name="Rate" beside="rows per second now">
          {rate === null ? "–" : formatShort(rate)}
        </Figure>
        <Figure name="Queued" beside="behind a run of the same pipeline">
          {formatCount(queued)}
        </Figure>
        {outbox && (
          <Figure name="Outbox" beside={<TimeOr at={outbox.oldest_at} none="all is published" />}>
            {formatCount(outbox.waiting)}
          </Figure>
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
