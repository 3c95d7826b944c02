import type { System } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { formatClock } from "../../format/times.ts";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";
import { Sparkline } from "../../parts/sparkline.tsx";
import { toSample, type SystemSample } from "./use-system-samples.ts";

/** What waits in each queue, in words. */
const contents: Readonly<Record<string, string>> = {
  "registry-commands": "starts, cancels and due times",
  "registry-events": "reports of the workers",
  "extractor-plans": "runs to plan, verifications to compute",
  "extractor-splits": "parts of a source to read",
  "loader-tasks": "to prepare, finalize, discard or replay",
  "loader-batches": "rows to load",
};

export function QueuesCard({
  system,
  samples,
}: {
  readonly system: System & { readonly queues: NonNullable<System["queues"]> };
  readonly samples: readonly SystemSample[];
}) {
  const { queues, measured_at } = system;
  return (
    <Card title="Queues" end={<span className="faint small">plotted while this page is open</span>}>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="Queues">
        <table>
          <thead>
            <tr>
              <th scope="col">Queue</th>
              <th scope="col" colSpan={2}>
                Depth
              </th>
              <th scope="col" colSpan={2}>
                Lag
              </th>
              <th scope="col" className="number">
                In work
              </th>
              <th scope="col" className="number">
                Redelivered
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => {
              const { name, waiting, in_work, redelivered } = queue;
              const now = toSample(queue, Date.parse(measured_at));
              const own = samples.map((sample) => sample.queues[name]).filter((sample) => sample !== undefined);
              return (
                <tr key={name} data-queue={name}>
                  <td>
                    <span className="mono">{name}</span>
                    <div className="faint small">{contents[name]}</div>
                  </td>
                  <td className="number" title="Messages that no worker has taken yet">
                    {formatCount(waiting)}
                  </td>
                  <td>
                    <Sparkline
                      values={own.map((sample) => sample.waiting)}
                      label={`Depth of ${name}, now ${waiting}`}
                    />
                  </td>
                  <td className="number nowrap" title="Age of the oldest unfinished message">
                    {toLag(now.lagMs)}
                  </td>
                  <td>
                    <Sparkline
                      values={own.map((sample) => sample.lagMs)}
                      label={`Lag of ${name}, now ${toLag(now.lagMs)}`}
                    />
                  </td>
                  <td className="number" title="In progress">
                    {formatCount(in_work)}
                  </td>
                  <td className="number" title="Of these, delivered more than once">
                    {formatCount(redelivered)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="card-body">
        <ChartData
          heads={["Time", ...queues.flatMap(({ name }) => [`${name}, depth`, `${name}, lag`])]}
          rows={samples
            .map(({ at, queues: own }) => [
              formatClock(at),
              ...queues.flatMap(({ name }) => [formatCount(own[name]?.waiting ?? 0), toLag(own[name]?.lagMs ?? 0)]),
            ])
            .toReversed()}
        />
      </div>
    </Card>
  );
}

function toLag(ms: number): string {
  return ms === 0 ? "–" : formatDuration(ms);
}
