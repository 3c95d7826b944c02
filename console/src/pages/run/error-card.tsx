import type { RunDetail } from "../../api/types.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Icon } from "../../parts/icon.tsx";
import { ResumableRows } from "./resumable-rows.tsx";

/** Location of the error, by the party that has to act. */
const parties: Readonly<Record<string, string>> = {
  source: "BigQuery, the source",
  destination: "PostgreSQL, the destination",
  data: "the rows themselves",
  bus: "NATS, the messages between the services",
  operator: "the configuration",
  bug: "the product: please report this bug",
};

const repeats: Readonly<Record<string, string>> = {
  backoff: "DataMantri retried until the time limit. Retry once the cause is fixed.",
  manual: "Retry after you have fixed the cause: the same run would fail again.",
  never: "A retry would fail again.",
};

/** Shows the error, its location and the solution. */
export function ErrorCard({ run }: { readonly run: RunDetail }) {
  const advice = errorAdvice[run.error_code ?? ""];
  const phase = run.phases.at(-1)?.phase;
  return (
    <section className="card error-card" aria-label="Error">
      <header className="tone-bad">
        <h2>
          <Icon name="cross" /> {run.error_message ?? "The run failed."}
        </h2>
      </header>
      <dl className="facts card-body">
        <dt>Where</dt>
        <dd>
          In {(advice && parties[advice.party]) ?? "a service"}
          {phase !== undefined && `, while ${phase}`}
        </dd>
        <dt>What to do</dt>
        <dd>
          <strong>{advice?.solution ?? "See the events below and the logs of the services."}</strong>
        </dd>
        <dt>Retry</dt>
        <dd>{advice && repeats[advice.retry]}</dd>
        <dt>Error code</dt>
        <dd className="mono">{run.error_code}</dd>
        {run.vendor_message !== null && (
          <>
            <dt>Original text</dt>
            <dd className="mono vendor-message">{run.vendor_message}</dd>
          </>
        )}
      </dl>
      {run.resumable_until !== null && <ResumableRows run={run} until={run.resumable_until} />}
    </section>
  );
}
