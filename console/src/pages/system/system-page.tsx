import { useQuery } from "@tanstack/react-query";

import { systemQuery } from "../../api/queries.ts";
import type { System } from "../../api/types.ts";
import { Badge } from "../../parts/badge.tsx";
import { ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { BrokerCard } from "./broker-card.tsx";
import { ErrorsCard } from "./errors-card.tsx";
import { OpenRunsCard } from "./open-runs-card.tsx";
import { ServersCard } from "./servers-card.tsx";
import { ProblemsCard } from "./problems-card.tsx";
import { QueuesCard } from "./queues-card.tsx";
import { ThroughputCard } from "./throughput-card.tsx";
import { useSystemSamples } from "./use-system-samples.ts";
import { WorkersCard } from "./workers-card.tsx";

const states = {
  ok: { tone: "good", icon: "check", text: "Healthy" },
  degraded: { tone: "warn", icon: "warning", text: "Degraded" },
  down: { tone: "bad", icon: "cross", text: "Down" },
} as const;

/** Names of the parts that may not respond. */
const missing: Readonly<Record<System["unavailable"][number]["part"], string>> = {
  broker: "No queues and streams",
  services: "No workers",
  registry: "No runs, errors, sources and destinations",
};

/** Health of the product itself. */
export default function SystemPage() {
  const { data, error, refetch } = useQuery(systemQuery);
  return (
    <>
      <PageHead
        title="System"
        beside={data && <Badge {...states[data.state]} />}
        lead="Broker, workers, queues and errors."
      />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {error && data && (
        <Notice tone="warn" title="Out of date">
          It was measured <Time at={data.measured_at} />.
        </Notice>
      )}
      {!data && !error && (
        <Card>
          <Skeleton rows={10} />
        </Card>
      )}
      {data && <Parts system={data} />}
    </>
  );
}

function Parts({ system }: { readonly system: System }) {
  const samples = useSystemSamples(system);
  const { queues, services, throughput, errors, destinations, sources, broker, streams, open_runs, outbox } = system;
  return (
    <>
      <ProblemsCard system={system} />
      {system.unavailable.length > 0 && (
        <Notice tone="warn" title="Some parts did not respond">
          <ul>
            {system.unavailable.map(({ part, reason }) => (
              <li key={part}>
                {missing[part]}: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {open_runs && <OpenRunsCard openRuns={open_runs} outbox={outbox} samples={samples} />}
      {queues && <QueuesCard system={{ ...system, queues }} samples={samples} />}
      {services && <WorkersCard services={services} />}
      {throughput && <ThroughputCard throughput={throughput} />}
      {errors && <ErrorsCard errors={errors} measuredAt={system.measured_at} />}
      {destinations && <ServersCard title="Destinations" head="Server" servers={destinations} />}
      {sources && <ServersCard title="Sources" head="Project" servers={sources} />}
      {broker && streams && <BrokerCard broker={broker} streams={streams} />}
    </>
  );
}
