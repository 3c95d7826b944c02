/** Health of broker, workers and destinations, one word each. */
import type { System } from "../../api/types.ts";
import type { Tone } from "../../parts/badge.tsx";
import type { IconName } from "../../parts/icon.tsx";

export interface PartHealth {
  readonly name: string;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
  /** The subject of the state. */
  readonly detail: string;
}

const good = { tone: "good", icon: "check" } as const;
const warn = { tone: "warn", icon: "warning" } as const;
const bad = { tone: "bad", icon: "cross" } as const;
const unknown = { tone: "idle", icon: "dash", text: "Unknown" } as const;

const brokerCodes: ReadonlySet<string> = new Set([
  "stream_unreadable",
  "stream_full",
  "storage_full",
  "replica_behind",
  "queue_stuck",
  "queue_late",
]);

export function toPartHealths(system: System): readonly PartHealth[] {
  return [
    { name: "Broker", ...ofBroker(system) },
    { name: "Workers", ...ofWorkers(system) },
    { name: "Destinations", ...ofDestinations(system) },
  ];
}

type Health = Omit<PartHealth, "name">;

function ofBroker({ broker, queues, problems }: System): Health {
  if (!broker) return { ...bad, text: "Offline", detail: "NATS does not respond" };
  const waiting = (queues ?? []).reduce((sum, queue) => sum + queue.waiting, 0);
  const detail = waiting === 0 ? "queue empty" : `${waiting} ${waiting === 1 ? "message" : "messages"} queued`;
  const own = problems.filter(({ code }) => brokerCodes.has(code));
  if (own.length === 0) return { ...good, text: "Healthy", detail };
  return own.some(({ severity }) => severity === "bad")
    ? { ...bad, text: "Stuck", detail }
    : { ...warn, text: "Slow", detail };
}

function ofWorkers({ services }: System): Health {
  if (!services) return { ...unknown, detail: "NATS does not respond" };
  const answering = services.map(({ service, instances }) => ({
    service,
    count: instances.filter(({ state }) => state === "answering").length,
    silent: instances.filter(({ state }) => state === "silent").length,
  }));
  const without = answering.filter(({ count }) => count === 0).map(({ service }) => service);
  if (without.length > 0) return { ...bad, text: "Missing", detail: `no ${without.join(", no ")}` };
  const total = answering.reduce((sum, { count }) => sum + count, 0);
  const silent = answering.reduce((sum, one) => sum + one.silent, 0);
  if (silent > 0) return { ...warn, text: "Degraded", detail: `${total} of ${total + silent} online` };
  return { ...good, text: "Healthy", detail: `${total} of ${total} online` };
}

function ofDestinations({ destinations }: System): Health {
  if (!destinations) return { ...unknown, detail: "the registry does not respond" };
  const failing = destinations.filter(({ state }) => state === "failing");
  if (failing.length > 0) return { ...bad, text: "Failing", detail: failing.map(({ name }) => name).join(", ") };
  if (destinations.length === 0) return { ...unknown, text: "None yet", detail: "no run has ended" };
  return { ...good, text: "Healthy", detail: `${destinations.length} in use` };
}
