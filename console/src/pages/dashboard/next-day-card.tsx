import { Link } from "@tanstack/react-router";

import { formatHour, formatInZone, ownZone } from "../../format/times.ts";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";
import { dueCount, type PipelineRow } from "../pipelines/use-pipelines-health.ts";

const dayMs = 86_400_000;
const maxShown = 12;

/** Due times within a day, so that concentrations are visible. */
export function NextDayCard({ rows, now }: { readonly rows: readonly PipelineRow[]; readonly now: number }) {
  const due = rows
    .map(({ pipeline, dues }) => ({ pipeline, dues: dues.filter((at) => Date.parse(at) < now + dayMs) }))
    .filter(({ dues }) => dues.length > 0)
    .toSorted((a, b) => Date.parse(a.dues[0]!) - Date.parse(b.dues[0]!))
    .slice(0, maxShown);
  return (
    <Card title="Next 24 hours" end={<span className="faint small">in your zone, {ownZone}</span>}>
      <div className="card-body">
        {due.length === 0 ? (
          <p className="soft">No runs are due in the next 24 hours.</p>
        ) : (
          <>
            <ul className="hours">
              {due.map(({ pipeline, dues }) => (
                <li key={pipeline.id} className="hour-row">
                  <Link to="/pipelines/$pipelineId" params={{ pipelineId: pipeline.id }} className="row-name">
                    {pipeline.name}
                  </Link>
                  <span className="hour-track" aria-hidden="true">
                    {isOften(dues) ? (
                      <span className="often" />
                    ) : (
                      dues.map((at) => <i key={at} style={{ left: `${((Date.parse(at) - now) / dayMs) * 100}%` }} />)
                    )}
                  </span>
                </li>
              ))}
              <li className="hour-row" aria-hidden="true">
                <span />
                <span className="bars">
                  <span className="axis">
                    {[0, 6, 12, 18, 24].map((hours) => (
                      <span key={hours}>{hours === 0 ? "now" : formatHour(now + (hours / 24) * dayMs)}</span>
                    ))}
                  </span>
                </span>
              </li>
            </ul>
            <ChartData
              heads={["Pipeline", "Times", "First"]}
              rows={due.map(({ pipeline, dues }) => [
                pipeline.name,
                isOften(dues) ? `${dues.length} or more` : dues.length,
                formatInZone(dues[0]!, ownZone),
              ])}
            />
          </>
        )}
      </div>
    </Card>
  );
}

/** True if one answer cannot contain all due times: the whole line is drawn. */
function isOften(dues: readonly string[]): boolean {
  // One of them may have passed since the request.
  return dues.length >= dueCount - 1;
}
