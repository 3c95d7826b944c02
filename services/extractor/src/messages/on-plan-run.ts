import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { PipelineError } from "@datamantri/runtime";

import { chooseRead, clientFor, fetchTable } from "../bigquery/snapshot/choose-read.ts";
import type { Billing } from "../bigquery/jobs/cost.ts";
import { dryRunQuery, type Query } from "../bigquery/jobs/query-job.ts";
import { runLabels } from "../bigquery/jobs/run-query.ts";
import { repeatsBound } from "../bigquery/snapshot/increment.ts";
import { assertNextIncrement } from "../bigquery/snapshot/next-increment.ts";
import { pinSnapshot } from "../bigquery/snapshot/pin-snapshot.ts";
import { leaveOut } from "../bigquery/snapshot/select-list.ts";
import { askWhole, fetchColumns } from "../bigquery/snapshot/rows-columns.ts";
import { explainPolicyTags } from "../bigquery/snapshot/policy-tags.ts";
import { readRange } from "../bigquery/snapshot/read-range.ts";
import { toSourceVersion } from "../bigquery/tables/source-version.ts";
import { excludedSources, findMissing } from "../mapping/excluded-sources.ts";
import { mapColumns } from "../mapping/map-columns.ts";
import { planFingerprint } from "../mapping/plan-fingerprint.ts";
import { selectFields } from "../mapping/selected-fields.ts";
import { reportTypes } from "../mapping/report-types.ts";
import type { OpenRuns } from "../open-runs.ts";
import { planSplits } from "../plan-splits.ts";

/** Each delivery retries for ten seconds: about three minutes in total. */
const maxDeliveries = 8;

/**
 * Pins a run's snapshot and reports the plan for reading it, or that nothing has changed.
 *
 * Failure: a repeat may pin another snapshot; the registry stores the first plan, and every split names its snapshot.
 */
export function onPlanRun(bus: Bus, runs: OpenRuns, billing: Billing, report: StepReporter): MessageHandler<"PlanRun"> {
  return {
    maxDeliveries,
    async handle({ runId, pipelineId, attempt, skipVersion, range }, { signal: stopping }) {
      if (attempt > 1) runs.forget(runId);
      await runs.workFor(runId, stopping, async ({ source, client: opened }, signal, runEnded) => {
        const { configuration, watermark } = source;
        const config = configuration.source_config;
        const table = await fetchTable(opened, config, signal);
        const client = await clientFor(opened, table);
        const sourceVersion = toSourceVersion(config, table);
        if (skipVersion !== "" && sourceVersion === skipVersion) {
          await publishEvent(bus, "SourceUnchanged", { runId, pipelineId }, `${runId}:SourceUnchanged`, { signal });
          return;
        }
        const options = { runId, pipelineId, attempt, billing, signal, runEnded };
        const excluded = excludedSources(configuration.mapping);
        const repeats = watermark !== null && repeatsBound(configuration, watermark.type);
        const isBackfill = range.column !== "";
        const isFirst = config.read === "incremental" && watermark === null;
        const dryRun = (query: Query) => dryRunQuery(client, config, query, { ...options, labels: runLabels(options) });
        const explained = (error: unknown): never => {
          throw explainPolicyTags(error, table?.schema?.fields, configuration.mapping);
        };
        const needsColumns = table !== null || isBackfill || isFirst || excluded.length > 0;
        const ask = () => askWhole(client, config, dryRun, signal);
        const known = needsColumns ? await fetchColumns(config, table, ask).catch(explained) : null;
        const mapping = {
          mapping: configuration.mapping,
          cursorColumn: config.cursor_column,
          hasMaskKey: source.mask_key !== null,
          // What was excluded may have been removed since. Before a first success it is rather a misspelt name.
          leftOut: source.has_succeeded === true ? excluded : [],
        };
        if (known !== null) mapColumns(known, mapping);
        const leftOut = leaveOut(configuration.mapping, known);
        if (isFirst && !isBackfill && known !== null) {
          await assertNextIncrement(config, table, known, leftOut, dryRun).catch(explained);
        }
        const read = isBackfill
          ? readRange(config, known ?? [], range, leftOut)
          : chooseRead(config, table, watermark, { repeats, leftOut, columns: known ?? [] });
        const ofRows = { ...mapping, leftOut: known === null ? read.leftOut.columns : excluded };
        const pinned = await pinSnapshot(client, config, read, options, (found) =>
          selectFields(mapColumns(found, ofRows), configuration.mapping),
        ).catch(explained);
        const { snapshot, rowCount, isOnePage, averageRowBytes, bytesEstimated, bytesBilled, costUsd } = pinned;
        if (pinned.columns.length === 0) throw new PipelineError("source_query_invalid", "the source has no columns");
        const columns = mapColumns(pinned.columns, ofRows);
        const isQuery = snapshot.jobId !== "";
        const typeReport = JSON.stringify(reportTypes((isQuery ? known : null) ?? pinned.columns, ofRows));
        const missing = known === null ? [] : findMissing(configuration.mapping, known);
        const notes = [...pinned.notes, ...missing.map(describeMissing)];
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
        const event = { runId, pipelineId, attempt, ...plan, ...schema, ...cost, sourceVersion, notes };
        await publishEvent(bus, "RunPlanned", event, `${runId}:RunPlanned:a${attempt}`, { signal });
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("plan", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("plan", task, error),
  };
}

function describeMissing(name: string): string {
  return `the source no longer has "${name}", which the mapping excludes`;
}
