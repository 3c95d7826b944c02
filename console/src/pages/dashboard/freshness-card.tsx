import { Link } from "@tanstack/react-router";

import { Card } from "../../parts/page.tsx";
import { RunBars } from "../../parts/run-bars.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { dataAsOf } from "../pipelines/health.ts";
import type { PipelineRow } from "../pipelines/use-pipelines-health.ts";

const maxShown = 12;

interface Freshness extends Pick<PipelineRow, "pipeline" | "runs"> {
  readonly asOf: string | undefined;
}

const idOf = ({ pipeline }: Freshness) => pipeline.id;

const columns: readonly Column<Freshness>[] = [
  {
    id: "pipeline",
    title: "Pipeline",
    cell: ({ pipeline }) => (
      <Link to="/pipelines/$pipelineId" params={{ pipelineId: pipeline.id }} className="row-name">
        {pipeline.name}
      </Link>
    ),
  },
  {
    id: "as-of",
    title: "Data as of",
    cell: ({ asOf }) => (asOf === undefined ? <span className="faint">nothing yet</span> : <Time at={asOf} />),
  },
  { id: "history", title: "History", isNumber: true, cell: ({ runs }) => <RunBars runs={runs} /> },
];

/** How old each table's rows are, the oldest first. */
export function FreshnessCard({ rows }: { readonly rows: readonly PipelineRow[] }) {
  const all = rows
    .map(({ pipeline, runs }) => ({ pipeline, runs, asOf: dataAsOf(runs) }))
    .toSorted((a, b) => (a.asOf ?? "").localeCompare(b.asOf ?? ""));
  return (
    <Card title="Freshness" end={<span className="faint small">the last run that succeeded, oldest first</span>}>
      <Table items={all.slice(0, maxShown)} columns={columns} idOf={idOf} />
      {all.length > maxShown && (
        <p className="card-body small">
          <Link to="/pipelines">All {all.length} pipelines</Link>
        </p>
      )}
    </Card>
  );
}
