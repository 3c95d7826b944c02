import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";

import { causes, runStatuses } from "../../api/choices.ts";
import { pipelinesQuery } from "../../api/queries.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { select } from "../../parts/selection.ts";
import { useMay } from "../../session/session.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { RunsTable } from "./runs-table.tsx";
import { useRuns } from "./use-runs.ts";

/** The API's limit for a bulk action. */
const maxSelected = 100;

export default function RunsPage() {
  const { status, cause, pipeline, error: errorCode } = useSearch({ from: "/runs" });
  const { runs, error, isPending, onRetry, onEnd, hasNextPage, isFetchingNextPage } = useRuns({
    status,
    cause,
    pipeline_id: pipeline,
    error_code: errorCode,
  });
  const mayOperate = useMay("operator");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onSelect = useCallback(
    (ids: readonly string[], isOn: boolean) => setSelected((old) => select(old, ids, isOn, maxSelected)),
    [],
  );
  return (
    <>
      <PageHead title="Runs" lead="Every run, newest first." />
      <Filters />
      {error && <ErrorNotice error={error} onRetry={onRetry} />}
      {selected.size > 0 && <BulkBar ids={[...selected]} onDone={() => setSelected(new Set())} />}
      <Card>
        {isPending && <Skeleton rows={8} />}
        {runs?.length === 0 && (
          <Empty icon="runs" title="No runs match">
            A pipeline runs when its schedule is due, or when a user presses Run now.
          </Empty>
        )}
        {runs && runs.length > 0 && (
          <RunsTable
            runs={runs}
            hasPipeline
            onEnd={onEnd}
            selection={mayOperate ? { selected, onSelect } : undefined}
          />
        )}
      </Card>
      <p className="faint small" role="status">
        {isFetchingNextPage
          ? "Loading more…"
          : `${runs?.length ?? 0} runs${hasNextPage ? " so far; scroll for more" : ""}`}
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
      <FilterSelect
        label="Status"
        all="Any status"
        value={status}
        options={runStatuses.map((one) => [one, one.replaceAll("_", " ")])}
        onChange={(value) => choose({ status: value })}
      />
      <FilterSelect
        label="Cause"
        all="Any cause"
        value={cause}
        options={causes.map((one) => [one, one])}
        onChange={(value) => choose({ cause: value })}
      />
      <FilterSelect
        label="Pipeline"
        all="Any pipeline"
        value={pipeline}
        options={pipelines.map(({ id, name }) => [id, name])}
        onChange={(value) => choose({ pipeline: value })}
      />
      {error !== undefined && <Badge tone="bad" icon="cross" text={error} />}
      {(status ?? cause ?? pipeline ?? error) !== undefined && (
        <Button
          kind="quiet"
          icon="cross"
          onClick={() => choose({ status: undefined, cause: undefined, pipeline: undefined, error: undefined })}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}
