import { Link } from "@tanstack/react-router";

import { formatCount } from "../../format/numbers.ts";
import { formatInZone } from "../../format/times.ts";
import { HealthBadge, RunBadge } from "../../parts/badge.tsx";
import { RunBars } from "../../parts/run-bars.tsx";
import { Table, type Column, type Selection } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { healths } from "./health.ts";
import { destinationOf, scheduleOf, shortRouteOf, sourceOf } from "./pipeline-words.ts";
import type { PipelineRow } from "./use-pipelines-health.ts";

export function PipelinesTable({
  rows,
  ...selection
}: { readonly rows: readonly PipelineRow[] } & Pick<Selection<PipelineRow>, "selected" | "onSelect">) {
  const mayOperate = useMay("operator");
  return (
    <Table
      items={rows}
      columns={columns}
      idOf={idOf}
      selection={mayOperate ? { ...selection, nameOf, hasAll: true } : undefined}
    />
  );
}

const idOf = ({ pipeline }: PipelineRow) => pipeline.id;
const nameOf = ({ pipeline }: PipelineRow) => pipeline.name;

const columns: readonly Column<PipelineRow>[] = [
  {
    id: "pipeline",
    title: "Pipeline",
    sortBy: nameOf,
    cell: ({ pipeline }) => (
      <>
        <Link
          to="/pipelines/$pipelineId"
          params={{ pipelineId: pipeline.id }}
          className="row-name"
          data-row={pipeline.id}
        >
          {pipeline.name}
        </Link>
        <div className="faint small route" title={`${sourceOf(pipeline)} → ${destinationOf(pipeline)}`}>
          {shortRouteOf(pipeline)}
        </div>
      </>
    ),
  },
  {
    id: "health",
    title: "Health",
    sortBy: ({ health }) => healths.indexOf(health),
    cell: ({ health }) => <HealthBadge health={health} />,
  },
  {
    id: "schedule",
    title: "Schedule",
    className: "nowrap",
    sortBy: ({ dues: [due] }) => due && Date.parse(due),
    cell: ({ pipeline, dues: [due] }) => (
      <>
        {scheduleOf(pipeline)}
        {due !== undefined && (
          <div className="faint small" title={`${formatInZone(due, pipeline.timezone)} ${pipeline.timezone}`}>
            next <Time at={due} />
          </div>
        )}
      </>
    ),
  },
  {
    id: "last",
    title: "Last run",
    sortBy: ({ runs: [last] }) => last && Date.parse(last.start_time),
    cell: ({ runs: [last] }) =>
      last ? (
        <Link to="/runs/$runId" params={{ runId: last.id }} className="run-link">
          <RunBadge run={last} />
          <span className="faint small">
            <Time at={last.start_time} />
          </span>
        </Link>
      ) : (
        <span className="faint">None yet</span>
      ),
  },
  {
    id: "rows",
    title: "Rows",
    isNumber: true,
    sortBy: ({ runs: [last] }) => last?.records_processed,
    cell: ({ runs: [last] }) => last && formatCount(last.records_processed),
  },
  { id: "history", title: "History", isNumber: true, cell: ({ runs }) => <RunBars runs={runs} /> },
];
