/**
 * The one table of what is said on NATS: message, subject, who says it, who handles it.
 *
 * Three names match: message `BatchesLoaded`, subject `event.run.*.*.batches_loaded`, handler `on-batches-loaded.ts`.
 */
import type { ServiceName } from "@datamantri/resources";

import { createHash } from "node:crypto";

import type { Message, MessageName } from "./messages.ts";

/**
 * Partitions of BATCHES and of the split tasks. A big run fills one partition and leaves the others free; measured, a
 * small run behind a big one took 2,191 ms in one queue and 203 ms in four. Part of the subjects: changing it needs
 * the streams drained.
 */
export const partitionCount = 8;

/** The partition of a run, the same in every process. */
export function partitionOf(runId: string): number {
  return createHash("sha256").update(runId).digest().readUInt32BE(0) % partitionCount;
}

interface Route {
  readonly subject: string;
  readonly stream: StreamName;
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
}

export type StreamName = "COMMANDS" | "TASKS" | "BATCHES" | "OBJECTS" | "EVENTS" | "DEADLETTERS";

const workers = ["extractor", "loader"] as const;

/** Every message with its subject (as a filter), stream, publishers and handlers. Taps may hear every event. */
export const routes = {
  StartRun: { subject: "cmd.run.start", stream: "COMMANDS", from: ["gateway"], to: ["registry"] },
  CancelRun: { subject: "cmd.run.cancel", stream: "COMMANDS", from: ["gateway"], to: ["registry"] },
  Tick: { subject: "tick.*", stream: "COMMANDS", from: ["scheduler"], to: ["registry"] },
  PlanRun: { subject: "task.plan.*", stream: "TASKS", from: ["registry"], to: ["extractor"] },
  ReadSplit: { subject: "task.split.*.*.*", stream: "TASKS", from: ["registry"], to: ["extractor"] },
  ComputeStatistics: { subject: "task.statistics.*", stream: "TASKS", from: ["registry"], to: ["extractor"] },
  PrepareRun: { subject: "task.prepare.*", stream: "TASKS", from: ["registry"], to: ["loader"] },
  FinalizeRun: { subject: "task.finalize.*", stream: "TASKS", from: ["registry"], to: ["loader"] },
  DiscardRun: { subject: "task.discard.*", stream: "TASKS", from: ["registry"], to: ["loader"] },
  ReplayRejects: { subject: "task.replay.*", stream: "TASKS", from: ["registry"], to: ["loader"] },
  RowBatch: { subject: "batch.*.*.*", stream: "BATCHES", from: ["extractor"], to: ["loader"] },
  RunQueued: event("run_queued", ["registry"], []),
  RunPlanned: event("run_planned", ["extractor"], ["registry"]),
  SourceUnchanged: event("source_unchanged", ["extractor"], ["registry"]),
  RunPrepared: event("run_prepared", ["loader"], ["registry"]),
  SplitExtracted: event("split_extracted", ["extractor"], ["registry"]),
  StatisticsComputed: event("statistics_computed", ["extractor"], ["registry"]),
  BatchesLoaded: event("batches_loaded", ["loader"], ["registry"]),
  RunProgressed: event("run_progressed", ["registry"], []),
  RunFinalized: event("run_finalized", ["loader"], ["registry"]),
  RejectsReplayed: event("rejects_replayed", ["loader"], ["registry"]),
  RunDiscarded: event("run_discarded", ["loader"], ["registry"]),
  StepDelayed: event("step_delayed", workers, ["registry"]),
  StepFailed: event("step_failed", workers, ["registry"]),
  RunSucceeded: event("run_succeeded", ["registry"], []),
  RunSkipped: event("run_skipped", ["registry"], []),
  RunFailed: event("run_failed", ["registry"], ["extractor"]),
  RunCancelled: event("run_cancelled", ["registry"], ["extractor"]),
} as const satisfies Record<MessageName, Route>;

function event<const Name extends string>(
  name: Name,
  from: readonly ServiceName[],
  to: readonly ServiceName[],
): Route & { subject: `event.run.*.*.${Name}` } {
  return { subject: `event.run.*.*.${name}`, stream: "EVENTS", from, to };
}

/** Messages that say what happened to a run. */
export type EventName = {
  [Name in MessageName]: (typeof routes)[Name] extends { subject: `event.${string}` } ? Name : never;
}[MessageName];

/** Tasks that the registry hands to workers. */
export type TaskName =
  | "PlanRun"
  | "ReadSplit"
  | "ComputeStatistics"
  | "PrepareRun"
  | "FinalizeRun"
  | "DiscardRun"
  | "ReplayRejects";

/** The events that workers publish and the registry handles. */
export const workerEventNames = Object.entries(routes)
  .filter(([, route]) => route.stream === "EVENTS" && (route.to as readonly string[]).includes("registry"))
  .map(([name]) => name as EventName);

/** The last token of the event's subject, for example `run_succeeded`. */
export function eventType<Name extends EventName>(name: Name): EventType<Name> {
  return routes[name].subject.split(".").at(-1) as EventType<Name>;
}

/** An event's name in snake_case, as subjects and views have it. */
export type EventType<Name extends EventName = EventName> =
  (typeof routes)[Name]["subject"] extends `event.run.*.*.${infer Type}` ? Type : never;

/** The concrete subject of an event. */
export function eventSubject(name: EventName, ids: { readonly pipelineId: string; readonly runId: string }): string {
  const last = routes[name].subject.split(".").at(-1)!;
  return `event.run.${ids.pipelineId}.${ids.runId}.${last}`;
}

/** The message that a subject carries, or undefined when no route has it. */
export function messageNameOf(subject: string): MessageName | undefined {
  const tokens = subject.split(".");
  return (Object.keys(routes) as MessageName[]).find((name) => {
    const filter = routes[name].subject.split(".");
    return filter.length === tokens.length && filter.every((token, i) => token === "*" || token === tokens[i]);
  });
}

/** The concrete subject of a task. */
export function taskSubject<Name extends TaskName>(name: Name, task: Message<Name>): string {
  switch (name) {
    case "PlanRun":
      return `task.plan.${task.runId}`;
    case "ReadSplit":
      return `task.split.${partitionOf(task.runId)}.${task.runId}.${(task as Message<"ReadSplit">).split.split}`;
    case "ComputeStatistics":
      return `task.statistics.${task.runId}`;
    case "PrepareRun":
      return `task.prepare.${task.runId}`;
    case "FinalizeRun":
      return `task.finalize.${task.runId}`;
    case "DiscardRun":
      return `task.discard.${task.runId}`;
    case "ReplayRejects":
      return `task.replay.${task.runId}`;
  }
  return name satisfies never;
}

/** The concrete subject of a batch. */
export function batchSubject(batch: { readonly runId: string; readonly split: number }): string {
  return `batch.${partitionOf(batch.runId)}.${batch.runId}.${batch.split}`;
}

/** Names a batch: the same rows, whoever reads them. */
export interface BatchKey {
  readonly runId: string;
  readonly split: number;
  readonly sequence: number;
  readonly part: number;
}

/** Filter of the object store: the last message on a subject is the chunk. */
export const objectSubjects = "object.*.*.*.*.*";

/** Of a batch whose row is in the object store: one chunk, from 0, or all of them. */
export function objectSubject({ runId, split, sequence, part }: BatchKey, chunk: number | "*"): string {
  return `object.${runId}.${split}.${sequence}.${part}.${chunk}`;
}

/** All that the object store holds of a run. */
export function runObjectsSubject(runId: string): string {
  return `object.${runId}.>`;
}

/** Where a process of a service says that it stops in order, with its id. */
export function stoppedSubject(service: ServiceName | "*"): string {
  return `stopped.${service}`;
}

export function tickSubject(pipelineId: string): string {
  return `tick.${pipelineId}`;
}

/** Subjects of all tasks and batches of one run, for dropping them when the run is abandoned. */
export function runWorkSubjects(runId: string): readonly { readonly stream: StreamName; readonly subject: string }[] {
  const partition = partitionOf(runId);
  return [
    { stream: "TASKS", subject: `task.plan.${runId}` },
    { stream: "TASKS", subject: `task.split.${partition}.${runId}.*` },
    { stream: "TASKS", subject: `task.statistics.${runId}` },
    { stream: "TASKS", subject: `task.prepare.${runId}` },
    { stream: "TASKS", subject: `task.finalize.${runId}` },
    { stream: "BATCHES", subject: `batch.${partition}.${runId}.*` },
  ];
}

/** Key-value bucket from which schedulers learn what is due when: key is the pipeline's id, value a `Schedule`. */
export const schedulesBucket = "schedules";

/** Subject on which the value of a schedule is written: a KV bucket is a stream named KV_<bucket>. */
export function scheduleSubject(pipelineId: string): string {
  return `$KV.${schedulesBucket}.${pipelineId}`;
}

/** A pipeline's schedule as the registry writes it and schedulers read it, as JSON. */
export type Schedule = (CronSchedule | IntervalSchedule) & {
  readonly pipeline_id: string;
  /** The pipeline's version; an older one never replaces a newer one. */
  readonly version: number;
};

export interface CronSchedule {
  /** Five or six cron fields. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
}

/** Due at the multiples of the interval since 1970, so that every scheduler says the same. */
export interface IntervalSchedule {
  readonly interval_seconds: number;
}
