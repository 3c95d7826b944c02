import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import type { Run } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { durationOf, isOpen, progressOf } from "../../format/run-words.ts";
import { useNow } from "../../format/use-now.ts";
import { RunBadge } from "../../parts/badge.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Time } from "../../parts/time.tsx";

/** Fixed, so that where a row is can be computed. Also in pages.css. */
const rowHeight = 45;

/** Rows beyond the window's edges, so that a quick wheel finds some. */
const spare = 12;

interface Props {
  readonly runs: readonly Run[];
  /** Without it the table is of one pipeline. */
  readonly hasPipeline?: boolean;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (id: string, isOn: boolean) => void;
  /** The end of the list is near. */
  readonly onEnd?: () => void;
}

/** Any number of runs: only the rows in the window are on the page. */
export function RunsTable({ runs, hasPipeline = false, selected, onSelect, onEnd }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const { first, last } = useVisibleRows(table, runs.length);
  useEffect(() => {
    if (last >= runs.length - spare) onEnd?.();
  }, [last, runs.length, onEnd]);
  const columnCount = 6 + Number(hasPipeline) + Number(onSelect !== undefined);
  return (
    <div className="table-scroll">
      <table ref={table} className="runs" aria-rowcount={runs.length + 1}>
        <thead>
          <tr>
            {onSelect && <th scope="col" className="pick" aria-label="Choose" />}
            <th scope="col">Run</th>
            {hasPipeline && <th scope="col">Pipeline</th>}
            <th scope="col">Started</th>
            <th scope="col">By</th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          <Space columnCount={columnCount} rows={first} />
          {runs.slice(first, last).map((run, index) => (
            <Row
              key={run.id}
              run={run}
              place={first + index + 2}
              hasPipeline={hasPipeline}
              isSelected={selected?.has(run.id) ?? false}
              onSelect={onSelect}
            />
          ))}
          <Space columnCount={columnCount} rows={runs.length - last} />
        </tbody>
      </table>
    </div>
  );
}

function Row({
  run,
  place,
  hasPipeline,
  isSelected,
  onSelect,
}: {
  readonly run: Run;
  readonly place: number;
  readonly hasPipeline: boolean;
  readonly isSelected: boolean;
  readonly onSelect: Props["onSelect"];
}) {
  const now = useNow(isOpen(run) ? 1_000 : 3_600_000);
  const progress = progressOf(run);
  return (
    <tr aria-rowindex={place} className={isSelected ? "row-selected" : ""}>
      {onSelect && (
        <td className="pick">
          <input
            type="checkbox"
            aria-label={`Choose the run ${run.id}`}
            checked={isSelected}
            onChange={({ target }) => onSelect(run.id, target.checked)}
          />
        </td>
      )}
      <td>
        <Link to="/runs/$runId" params={{ runId: run.id }} className="run-link" data-row={run.id}>
          <RunBadge run={run} />
          <span className="mono soft">{run.id.slice(-8)}</span>
        </Link>
      </td>
      {hasPipeline && (
        <td>
          <Link to="/pipelines/$pipelineId" params={{ pipelineId: run.pipeline_id }} className="row-name">
            {run.pipeline_name}
          </Link>
        </td>
      )}
      <td>
        <Time at={run.start_time} />
      </td>
      <td className="soft one-line by">
        {run.cause === "schedule" ? "schedule" : `${run.cause}, ${run.triggered_by}`}
      </td>
      <td className="number">{formatDuration(durationOf(run, now))}</td>
      <td className="number">{formatCount(run.records_processed)}</td>
      <td className="soft one-line what">
        {isOpen(run) && progress !== null ? (
          <Progress value={progress} label={`${run.pipeline_name}: rows loaded`} />
        ) : (
          (run.error_message ?? run.waiting_reason ?? (isOpen(run) ? run.phase : ""))
        )}
      </td>
    </tr>
  );
}

/** Stands for rows that are not on the page. */
function Space({ rows, columnCount }: { readonly rows: number; readonly columnCount: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden="true" className="space">
      <td colSpan={columnCount} style={{ height: rows * rowHeight }} />
    </tr>
  );
}

/** Which rows the window shows, and some more. */
function useVisibleRows(table: React.RefObject<HTMLTableElement | null>, count: number) {
  const [range, setRange] = useState({ first: 0, last: Math.min(count, 40) });
  useEffect(() => {
    const measure = () => {
      const top = table.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / rowHeight) - spare);
      const last = Math.min(count, first + Math.ceil(window.innerHeight / rowHeight) + 2 * spare);
      setRange((old) => (old.first === first && old.last === last ? old : { first, last }));
    };
    measure();
    window.addEventListener("scroll", measure, { passive: true });
    window.addEventListener("resize", measure);
    return () => {
      window.removeEventListener("scroll", measure);
      window.removeEventListener("resize", measure);
    };
  }, [table, count]);
  return range;
}
