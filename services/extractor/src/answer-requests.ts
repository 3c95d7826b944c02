import { Slots, type ApiHandlers } from "@datamantri/bus";
import type { ExtractorApi } from "@datamantri/contracts";
import { PipelineError, type Logger } from "@datamantri/runtime";

import { BigQueryClient } from "./bigquery/bigquery-client.ts";
import type { Billing } from "./bigquery/cost.ts";
import { inspectSource } from "./bigquery/inspect-source.ts";

/** Inspections wait for BigQuery, not for us; more of them wait for a slot. */
const inspectionSlots = 8;

/** What the gateway may ask. */
export function answerRequests(billing: Billing, log: Logger, stopping: AbortSignal): ApiHandlers<ExtractorApi> {
  const slots = new Slots(inspectionSlots);
  return {
    inspect: async ({ source_config, credentials, mapping, has_mask_key, timeout_ms }) => {
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeout_ms)]);
      let lastFailure: unknown;
      const onRetry = (error: unknown): void => {
        lastFailure = error;
        log.warn({ error }, "failed to inspect a source, trying again");
      };
      await slots.acquire();
      try {
        const source = { config: source_config, credentials };
        const options = { mapping, cursorColumn: source_config.cursor_column, hasMaskKey: has_mask_key };
        return await inspectSource(await BigQueryClient.open(source, onRetry), source_config, options, billing, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        const slow = new PipelineError("source_unavailable", `BigQuery did not answer within ${timeout_ms / 1_000} s`);
        throw lastFailure ?? slow;
      } finally {
        slots.release();
      }
    },
  };
}
