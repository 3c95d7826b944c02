import { queryJobId } from "@datamantri/contracts";
import { publishEvent, untilTheRunEnds, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { crashPoint } from "@datamantri/runtime";

import { fetchTable } from "../bigquery/snapshot/choose-read.ts";
import type { Billing } from "../bigquery/jobs/cost.ts";
import { explainPolicyTags } from "../bigquery/snapshot/policy-tags.ts";
import { withDrive } from "../bigquery/snapshot/with-drive.ts";
import { toSourceVersion } from "../bigquery/tables/source-version.ts";
import { planFingerprint } from "../mapping/plan-fingerprint.ts";
import type { OpenRuns } from "../open-runs.ts";
import { pinSource } from "../pin-source.ts";
import { planSplits } from "../plan-splits.ts";

/**
 * Pins a run's snapshot and reports the plan for reading it, or that nothing has changed.
 *
 * Failure: a repeat may pin another snapshot; the registry stores the first plan, and every split names its snapshot.
 */
export function onPlanRun(bus: Bus, runs: OpenRuns, billing: Billing, report: StepReporter): MessageHandler<"PlanRun"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle({ runId, pipelineId, attempt, skipVersion, range }, { signal: stopping }) {
      if (attempt > 1) runs.forget(runId);
      await runs.workFor(runId, stopping, async ({ source, client: opened }, signal, runEnded) => {
        const { configuration } = source;
        const config = configuration.source_config;
        const table = await fetchTable(opened, config, signal);
        const sourceVersion = toSourceVersion(config, table);
        if (skipVersion !== "" && sourceVersion === skipVersion) {
          await publishEvent(bus, "SourceUnchanged", { runId, pipelineId }, `${runId}:SourceUnchanged`, { signal });
          return;
        }
        const options = { runId, pipelineId, attempt, billing, signal, runEnded };
        const pinned = await withDrive(opened, table, (client, isAgain) => {
          // The job that was refused has the first id.
          const jobId = `${queryJobId(runId, attempt)}_drive`;
          return pinSource(client, source, table, range, isAgain ? { ...options, jobId } : options);
        }).catch((error: unknown) => {
          throw explainPolicyTags(error, table?.schema?.fields, configuration.mapping);
        });
        await crashPoint("extractor.plan.pinned");
        const { columns, snapshot, rowCount, isOnePage, averageRowBytes, typeReport, notes } = pinned;
        const { bytesEstimated, bytesBilled, costUsd, declared } = pinned;
        const size = {
          rowCount,
          columnCount: columns.length,
          averageRowBytes,
          batchSize: configuration.batch_size ?? 0,
          isOnePage,
        };
        const plan = { snapshot, rowCount, ...planSplits(size) };
        const schema = { columns, schemaFingerprint: planFingerprint(columns, source), typeReport };
        const cost = { bytesEstimated, bytesBilled, costUsd };
        const event = { runId, pipelineId, attempt, ...plan, ...schema, ...cost, sourceVersion, notes, ...declared };
        await publishEvent(bus, "RunPlanned", event, `${runId}:RunPlanned:a${attempt}`, { signal });
        await crashPoint("extractor.plan.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("plan", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("plan", task, error),
  };
}
