/**
 * The one table of messages on NATS: message, subject, publishers, handlers.
 *
 * Three names match: message `BatchesLoaded`, subject `event.run.*.*.batches_loaded`, handler `on-batches-loaded.ts`.
 */
import type { ServiceName } from "@datamantri/api";

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

/** Each stream with the subjects that it stores. TASKS takes every task, so that a new one changes no stream. */
export const streamSubjects = {
  COMMANDS: ["cmd.run.*", "tick.*"],
  TASKS: ["task.>"],
  BATCHES: ["batch.*.*.*"],
  OBJECTS: ["object.*.*.*.*.*"],
  EVENTS: ["event.run.*.*.*"],
  DEADLETTERS: ["deadletter.>"],
} as const;

export type StreamName = keyof typeof streamSubjects;

/** Name prefixes of durable consumers, service first; consumers.ts has their settings. */
export const queueNames = [
  "registry-commands",
  "registry-events",
  "extractor-plans",
  "extractor-splits",
  "loader-tasks",
  "loader-batches",
] as const;
export type QueueName = (typeof queueNames)[number];

/** Audience of an event: workers only, or also clients of the API; `ending` is public and the last of its run. */
type EventView = "inside" | "public" | "ending";

interface Route {
  /** Fields of the message in braces; `{partition}` is computed from its `runId`. */
  readonly subject: string;
  readonly stream: StreamName;
  readonly from: readonly ServiceName[];
  readonly to: readonly ServiceName[];
  /** Queue from which `to` takes it; without one it is only listened to. */
  readonly queue?: QueueName;
  /** A task about an ended run: the end of the run does not purge it. */
  readonly isAfterEnd?: true;
  readonly view?: EventView;
}

const workers = ["extractor", "loader"] as const;

/**
 * Every message: subject, stream, publishers, handlers. Subjects, filters, consumers, permissions and the lists of
 * events are derived from these rows. A message of the proto without a row does not compile.
 */
export const routes = {
  StartRun: command("cmd.run.start", "gateway"),
  CancelRun: command("cmd.run.cancel", "gateway"),
  Tick: command("tick.{pipelineId}", "scheduler"),
  PlanRun: task("plan.{runId}", "extractor", "extractor-plans"),
  ReadSplit: task("split.{partition}.{runId}.{split.split}", "extractor", "extractor-splits"),
  ComputeStatistics: task("statistics.{runId}", "extractor", "extractor-plans"),
  PrepareRun: task("prepare.{runId}", "loader", "loader-tasks"),
  FinalizeRun: task("finalize.{runId}", "loader", "loader-tasks"),
  UndoRun: task("undo.{runId}", "loader", "loader-tasks"),
  DiscardRun: { ...task("discard.{runId}", "loader", "loader-tasks"), isAfterEnd: true },
  ReplayRejects: { ...task("replay.{runId}", "loader", "loader-tasks"), isAfterEnd: true },
  RowBatch: {
    subject: "batch.{partition}.{runId}.{split}",
    stream: "BATCHES",
    from: ["extractor"],
    to: ["loader"],
    queue: "loader-batches",
  },
  RunQueued: event("run_queued", ["registry"], [], "public"),
  RunPlanned: event("run_planned", ["extractor"], ["registry"], "public"),
  SourceUnchanged: event("source_unchanged", ["extractor"], ["registry"], "inside"),
  RunPrepared: event("run_prepared", ["loader"], ["registry"], "public"),
  SplitExtracted: event("split_extracted", ["extractor"], ["registry"], "inside"),
  StatisticsComputed: event("statistics_computed", ["extractor"], ["registry"], "inside"),
  BatchesLoaded: event("batches_loaded", ["loader"], ["registry"], "inside"),
  RunProgressed: event("run_progressed", ["registry"], [], "public"),
  StepDelayed: event("step_delayed", workers, ["registry"], "public"),
  StepFailed: event("step_failed", workers, ["registry"], "public"),
  RunFinalized: event("run_finalized", ["loader"], ["registry"], "public"),
  RejectsReplayed: event("rejects_replayed", ["loader"], ["registry"], "inside"),
  RunDiscarded: event("run_discarded", ["loader"], ["registry"], "public"),
  RunAbandoned: event("run_abandoned", ["registry"], [], "public"),
  RunSucceeded: event("run_succeeded", ["registry"], [], "ending"),
  // Extractors listen for the end of a run, as a hint to stop reading.
  RunFailed: event("run_failed", ["registry"], ["extractor"], "ending"),
  RunCancelled: event("run_cancelled", ["registry"], ["extractor"], "ending"),
  RunSkipped: event("run_skipped", ["registry"], [], "ending"),
} as const satisfies Record<MessageName, Route>;

function command<const Subject extends string>(subject: Subject, from: ServiceName) {
  return { subject, stream: "COMMANDS", from: [from], to: ["registry"], queue: "registry-commands" } as const;
}

function task<const Rest extends string>(rest: Rest, to: ServiceName, queue: QueueName) {
  return { subject: `task.${rest}`, stream: "TASKS", from: ["registry"], to: [to], queue } as const;
}

function event<const Type extends string, View extends EventView>(
  type: Type,
  from: readonly ServiceName[],
  to: readonly ServiceName[],
  view: View,
) {
  const subject = `event.run.{pipelineId}.{runId}.${type}` as const;
  const queue = to.includes("registry") ? ({ queue: "registry-events" } as const) : {};
  return { subject, stream: "EVENTS", from, to, view, ...queue } as const;
}

type NamesOf<Wanted> = {
  [Name in MessageName]: (typeof routes)[Name] extends Wanted ? Name : never;
}[MessageName];

/** Messages about what happened to a run. */
export type EventName = NamesOf<{ stream: "EVENTS" }>;
/** Tasks that the registry hands to workers. */
export type TaskName = NamesOf<{ stream: "TASKS" }>;
/** Events that clients of the API see. */
export type PublicEventName = NamesOf<{ view: "public" | "ending" }>;
/** Events that a run has at most once, as its last. */
type EndingEventName = NamesOf<{ view: "ending" }>;

const rows = Object.entries<Route>(routes) as [MessageName, Route][];

/** The messages whose rows match, in the table's order. */
export function namesOf(isWanted: (route: Route) => boolean): readonly MessageName[] {
  return rows.filter(([, route]) => isWanted(route)).map(([name]) => name);
}

/** The events that workers publish and the registry handles. */
export const workerEventNames = namesOf(({ queue }) => queue === "registry-events") as readonly EventName[];
/** The public events. Workers' reports of single batches and splits are internal: `run_progressed` sums them up. */
export const publicEventNames = namesOf(({ view = "inside" }) => view !== "inside") as readonly PublicEventName[];
/** Each of these ends a run, and no run has two of them. */
export const endingEventNames = namesOf(({ view }) => view === "ending") as readonly EndingEventName[];

/** An event's name in snake_case, as subjects and views have it. */
type EventType<Name extends EventName = EventName> =
  (typeof routes)[Name]["subject"] extends `event.run.{pipelineId}.{runId}.${infer Type}` ? Type : never;

/** The last token of the event's subject, for example `run_succeeded`. */
export function eventType<Name extends EventName>(name: Name): EventType<Name> {
  return routes[name].subject.split(".").at(-1) as EventType<Name>;
}

/** The fields in a subject: `{split.split}` is the field `split` of the field `split`. */
export type SubjectFields<Name extends MessageName> = FieldsIn<(typeof routes)[Name]["subject"]>;
type FieldsIn<Subject> = Subject extends `${string}{${infer Path}}${infer Rest}`
  ? FieldAt<Path extends "partition" ? "runId" : Path> & FieldsIn<Rest>
  : unknown;
type FieldAt<Path extends string> = Path extends `${infer Head}.${infer Tail}`
  ? { readonly [Field in Head]: FieldAt<Tail> }
  : { readonly [Field in Path]: string | number };

/** The subject on which a message is published. */
export function subjectOf<Name extends MessageName>(name: Name, message: SubjectFields<Name> | Message<Name>): string {
  return fill(name, message as Fields);
}

/** The subjects of a message, with `*` for unknown parts. */
export function filterOf(name: MessageName, known: Readonly<Record<string, string | number | undefined>> = {}): string {
  return fill(name, known);
}

type Fields = Readonly<Record<string, unknown>>;

function fill(name: MessageName, fields: Fields): string {
  return routes[name].subject.replaceAll(/\{([^}]+)\}/g, (_braces, path: string) =>
    String(fieldAt(fields, path) ?? "*"),
  );
}

function fieldAt(fields: Fields, path: string): string | number | undefined {
  const { runId } = fields;
  if (path === "partition" && typeof runId === "string") return partitionOf(runId);
  const value = path.split(".").reduce<unknown>((field, key) => (field as Fields | undefined)?.[key], fields);
  return value as string | number | undefined;
}

const filters = rows.map(([name]) => [name, filterOf(name).split(".")] as const);

/** The message that a subject carries, or undefined when no route has it. */
export function messageNameOf(subject: string): MessageName | undefined {
  const tokens = subject.split(".");
  const isOf = (filter: readonly string[]): boolean =>
    filter.length === tokens.length && filter.every((token, i) => token === "*" || token === tokens[i]);
  return filters.find(([, filter]) => isOf(filter))?.[0];
}

/** The run that a message is about, or undefined for a subject that names none. */
export function runIdOf(subject: string): string | undefined {
  const name = messageNameOf(subject);
  if (name === undefined) return undefined;
  const at = routes[name].subject.split(".").indexOf("{runId}");
  return at < 0 ? undefined : subject.split(".")[at];
}

/** The tasks and batches of an open run. */
export const runWorkNames = namesOf(
  ({ stream, isAfterEnd }) => (stream === "TASKS" || stream === "BATCHES") && !isAfterEnd,
);

/** Subjects of the tasks and batches of an open run, for dropping them when the run is abandoned. */
export function runWorkSubjects(runId: string): readonly { readonly stream: StreamName; readonly subject: string }[] {
  return runWorkNames.map((name) => ({ stream: routes[name].stream, subject: filterOf(name, { runId }) }));
}

/** Subject of a message that a consumer of `stream` could not process. */
export function deadLetterSubject(stream: string, subject: string): string {
  return `deadletter.${stream}.${subject}`;
}

/** Subject on which a process of a service announces an orderly stop, with its id. */
export function stoppedSubject(service: ServiceName | "*"): string {
  return `stopped.${service}`;
}

/** Subject of the registry's answer to a command; core NATS, for the waiting gateway. */
export function answerSubject(requestId: string): string {
  return `answer.${requestId}`;
}
