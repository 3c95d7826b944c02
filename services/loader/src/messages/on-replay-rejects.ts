import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import type { Message } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { replayRejects } from "../rejects/replay-rejects.ts";
import type { Destinations } from "../connect/destinations.ts";

/** About ten minutes of an unreachable destination; the user can request it again. */
const maxDeliveries = 25;

/**
 * Loads a finished run's rejects, as far as they can be loaded by now.
 *
 * Failure: one transaction; a repeat finds nothing left to load and reports the same counts.
 */
export function onReplayRejects(
  bus: Bus,
  destinations: Destinations,
  report: StepReporter,
): MessageHandler<"ReplayRejects"> {
  return {
    maxDeliveries,
    async handle(task, { signal }) {
      const { runId, pipelineId, attempt } = task;
      destinations.forget(runId);
      const event = { runId, pipelineId, ...(await replayRejects(destinations, task)) };
      await publishEvent(bus, "RejectsReplayed", event, `${runId}:RejectsReplayed:a${attempt}`, { signal });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("replay", task, error, delivery, retryInMs),
    failed: (task, error) => reportFailure(bus, task, error),
  };
}

/** The run does not change; each request has its own event. */
async function reportFailure(bus: Bus, task: Message<"ReplayRejects">, error: PipelineError): Promise<void> {
  const { runId, pipelineId, attempt } = task;
  const event = { runId, pipelineId, step: "replay", code: error.code, message: error.message };
  await publishEvent(bus, "StepFailed", event, `${runId}:replay:failed:a${attempt}`, {
    signal: AbortSignal.timeout(10_000),
  });
}
