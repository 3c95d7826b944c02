import { dataOf } from "@datamantri/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";

import { causes, runStatuses } from "../../api/choices.ts";
import { api } from "../../api/client.ts";
import { pipelinesQuery, runsQuery } from "../../api/queries.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { useMay } from "../../session/session.tsx";
import { RunsTable } from "./runs-table.tsx";

/** As many as the API changes at once. */
const maxChosen = 100;

export default function RunsPage() {
  const { status, cause, pipeline, error: errorCode } = useSearch({ from: "/runs" });
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    runsQuery({ status, cause, pipeline_id: pipeline, error_code: errorCode }),
  );
  const mayOperate = useMay("operator");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const runs = data?.pages.flatMap(({ items }) => items) ?? [];
  const onSelect = (id: string, isOn: boolean) => {
    const next = new Set(selected);
    if (isOn && next.size < maxChosen) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  return (
    <>
      <PageHead title="Runs" lead="Everything that was moved or tried, newest first." />
      <Filters />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {selected.size > 0 && <BulkRuns ids={[...selected]} onDone={() => setSelected(new Set())} />}
      <Card>
        {isPending && <Skeleton rows={8} />}
        {data && runs.length === 0 && (
          <Empty icon="runs" title="No runs">
            None has these properties. A pipeline runs when its schedule is due, or when somebody presses Run now.
          </Empty>
        )}
        {runs.length > 0 && (
          <RunsTable runs={runs} hasPipeline onEnd={onEnd} selected={selected} {...(mayOperate ? { onSelect } : {})} />
        )}
      </Card>
      <p className="faint small" role="status">
        {isFetchingNextPage ? "Loading more…" : `${runs.length} runs${hasNextPage ? " so far; scroll for more" : ""}`}
      </p>
    </>
  );
}

function Filters() {
  const { status, cause, pipeline, error } = useSearch({ from: "/runs" });
  const navigate = useNavigate({ from: "/runs" });
  const { data: pipelines = [] } = useQuery(pipelinesQuery);
  const choose = (change: object) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <div className="toolbar">
      <select
        className="input"
        aria-label="Status"
        value={status ?? ""}
        onChange={({ target }) => choose({ status: target.value || undefined })}
      >
        <option value="">Any status</option>
        {runStatuses.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Cause"
        value={cause ?? ""}
        onChange={({ target }) => choose({ cause: target.value || undefined })}
      >
        <option value="">Any cause</option>
        {causes.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Pipeline"
        value={pipeline ?? ""}
        onChange={({ target }) => choose({ pipeline: target.value || undefined })}
      >
        <option value="">Any pipeline</option>
        {pipelines.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {error !== undefined && <Badge tone="bad" icon="cross" text={error} />}
      {(status ?? cause ?? pipeline ?? error) !== undefined && (
        <Button
          kind="quiet"
          icon="cross"
          onClick={() => choose({ status: undefined, cause: undefined, pipeline: undefined, error: undefined })}
        >
          Clear
        </Button>
      )}
    </div>
  );
}

interface BulkAction {
  readonly action: "retry" | "cancel";
  /** Of a retry; the start unless said. */
  readonly from?: "failure";
}

function BulkRuns({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) {
  const change = useAction(
    ({ action, from }: BulkAction) =>
      dataOf(api.POST("/api/v1/runs/bulk", { body: { action, run_ids: [...ids], ...(from && { from }) } })),
    ({ results }, { action }) => {
      onDone();
      const refused = results.filter(({ accepted }) => !accepted);
      const word = action === "retry" ? "retried" : "cancelled";
      const rest = refused.length === 0 ? "" : ` ${refused.length} not: ${refused[0]?.detail ?? ""}`;
      return `${results.length - refused.length} of ${results.length} ${word}.${rest}`;
    },
  );
  return (
    <div className="bulk toolbar" role="region" aria-label="Chosen runs">
      <strong>{ids.length} chosen</strong>
      <Button icon="retry" isBusy={change.isPending} onClick={() => change.mutate({ action: "retry" })}>
        Retry
      </Button>
      <Button icon="play" isBusy={change.isPending} onClick={() => change.mutate({ action: "retry", from: "failure" })}>
        Go on from failure
      </Button>
      <Button icon="stop" isBusy={change.isPending} onClick={() => change.mutate({ action: "cancel" })}>
        Cancel
      </Button>
      <Button kind="quiet" onClick={onDone}>
        Choose none
      </Button>
    </div>
  );
}
