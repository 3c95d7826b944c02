import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";

import { healthLooks } from "../../parts/badge.tsx";
import { buttonClass } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { select } from "../../parts/selection.ts";
import { useMay } from "../../session/session.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { healths } from "./health.ts";
import { NoPipelines } from "./no-pipelines.tsx";
import { PipelinesTable } from "./pipelines-table.tsx";
import { usePipelineRows } from "./use-pipelines-health.ts";

export default function PipelinesPage() {
  const { rows, error, refetch } = usePipelineRows();
  const { health, q = "" } = useSearch({ from: "/pipelines" });
  const navigate = useNavigate({ from: "/pipelines" });
  const mayEdit = useMay("editor");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const onSelect = useCallback(
    (ids: readonly string[], isOn: boolean) => setSelected((old) => select(old, ids, isOn)),
    [],
  );

  const word = q.toLowerCase();
  const found = rows?.filter(({ pipeline: { name, description } }) =>
    `${name} ${description ?? ""}`.toLowerCase().includes(word),
  );
  const shown = found?.filter((row) => health === undefined || row.health === health);
  const selectedRows = shown?.filter(({ pipeline }) => selected.has(pipeline.id)) ?? [];

  return (
    <>
      <PageHead title="Pipelines" lead="Each moves one BigQuery table or query into one PostgreSQL table.">
        {mayEdit && (
          <Link to="/pipelines/new" className={buttonClass("primary")}>
            <Icon name="plus" />
            New pipeline
          </Link>
        )}
      </PageHead>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      <div className="toolbar">
        <input
          className="input"
          type="search"
          aria-label="Search by name or description"
          placeholder="Search by name or description"
          value={q}
          onChange={(event) =>
            void navigate({ search: (old) => ({ ...old, q: event.target.value || undefined }), replace: true })
          }
        />
        <div className="chips" role="group" aria-label="Health">
          {[undefined, ...healths].map((one) => (
            <Link
              key={one ?? "all"}
              to="/pipelines"
              className="chip"
              aria-current={health === one}
              search={{ q: q || undefined, health: one }}
              activeProps={{}}
            >
              {one === undefined ? "All" : <Icon name={healthLooks[one].icon} />}
              {one !== undefined && healthLooks[one].text}
              <span className="number">
                {found?.filter((row) => one === undefined || row.health === one).length ?? "–"}
              </span>
            </Link>
          ))}
        </div>
      </div>
      {selectedRows.length > 0 && <BulkBar rows={selectedRows} onDone={() => setSelected(new Set())} />}
      <Card>
        {shown === undefined && !error && <Skeleton rows={6} />}
        {rows?.length === 0 && <NoPipelines />}
        {rows && rows.length > 0 && shown?.length === 0 && (
          <Empty
            icon="search"
            title="No pipelines match"
            action={
              <Link to="/pipelines" className={buttonClass("plain")}>
                Clear the filters
              </Link>
            }
          >
            None of the {rows.length} pipelines matches these filters.
          </Empty>
        )}
        {shown && shown.length > 0 && <PipelinesTable rows={shown} selected={selected} onSelect={onSelect} />}
      </Card>
    </>
  );
}
