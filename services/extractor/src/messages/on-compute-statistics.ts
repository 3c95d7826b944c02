import { publishEvent, untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { crashPoint } from "@datamantri/runtime";

import { computeSourceStatistics } from "../bigquery/jobs/source-statistics.ts";
import type { Billing } from "../bigquery/jobs/cost.ts";
import type { OpenRuns } from "../open-runs.ts";

/**
 * Computes the statistics of a run's snapshot and reports them as digests.
 *
 * Failure: the query's job is found again by its id, so a repeat is not billed and reports the same.
 */
export function onComputeStatistics(
  bus: Bus,
  runs: OpenRuns,
  billing: Billing,
  report: StepReporter,
): MessageHandler<"ComputeStatistics"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle({ runId, pipelineId, attempt, snapshot, columns }, { signal: stopping }) {
      await runs.workFor(runId, stopping, async ({ source, client }, signal, runEnded) => {
        const options = { runId, pipelineId, attempt, billing, signal, runEnded };
        const { statistics, ...cost } = await computeSourceStatistics(client, source, snapshot, columns, options);
        await crashPoint("extractor.statistics.computed");
        const event = { runId, pipelineId, ...statistics, columns: [...statistics.columns], ...cost };
        await publishEvent(bus, "StatisticsComputed", event, `${runId}:StatisticsComputed:a${attempt}`, { signal });
        await crashPoint("extractor.statistics.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("statistics", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("statistics", task, error),
  };
}
