import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { crashPoint } from "@datamantri/runtime";

import { replayRejects } from "../rejects/replay-rejects.ts";
import { reportCommitted } from "./report-committed.ts";
import type { Destinations } from "../connect/destinations.ts";

/** About ten minutes of an unreachable destination; the user can request it again. */
const maxDeliveries = 25;

/**
 * Loads a finished run's rejects that can now be loaded.
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
      const replayed = await replayRejects(destinations, task);
      await reportCommitted("what can be loaded of the rejects is loaded", async () => {
        await crashPoint("loader.replay.committed");
        const event = { runId, pipelineId, ...replayed };
        await publishEvent(bus, "RejectsReplayed", event, `${runId}:RejectsReplayed:a${attempt}`, { signal });
        await crashPoint("loader.replay.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("replay", task, error, delivery, retryInMs),
    // The run does not change; each request has its own event.
    failed: (task, error) => report.failed("replay", task, error, task.attempt),
  };
}
