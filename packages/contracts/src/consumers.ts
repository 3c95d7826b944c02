/**
 * Every durable consumer of the product. Static, about twenty: each is a Raft group on a cluster.
 * Settings come from measurements; docs/adr/0003-streams-and-consumers.md has them.
 */
import { partitionCount, routes, workerEventNames, type StreamName } from "./subjects.ts";

export interface ConsumerSpec {
  readonly name: string;
  readonly stream: StreamName;
  readonly filters: readonly string[];
  /** Redelivery waits this long after a worker fell silent; workers renew at a quarter of it. */
  readonly ackWaitMs: number;
  /** Over all workers of the consumer. */
  readonly maxAckPending: number;
}

/** Long enough for a stalled event loop, short enough that a killed worker's work goes on in half a minute. */
const ackWaitMs = 20_000;

function perPartition(make: (partition: number) => ConsumerSpec): readonly ConsumerSpec[] {
  return Array.from({ length: partitionCount }, (_, partition) => make(partition));
}

export const registryCommands: ConsumerSpec = {
  name: "registry-commands",
  stream: "COMMANDS",
  filters: [routes.StartRun.subject, routes.CancelRun.subject, routes.Tick.subject],
  ackWaitMs,
  maxAckPending: 100,
};

export const registryEvents: ConsumerSpec = {
  name: "registry-events",
  stream: "EVENTS",
  filters: workerEventNames.map((name) => routes[name].subject),
  ackWaitMs,
  maxAckPending: 200,
};

/** What waits for BigQuery to compute. */
export const extractorPlans: ConsumerSpec = {
  name: "extractor-plans",
  stream: "TASKS",
  filters: [routes.PlanRun.subject, routes.ComputeStatistics.subject],
  ackWaitMs,
  maxAckPending: 100,
};

/** One per partition, so that extractors take splits of several runs in turn. */
export const extractorSplits = perPartition((partition) => ({
  name: `extractor-splits-${partition}`,
  stream: "TASKS",
  filters: [`task.split.${partition}.*.*`],
  ackWaitMs,
  maxAckPending: 100,
}));

export const loaderTasks: ConsumerSpec = {
  name: "loader-tasks",
  stream: "TASKS",
  filters: [
    routes.PrepareRun.subject,
    routes.FinalizeRun.subject,
    routes.DiscardRun.subject,
    routes.ReplayRejects.subject,
  ],
  ackWaitMs,
  maxAckPending: 100,
};

/** One per partition, so that loaders take batches of several runs in turn. */
export const loaderBatches = perPartition((partition) => ({
  name: `loader-batches-${partition}`,
  stream: "BATCHES",
  filters: [`batch.${partition}.*.*`],
  ackWaitMs,
  maxAckPending: 64,
}));

/** The queue that a consumer is a lane of: those of one queue differ by their partition. */
export function queueOf({ name }: ConsumerSpec): string {
  return name.replace(/-\d+$/, "");
}

export const allConsumers: readonly ConsumerSpec[] = [
  registryCommands,
  registryEvents,
  extractorPlans,
  ...extractorSplits,
  loaderTasks,
  ...loaderBatches,
];
