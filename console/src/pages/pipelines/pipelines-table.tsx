import { Link } from "@tanstack/react-router";

import { formatCount } from "../../format/numbers.ts";
import { formatInZone } from "../../format/times.ts";
import { HealthBadge, RunBadge } from "../../parts/badge.tsx";
import { RunBars } from "../../parts/run-bars.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { destinationOf, scheduleOf, shortRouteOf, sourceOf } from "./pipeline-words.ts";
import type { PipelineRow } from "./use-pipelines-health.ts";

interface Props {
  readonly rows: readonly PipelineRow[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isOn: boolean) => void;
}

export function PipelinesTable({ rows, selected, onSelect }: Props) {
  const mayOperate = useMay("operator");
  const isAll = rows.every(({ pipeline }) => selected.has(pipeline.id));
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {mayOperate && (
              <th scope="col" className="pick">
                <input
                  type="checkbox"
                  aria-label="Choose all"
                  checked={isAll}
                  onChange={({ target }) =>
                    onSelect(
                      rows.map(({ pipeline }) => pipeline.id),
                      target.checked,
                    )
                  }
                />
              </th>
            )}
            <th scope="col">Pipeline</th>
            <th scope="col">Health</th>
            <th scope="col">Schedule</th>
            <th scope="col">Last run</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col" className="number">
              History
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.pipeline.id}
              row={row}
              isSelected={selected.has(row.pipeline.id)}
              onSelect={mayOperate ? (isOn) => onSelect([row.pipeline.id], isOn) : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  row: { pipeline, runs, dues, health },
  isSelected,
  onSelect,
}: {
  readonly row: PipelineRow;
  readonly isSelected: boolean;
  readonly onSelect: ((isOn: boolean) => void) | undefined;
}) {
  const [last] = runs;
  const [due] = dues;
  return (
    <tr className={isSelected ? "row-selected" : ""}>
      {onSelect && (
        <td className="pick">
          <input
            type="checkbox"
            aria-label={`Choose ${pipeline.name}`}
            checked={isSelected}
            onChange={({ target }) => onSelect(target.checked)}
          />
        </td>
      )}
      <td>
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
      </td>
      <td>
        <HealthBadge health={health} />
      </td>
      <td className="nowrap">
        {scheduleOf(pipeline)}
        {due !== undefined && (
          <div className="faint small" title={`${formatInZone(due, pipeline.timezone)} ${pipeline.timezone}`}>
            next <Time at={due} />
          </div>
        )}
      </td>
      <td>
        {last ? (
          <Link to="/runs/$runId" params={{ runId: last.id }} className="run-link">
            <RunBadge run={last} />
            <span className="faint small">
              <Time at={last.start_time} />
            </span>
          </Link>
        ) : (
          <span className="faint">None yet</span>
        )}
      </td>
      <td className="number">{last ? formatCount(last.records_processed) : ""}</td>
      <td>
        <RunBars runs={runs} />
      </td>
    </tr>
  );
}
