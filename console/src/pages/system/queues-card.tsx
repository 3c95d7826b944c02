import type { System, SystemQueue } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { formatClock } from "../../format/times.ts";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";
import { Sparkline } from "../../parts/sparkline.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { toSample, type QueueSample, type SystemSample } from "./use-system-samples.ts";

/** Contents of each queue, in words. */
const contents: Readonly<Record<string, string>> = {
  "registry-commands": "starts, cancels and due times",
  "registry-events": "reports of the workers",
  "extractor-plans": "runs to plan, verifications to compute",
  "extractor-splits": "parts of a source to read",
  "loader-tasks": "to prepare, finalize, discard or replay",
  "loader-batches": "rows to load",
};

interface Queue extends SystemQueue {
  readonly lagMs: number;
  /** While the page is open. */
  readonly samples: readonly QueueSample[];
}

const columns: readonly Column<Queue>[] = [
  {
    id: "queue",
    title: "Queue",
    cell: ({ name }) => (
      <>
        <span className="mono">{name}</span>
        <div className="faint small">{contents[name]}</div>
      </>
    ),
  },
  {
    id: "depth",
    title: "Depth",
    hint: "Messages that no worker has taken yet",
    isNumber: true,
    cell: ({ waiting }) => formatCount(waiting),
  },
  {
    id: "depths",
    title: "Depth over time",
    isTitleHidden: true,
    cell: ({ name, waiting, samples }) => (
      <Sparkline values={samples.map((sample) => sample.waiting)} label={`Depth of ${name}, now ${waiting}`} />
    ),
  },
  {
    id: "lag",
    title: "Lag",
    hint: "Age of the oldest unfinished message",
    isNumber: true,
    cell: ({ lagMs }) => toLag(lagMs),
  },
  {
    id: "lags",
    title: "Lag over time",
    isTitleHidden: true,
    cell: ({ name, lagMs, samples }) => (
      <Sparkline values={samples.map((sample) => sample.lagMs)} label={`Lag of ${name}, now ${toLag(lagMs)}`} />
    ),
  },
  { id: "in_work", title: "In work", hint: "In progress", isNumber: true, cell: ({ in_work }) => formatCount(in_work) },
  {
    id: "redelivered",
    title: "Redelivered",
    hint: "Of those in work, delivered more than once",
    isNumber: true,
    cell: ({ redelivered }) => formatCount(redelivered),
  },
];

export function QueuesCard({
  system: { queues, measured_at },
  samples,
}: {
  readonly system: System & { readonly queues: NonNullable<System["queues"]> };
  readonly samples: readonly SystemSample[];
}) {
  const items = queues.map((queue) => ({
    ...queue,
    lagMs: toSample(queue, Date.parse(measured_at)).lagMs,
    samples: samples.flatMap((sample) => sample.queues[queue.name] ?? []),
  }));
  return (
    <Card title="Queues" end={<span className="faint small">plotted while this page is open</span>}>
      <Table items={items} columns={columns} idOf={({ name }) => name} label="Queues" />
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
