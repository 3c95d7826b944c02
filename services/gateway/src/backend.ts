/** What the routes need of the services behind the gateway. */
import { CommandAnswers, publish, request, requestMeasured, type Bus } from "@datamantri/bus";
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

import { SharedReads } from "./shared-reads.ts";
import { SystemHealth } from "./system/system-health.ts";

/** Longer than a busy server takes; the caller may repeat the request with the same Idempotency-Key. */
const commandTimeoutMs = 6_000;

/** A registry that admits no run within this time is busy or away. */
const admissionMs = 1_300;

/** What an answer needs on its way, beyond the time that the extractor takes. */
const answerTravelMs = 500;

/** All steps of a destination's check, each of which has a limit of its own. */
const destinationCheckMs = 20_000;

/** Reads that are equal for all callers with permission. */
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
  /** @param maxAgeMs maximum age of a shared answer. Default: reads now. */
  registry<Operation extends keyof RegistryApi>(
    operation: Operation,
    body: RegistryApi[Operation][0],
    maxAgeMs?: number,
  ): Promise<RegistryApi[Operation][1]>;
  /**
   * Something has changed: who reads from now on sees it.
   *
   * @param unsettledMs how long the registry may take until it can be read.
   */
  forgetReads(unsettledMs?: number): void;
  /** The next due times. @throws PipelineError `request_invalid` for an invalid expression. */
  previewSchedule(body: SchedulerApi["preview"][0]): Promise<SchedulerApi["preview"][1]>;
  /** Looks at a source, as long as the body says. @throws PipelineError `bus_unavailable`; what BigQuery says. */
  inspectSource(body: ExtractorApi["inspect"][0]): Promise<ExtractorApi["inspect"][1]>;
  /** What the destination says of a run's rejects. @throws PipelineError `sink_unreachable` and others. */
  listRejects(body: LoaderApi["rejects.list"][0]): Promise<LoaderApi["rejects.list"][1]>;
  /** Each step on the way to a server, as it was found. @throws PipelineError `bus_unavailable` without a worker. */
  checkSource(body: ExtractorApi["check_source"][0]): Promise<ExtractorApi["check_source"][1]>;
  checkDestination(body: LoaderApi["check_destination"][0]): Promise<LoaderApi["check_destination"][1]>;
  /** @throws PipelineError `bus_unavailable`; what PostgreSQL says. */
  browseDestination(body: LoaderApi["browse_destination"][0]): Promise<LoaderApi["browse_destination"][1]>;
  /** @throws PipelineError `bus_unavailable`; what BigQuery says. */
  browseSource(body: ExtractorApi["browse"][0]): Promise<ExtractorApi["browse"][1]>;
  /** Health of the product. Always answers: a part that does not respond is missing, with the reason. */
  readSystem(): Promise<SystemView>;
  /**
   * Stores the command, with the request for the audit log, and waits a moment for the registry to make the run. Without
   * an answer the run is made, or refused, later.
   *
   * @throws PipelineError `not_found` without the pipeline, `conflict` when the run exists with another range.
   */
  startRun(command: StartRun): Promise<void>;
  /** Resolves when the command is stored and will be carried out. */
  cancelRun(command: Message<"CancelRun">): Promise<void>;
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
      // Each request has a command of its own: the registry answers a repeat too, and enters it in the audit log.
      const message = { subject: subjectOf("StartRun", command), payload, messageId: `start:${id}` };
      await answers.send(id, message, options, admissionMs);
    },
    async cancelRun(command) {
      const payload = encodeMessage("CancelRun", command);
      await publish(
        bus,
        { subject: subjectOf("CancelRun", command), payload, messageId: `cancel:${command.runId}` },
        options,
      );
    },
  };
}
