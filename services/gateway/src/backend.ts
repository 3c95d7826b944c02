/** Requests and commands to the services behind the gateway. */
import { randomUUID } from "node:crypto";

import { CommandAnswers, request, requestMeasured, type Bus } from "@datamantri/bus";
import {
  encodeMessage,
  noRange,
  subjectOf,
  type ExtractorApi,
  type LoaderApi,
  type Message,
  type RegistryApi,
  type SchedulerApi,
} from "@datamantri/contracts";
import type { SystemView } from "@datamantri/api";
import { toPipelineError } from "@datamantri/runtime";

import { SharedReads } from "./shared-reads.ts";
import { SystemHealth } from "./system/system-health.ts";

/** Longer than a busy server takes; the caller may repeat the request with the same Idempotency-Key. */
const commandTimeoutMs = 6_000;

/** A registry that executes no command within this time is busy or down. A restart is shorter. */
const executionMs = 5_000;

/** Transport time of an answer, beyond the time that the extractor takes. */
const answerTravelMs = 500;

/** The registry waits a second for its database. */
const pingMs = 1_500;

/** Sum over all steps of a destination's check, each of which has its own limit. */
const destinationCheckMs = 20_000;

/** Reads whose answer is the same for all permitted callers. */
const sharedReads: ReadonlySet<keyof RegistryApi> = new Set([
  "pipelines.list",
  "pipelines.get",
  "pipelines.get_by_name",
  "pipelines.estimate",
  "pipelines.type_report",
  "pipelines.occurrences",
  "runs.list",
  "runs.search",
  "runs.get",
  "runs.splits",
  "runs.events",
  "runs.verification",
] satisfies (keyof RegistryApi)[]);

/** A range is for backfills only. */
type StartRun = Omit<Message<"StartRun">, "range"> & Partial<Pick<Message<"StartRun">, "range">>;

export interface Backend {
  /** @param maxAgeMs maximum age of a shared answer. Default: a new read. */
  registry<Operation extends keyof RegistryApi>(
    operation: Operation,
    body: RegistryApi[Operation][0],
    maxAgeMs?: number,
  ): Promise<RegistryApi[Operation][1]>;
  /**
   * Invalidates shared answers after a change: every later read sees it.
   *
   * @param unsettledMs how long the registry may take until the change can be read.
   */
  forgetReads(unsettledMs?: number): void;
  /** Resolves when a registry that reaches its database answers. @throws PipelineError */
  pingRegistry(): Promise<void>;
  /** Returns the next due times. @throws PipelineError `request_invalid` for an invalid expression. */
  previewSchedule(body: SchedulerApi["preview"][0]): Promise<SchedulerApi["preview"][1]>;
  /**
   * Inspects a source, for at most the time in the body.
   * @throws PipelineError `bus_unavailable`; BigQuery's errors.
   */
  inspectSource(body: ExtractorApi["inspect"][0]): Promise<ExtractorApi["inspect"][1]>;
  /** Lists a run's rejects from the destination. @throws PipelineError `sink_unreachable` and others. */
  listRejects(body: LoaderApi["rejects.list"][0]): Promise<LoaderApi["rejects.list"][1]>;
  /**
   * Returns the result of each step of connecting to a server.
   * @throws PipelineError `bus_unavailable` without a worker.
   */
  checkSource(body: ExtractorApi["check_source"][0]): Promise<ExtractorApi["check_source"][1]>;
  checkDestination(body: LoaderApi["check_destination"][0]): Promise<LoaderApi["check_destination"][1]>;
  /** @throws PipelineError `bus_unavailable`; PostgreSQL's errors. */
  browseDestination(body: LoaderApi["browse_destination"][0]): Promise<LoaderApi["browse_destination"][1]>;
  /** @throws PipelineError `bus_unavailable`; BigQuery's errors. */
  browseSource(body: ExtractorApi["browse"][0]): Promise<ExtractorApi["browse"][1]>;
  /** Returns the product's health. Always answers: a part that does not respond is missing, with the reason. */
  readSystem(): Promise<SystemView>;
  /**
   * Stores the command with its audit entry, and waits for the registry to create the run.
   *
   * @throws PipelineError `not_found` without the pipeline, `conflict` when the run exists with another range;
   *   `bus_unavailable` when the registry does not answer: the run may be created later, unless NATS loses the command.
   */
  startRun(command: StartRun): Promise<void>;
  /**
   * Stores the command and waits for the registry to execute it.
   *
   * @throws PipelineError `not_found`, `conflict` when the run has ended; `bus_unavailable` as `startRun`.
   */
  cancelRun(command: Omit<Message<"CancelRun">, "requestId">): Promise<void>;
}

export function openBackend(bus: Bus, signal: AbortSignal): Backend {
  const options = { signal, giveUpAfterMs: commandTimeoutMs };
  const answers = new CommandAnswers(bus);
  const shared = new SharedReads();
  const system = new SystemHealth(bus);
  void system.run(signal);
  return {
    registry(operation, body, maxAgeMs) {
      if (!sharedReads.has(operation))
        return request<RegistryApi, typeof operation>(bus, "registry", operation, body as never);
      const ask = () => requestMeasured<RegistryApi, typeof operation>(bus, "registry", operation, body as never);
      return shared.read(`${operation} ${JSON.stringify(body)}`, ask, maxAgeMs);
    },
    forgetReads: (unsettledMs) => shared.forget(unsettledMs),
    pingRegistry: () => pingRegistry(bus),
    previewSchedule: (body) => request<SchedulerApi, "preview">(bus, "scheduler", "preview", body),
    inspectSource: (body) =>
      request<ExtractorApi, "inspect">(bus, "extractor", "inspect", body, body.timeout_ms + answerTravelMs),
    listRejects: (body) => request<LoaderApi, "rejects.list">(bus, "loader", "rejects.list", body),
    checkSource: (body) =>
      request<ExtractorApi, "check_source">(bus, "extractor", "check_source", body, body.timeout_ms + answerTravelMs),
    checkDestination: (body) =>
      request<LoaderApi, "check_destination">(bus, "loader", "check_destination", body, destinationCheckMs),
    browseDestination: (body) =>
      request<LoaderApi, "browse_destination">(bus, "loader", "browse_destination", body, destinationCheckMs),
    browseSource: (body) =>
      request<ExtractorApi, "browse">(bus, "extractor", "browse", body, body.timeout_ms + answerTravelMs),
    readSystem: () => system.read(),
    async startRun(command) {
      const payload = encodeMessage("StartRun", { range: noRange, ...command });
      const { id } = command.request;
      // Each request sends its own command: the registry answers and audits a repeat too.
      const message = { subject: subjectOf("StartRun", command), payload, messageId: `start:${id}` };
      await answers.send(id, message, options, executionMs);
    },
    async cancelRun(command) {
      const requestId = randomUUID();
      const payload = encodeMessage("CancelRun", { ...command, requestId });
      const message = { subject: subjectOf("CancelRun", command), payload, messageId: `cancel:${requestId}` };
      await answers.send(requestId, message, options, executionMs);
    },
  };
}

/** A registry that is older than the operation answers too. */
async function pingRegistry(bus: Bus): Promise<void> {
  await request<RegistryApi, "system.ping">(bus, "registry", "system.ping", {}, pingMs).catch((error: unknown) => {
    if (toPipelineError(error).code !== "not_found") throw error;
  });
}
