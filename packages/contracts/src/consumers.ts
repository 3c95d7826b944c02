/**
 * Every durable consumer of the product: a fixed set of about twenty, because each is a Raft group on a cluster.
 * Settings come from measurements: docs/adr/0003-streams-and-consumers.md.
 */
import { filterOf, namesOf, partitionCount, queueNames, routes, type QueueName, type StreamName } from "./subjects.ts";

export interface ConsumerSpec {
  readonly name: string;
  readonly stream: StreamName;
  readonly filters: readonly string[];
  /** Redelivery waits this long after a worker stopped responding; workers renew at a quarter of it. */
  readonly ackWaitMs: number;
  /** Limit over all workers of the consumer. */
  readonly maxAckPending: number;
}

/** Long enough for a stalled event loop; short enough that a killed worker's work resumes within half a minute. */
const ackWaitMs = 20_000;

/** Limit for each consumer of a queue. */
const maxAckPending: Readonly<Record<QueueName, number>> = {
  "registry-commands": 100,
  "registry-events": 200,
  // Messages that wait for BigQuery to compute.
  "extractor-plans": 100,
  "extractor-splits": 100,
  "loader-tasks": 100,
  "loader-batches": 64,
};

/** One consumer, or one per partition, so that workers take the work of several runs in turn. */
function consumersOf(queue: QueueName): readonly ConsumerSpec[] {
  const names = namesOf((route) => route.queue === queue);
  const { stream, subject } = routes[names[0]!];
  const toConsumer = (name: string, partition?: number): ConsumerSpec => ({
    name,
    stream,
    filters: names.map((message) => filterOf(message, { partition })),
    ackWaitMs,
    maxAckPending: maxAckPending[queue],
  });
  if (!subject.includes("{partition}")) return [toConsumer(queue)];
  return Array.from({ length: partitionCount }, (_, partition) => toConsumer(`${queue}-${partition}`, partition));
}

export const registryCommands = consumersOf("registry-commands")[0]!;
export const registryEvents = consumersOf("registry-events")[0]!;
export const extractorPlans = consumersOf("extractor-plans")[0]!;
export const extractorSplits = consumersOf("extractor-splits");
export const loaderTasks = consumersOf("loader-tasks")[0]!;
export const loaderBatches = consumersOf("loader-batches");

export const allConsumers: readonly ConsumerSpec[] = queueNames.flatMap(consumersOf);

/** The registry creates them in this order: when this one exists, all do. */
export const lastConsumer = allConsumers.at(-1)!;

/** Name of a consumer's queue: consumers of one queue differ only by their partition. */
export function queueOf({ name }: ConsumerSpec): string {
  return name.replace(/-\d+$/, "");
}
