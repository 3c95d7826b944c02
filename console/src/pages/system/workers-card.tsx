import { useMemo } from "react";

import type { System, SystemInstance } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { Badge } from "../../parts/badge.tsx";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";

/** A process, or a service without any. */
interface Worker {
  readonly service: string;
  readonly instance?: SystemInstance;
}

const columns: readonly Column<Worker>[] = [
  { id: "service", title: "Service", cell: ({ service }) => service },
  { id: "state", title: "State", cell: ({ instance }) => <State instance={instance} /> },
  {
    id: "instance",
    title: "Instance",
    className: "mono soft",
    cell: ({ instance }) => <span title={instance?.id}>{instance?.id.slice(-8)}</span>,
  },
  { id: "since", title: "Since", cell: ({ instance }) => instance && <Time at={instance.started_at} /> },
  { id: "version", title: "Version", className: "mono", cell: ({ instance }) => instance?.version },
  {
    id: "work",
    title: "Load and work",
    cell: ({ instance }) => (
      <ul className="work">
        {instance?.endpoints.map((endpoint) => (
          <li key={endpoint.name}>
            <span className="mono">{endpoint.name}</span> <Slots {...endpoint} />
            <span className="soft small">{toWork(endpoint)}</span>
          </li>
        ))}
      </ul>
    ),
  },
];

const idOf = ({ service, instance }: Worker) => instance?.id ?? service;

/** Every process and its tasks. */
export function WorkersCard({ services }: { readonly services: NonNullable<System["services"]> }) {
  const workers = useMemo(() => services.flatMap(toWorkers), [services]);
  return (
    <Card title="Workers" end={<span className="faint small">every process of the product</span>}>
      <Table items={workers} columns={columns} idOf={idOf} label="Workers" />
    </Card>
  );
}

function toWorkers({ service, instances }: NonNullable<System["services"]>[number]): Worker[] {
  return instances.length === 0 ? [{ service }] : instances.map((instance) => ({ service, instance }));
}

function State({ instance }: { readonly instance: SystemInstance | undefined }) {
  if (instance === undefined) return <Badge tone="bad" icon="cross" text="None answers" />;
  if (instance.state === "answering") return <Badge tone="good" icon="check" text="Answers" />;
  return (
    <>
      <Badge tone="bad" icon="cross" text="Silent" />
      <div className="faint small">
        answered <Time at={instance.last_answer_at} />
      </div>
    </>
  );
}

/** A box for each slot, filled when the slot is busy. */
function Slots({ slots, busy }: Pick<SystemInstance["endpoints"][number], "slots" | "busy">) {
  if (slots === null) return null;
  return (
    <span className="slots" title={`${busy} of ${slots} busy`}>
      {Array.from({ length: Math.min(slots, 16) }, (_, slot) => (
        <i key={slot} className={slot < busy ? "taken" : ""} />
      ))}
      <span className="number small">
        {busy}/{slots}
      </span>
    </span>
  );
}

function toWork({ done, failed, average_ms, last_error_code }: SystemInstance["endpoints"][number]): string {
  const parts = [`${formatCount(done)} done`];
  if (failed > 0)
    parts.push(`${formatCount(failed)} failed${last_error_code === null ? "" : `, last ${last_error_code}`}`);
  if (average_ms !== null) parts.push(`${formatDuration(average_ms)} each`);
  return parts.join(" · ");
}
