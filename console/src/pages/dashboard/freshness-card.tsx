import { Link } from "@tanstack/react-router";

import { Card } from "../../parts/page.tsx";
import { RunBars } from "../../parts/run-bars.tsx";
import { Time } from "../../parts/time.tsx";
import { dataAsOf } from "../pipelines/health.ts";
import type { PipelineRow } from "../pipelines/use-pipelines-health.ts";

const maxShown = 12;

/** How old each table's rows are, the oldest first. */
export function FreshnessCard({ rows }: { readonly rows: readonly PipelineRow[] }) {
  const all = rows
    .map(({ pipeline, runs }) => ({ pipeline, runs, asOf: dataAsOf(runs) }))
    .toSorted((a, b) => (a.asOf ?? "").localeCompare(b.asOf ?? ""));
  return (
    <Card title="Freshness" end={<span className="faint small">the last run that succeeded, oldest first</span>}>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Pipeline</th>
              <th scope="col">Data as of</th>
              <th scope="col" className="number">
                History
              </th>
            </tr>
          </thead>
          <tbody>
            {all.slice(0, maxShown).map(({ pipeline, runs, asOf }) => (
              <tr key={pipeline.id}>
                <td>
                  <Link to="/pipelines/$pipelineId" params={{ pipelineId: pipeline.id }} className="row-name">
                    {pipeline.name}
                  </Link>
                </td>
                <td>{asOf === undefined ? <span className="faint">nothing yet</span> : <Time at={asOf} />}</td>
                <td>
                  <RunBars runs={runs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.length > maxShown && (
        <p className="card-body small">
          <Link to="/pipelines">All {all.length} pipelines</Link>
        </p>
      )}
    </Card>
  );
}
