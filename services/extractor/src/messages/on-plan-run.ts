import { publishEvent, type Bus, type MessageHandler, type StepReporter } from "@datamantri/bus";
import { toWriteMode } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

import { assertSuffixes } from "../bigquery/snapshot/assert-suffixes.ts";
import { chooseRead, clientFor, fetchTable } from "../bigquery/snapshot/choose-read.ts";
import type { Billing } from "../bigquery/jobs/cost.ts";
import { dryRunQuery, type Query } from "../bigquery/jobs/query-job.ts";
import { runLabels } from "../bigquery/jobs/run-query.ts";
import { repeatsBound } from "../bigquery/snapshot/increment.ts";
import { assertNextIncrement } from "../bigquery/snapshot/next-increment.ts";
import { pinSnapshot } from "../bigquery/snapshot/pin-snapshot.ts";
import { excludedColumns } from "../bigquery/snapshot/select-list.ts";
import { fetchColumns } from "../bigquery/snapshot/rows-columns.ts";
import { declareAs, describeDeclared } from "../bigquery/tables/declared.ts";
import { assertRangeColumn, readRange } from "../bigquery/snapshot/read-range.ts";
import { toSourceVersion } from "../bigquery/tables/source-version.ts";
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
        const excluded = excludedColumns(configuration.mapping, table);
        const repeats = watermark !== null && repeatsBound(configuration, watermark.type);
        const isBackfill = range.column !== "";
        const isFirst = config.read === "incremental" && watermark === null;
        const dryRun = (query: Query) => dryRunQuery(client, config, query, { ...options, labels: runLabels(options) });
        const known =
          isBackfill || isFirst ? await fetchColumns(config, table, dryRun, isBackfill ? range : undefined) : [];
        if (isFirst && !isBackfill && known !== null) {
          await assertNextIncrement(config, table, known, excluded, dryRun);
        }
        if (!isBackfill) await assertSuffixes(client, config, watermark, signal);
        const read = isBackfill
          ? readRange(config, known ?? [], range, excluded)
          : chooseRead(config, table, watermark, { repeats, excluded, columns: known ?? [] });
        const mapping = {
          mapping: configuration.mapping,
          cursorColumn: config.cursor_column,
          hasMaskKey: source.mask_key !== null,
          // A table may turn out to need a query, which leaves them out.
          leftOut: read.excluded,
        };
        if (isBackfill && known !== null && toWriteMode(configuration) === "append") {
          assertRangeColumn(mapColumns(known, mapping), range);
        }
        const pinned = await pinSnapshot(client, config, read, options, (found) =>
          selectFields(mapColumns(found, mapping), configuration.mapping),
        );
        const { snapshot, rowCount, isOnePage, averageRowBytes, bytesEstimated, bytesBilled, costUsd, notes } = pinned;
        if (pinned.columns.length === 0) throw new PipelineError("source_query_invalid", "the source has no columns");
        const found = declareAs(pinned.columns, table);
        const columns = mapColumns(found, mapping);
        const typeReport = JSON.stringify(reportTypes(found, mapping));
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
        const declared = describeDeclared(columns, table);
        const event = { runId, pipelineId, attempt, ...plan, ...schema, ...cost, sourceVersion, notes, ...declared };
        await publishEvent(bus, "RunPlanned", event, `${runId}:RunPlanned:a${attempt}`, { signal });
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("plan", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("plan", task, error),
  };
}
