import { Link } from "@tanstack/react-router";

import type { Run } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { durationOf, isOpen, progressOf } from "../../format/run-words.ts";
import { useNow } from "../../format/use-now.ts";
import { RunBadge } from "../../parts/badge.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Table, type Column, type Selection } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { WindowRows } from "../../parts/window-rows.tsx";

/** Same value in pages.css. */
const rowHeight = 45;

/** Any number of runs, newest first. */
export function RunsTable({
  runs,
  hasPipeline = false,
  selection,
  onEnd,
}: {
  readonly runs: readonly Run[];
  /** If absent the table shows one pipeline. */
  readonly hasPipeline?: boolean;
  readonly selection?: Omit<Selection<Run>, "nameOf"> | undefined;
  /** The end of the list is near. */
  readonly onEnd?: () => void;
}) {
  return (
    <Table
      className="runs"
      items={runs}
      columns={hasPipeline ? columns : columnsOfOne}
      idOf={idOf}
      selection={selection && { ...selection, nameOf }}
      body={(rows) => <WindowRows {...rows} rowHeight={rowHeight} onEnd={onEnd} />}
    />
  );
}

const idOf = ({ id }: Run) => id;
const nameOf = ({ id }: Run) => `the run ${id}`;

const columns: readonly Column<Run>[] = [
  {
    id: "run",
    title: "Run",
    cell: (run) => (
      <Link to="/runs/$runId" params={{ runId: run.id }} className="run-link" data-row={run.id}>
        <RunBadge run={run} />
        <span className="mono soft">{run.id.slice(-8)}</span>
      </Link>
    ),
  },
  {
    id: "pipeline",
    title: "Pipeline",
    cell: (run) => (
      <Link to="/pipelines/$pipelineId" params={{ pipelineId: run.pipeline_id }} className="row-name">
        {run.pipeline_name}
      </Link>
    ),
  },
  { id: "started", title: "Started", cell: (run) => <Time at={run.start_time} /> },
  {
    id: "by",
    title: "By",
    className: "soft one-line by",
    cell: ({ cause, triggered_by }) => (cause === "schedule" ? "schedule" : `${cause}, ${triggered_by}`),
  },
  { id: "took", title: "Took", isNumber: true, cell: (run) => <Duration run={run} /> },
  { id: "rows", title: "Rows", isNumber: true, cell: (run) => formatCount(run.records_processed) },
  { id: "what", title: "Message", className: "soft one-line what", cell: (run) => <Outcome run={run} /> },
];

const columnsOfOne = columns.filter(({ id }) => id !== "pipeline");

function Duration({ run }: { readonly run: Run }) {
  const now = useNow(isOpen(run) ? 1_000 : 3_600_000);
  return formatDuration(durationOf(run, now));
}

function Outcome({ run }: { readonly run: Run }) {
  const progress = progressOf(run);
  if (isOpen(run) && progress !== null)
    return <Progress value={progress} label={`${run.pipeline_name}: rows loaded`} />;
  return run.error_message ?? run.waiting_reason ?? (isOpen(run) ? run.phase : "");
}
