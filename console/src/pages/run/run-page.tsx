import { rolledBackCodes } from "@datamantri/api/values";
import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { runQuery } from "../../api/queries.ts";
import type { RunDetail } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { formatDuration } from "../../format/numbers.ts";
import { isOpen } from "../../format/run-words.ts";
import { formatExact } from "../../format/times.ts";
import { useNow } from "../../format/use-now.ts";
import { RunBadge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { VerificationCard } from "./verification-card.tsx";
import { ErrorCard } from "./error-card.tsx";
import { EventsCard } from "./events-card.tsx";
import { PhaseBar } from "./phase-bar.tsx";
import { RejectsCard } from "./rejects-card.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunFigures } from "./run-figures.tsx";
import { SplitsCard } from "./splits-card.tsx";
import { ThroughputCard } from "./throughput-card.tsx";
import { UndoButton } from "./undo-button.tsx";
import { useRetry } from "./use-retry.ts";
import { useSamples } from "./use-samples.ts";

export default function RunPage() {
  const { runId } = useParams({ from: "/runs/$runId" });
  const { data: run, error, refetch } = useQuery(runQuery(runId));
  if (run) return <OneRun key={run.id} run={run} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />;
}

function OneRun({ run }: { readonly run: RunDetail }) {
  const samples = useSamples(run);
  return (
    <>
      <PageHead
        title={run.pipeline_name}
        crumbs={
          <>
            <Link to="/runs">Runs</Link> / <span className="mono">{run.id}</span>
          </>
        }
        beside={<RunBadge run={run} />}
        lead={
          <>
            Started <Time at={run.start_time} /> by {run.triggered_by}
            {run.undo_of !== null && (
              <>
                , undoes{" "}
                <Link to="/runs/$runId" params={{ runId: run.undo_of }}>
                  an earlier run
                </Link>
              </>
            )}
            {run.retry_of !== null && (
              <>
                , {run.records_resumed === null ? "retry of" : "resumes"}{" "}
                <Link to="/runs/$runId" params={{ runId: run.retry_of }}>
                  an earlier run
                </Link>
              </>
            )}
          </>
        }
      >
        <Actions run={run} />
      </PageHead>
      {run.status === "failed" && <ErrorCard run={run} />}
      {run.undone_by !== null && (
        <Notice tone="warn" title="Undone">
          The target has the rows from before this run again, by{" "}
          <Link to="/runs/$runId" params={{ runId: run.undone_by }}>
            a later run
          </Link>
          .
        </Notice>
      )}
      {run.retry_at !== null && (
        <Notice tone="busy" title="Is made again">
          by the pipeline's retry policy at {formatExact(run.retry_at)}.
        </Notice>
      )}
      {run.phase === "abandoned" && (
        <Notice tone="warn" title="Ended, outcome unknown">
          {run.waiting_reason ?? "The destination is asked whether the rows are in the target"}. Until it answers, no
          other run of the pipeline to the same server begins.
        </Notice>
      )}
      {run.waiting_reason !== null && isOpen(run) && <Waiting run={run} />}
      <Card>
        <RunFigures run={run} samples={samples} />
        <PhaseBar run={run} />
      </Card>
      <div className="columns">
        <ThroughputCard samples={samples} run={run} />
        <VerificationCard run={run} />
        <RunFacts run={run} />
      </div>
      <RejectsCard run={run} />
      <SplitsCard run={run} />
      <EventsCard run={run} />
    </>
  );
}

function Waiting({ run }: { readonly run: RunDetail }) {
  const now = useNow(1_000);
  const { waiting_reason, waiting_since, waiting_until } = run;
  const left = waiting_until === null ? 0 : Math.max(Date.parse(waiting_until) - now, 0);
  return (
    <Notice tone="warn" title="Waiting">
      {waiting_reason}
      {waiting_since !== null && `. It has waited for ${formatDuration(now - Date.parse(waiting_since))}`}
      {waiting_until !== null && ` and fails in ${formatDuration(left)} unless it can go on`}.
    </Notice>
  );
}

function Actions({ run }: { readonly run: RunDetail }) {
  const mayOperate = useMay("operator");
  const params = { path: { id: run.id } };
  const cancel = useAction(
    () => dataOf(api.POST("/api/v1/runs/{id}/cancel", { params })),
    ({ message }) => message,
  );
  const retry = useRetry(run.id);
  // The error's card offers to resume or discard the loaded rows.
  const hasFailed = run.status === "cancelled" || (run.status === "failed" && run.resumable_until === null);
  const isRepeatable = hasFailed && run.undo_of === null;
  const from = (rolledBackCodes as readonly (string | null)[]).includes(run.error_code) ? "destination" : "start";
  return (
    <>
      <Link to="/pipelines/$pipelineId" params={{ pipelineId: run.pipeline_id }} className="button quiet">
        Pipeline
      </Link>
      {mayOperate && isOpen(run) && (
        <Button kind="danger" icon="stop" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
      {mayOperate && run.can_undo && <UndoButton run={run} />}
      {mayOperate && isRepeatable && (
        <Button kind="primary" icon="retry" isBusy={retry.isPending} onClick={() => retry.mutate(from)}>
          {from === "start" ? "Retry" : "Go on from the destination"}
        </Button>
      )}
    </>
  );
}
