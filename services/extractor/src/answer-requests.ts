import { Slots, type ApiHandlers } from "@datamantri/bus";
import type { ExtractorApi } from "@datamantri/contracts";
import { PipelineError, type Logger } from "@datamantri/runtime";

import { BigQueryClient } from "./bigquery/api/bigquery-client.ts";
import { browseSource } from "./bigquery/inspect/browse-source.ts";
import { checkSource, failedCheck } from "./bigquery/inspect/check-source.ts";
import type { Billing } from "./bigquery/jobs/cost.ts";
import type { SourceAccess } from "./bigquery/api/credentials.ts";
import { inspectSource } from "./bigquery/inspect/inspect-source.ts";
import type { SourceNetwork } from "./bigquery/api/source-network.ts";
import type { ResolveSource } from "./resolve-source.ts";

/** Requests wait for BigQuery, not for CPU; further ones wait for a slot. */
const questionSlots = 8;

/** Answers the gateway's requests. */
export function answerRequests(
  billing: Billing,
  resolve: ResolveSource,
  network: SourceNetwork,
  log: Logger,
  stopping: AbortSignal,
): ApiHandlers<ExtractorApi> {
  const slots = new Slots(questionSlots);

  /**
   * Retries until the time limit; then the answer is BigQuery's last error, or that it did not respond.
   *
   * @param patience `none`: the first failure is the answer, even if a retry could succeed.
   */
  const ask = async <Answer>(
    source: SourceAccess,
    timeoutMs: number,
    patience: "some" | "none",
    question: (open: () => Promise<BigQueryClient>, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    const enough = new AbortController();
    const signal = AbortSignal.any([stopping, enough.signal, AbortSignal.timeout(timeoutMs)]);
    let lastFailure: unknown;
    const onRetry = (error: unknown): void => {
      lastFailure = error;
      if (patience === "none") enough.abort();
      log.warn({ error }, "failed to ask BigQuery, retrying");
    };
    await slots.acquire();
    try {
      return await question(() => BigQueryClient.open(source, network, onRetry), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      const slow = new PipelineError("source_unavailable", `BigQuery did not respond within ${timeoutMs / 1_000} s`);
      throw lastFailure ?? slow;
    } finally {
      slots.release();
    }
  };

  return {
    inspect: async ({ configuration, credentials, pipeline_id, has_mask_key, timeout_ms }) => {
      const { source_config, mapping } = configuration;
      const source = await resolve({ config: source_config, credentials, pipeline_id });
      return ask(source, timeout_ms, "some", async (open, signal) => {
        const options = {
          mapping,
          cursorColumn: source_config.cursor_column,
          hasMaskKey: has_mask_key,
          destination: configuration,
        };
        return inspectSource(await open(), source.config, options, billing, signal);
      });
    },
    check_source: async ({ timeout_ms, ...asked }) => {
      const source = await resolve(asked);
      return ask(source, timeout_ms, "none", (open, signal) => checkSource(open, source.config, billing, signal)).catch(
        (error: unknown) => [failedCheck("tcp", error)],
      );
    },
    browse: async ({ dataset, table, timeout_ms, ...asked }) => {
      const source = await resolve(asked);
      return ask(source, timeout_ms, "some", async (open, signal) =>
        browseSource(await open(), source.config, { dataset, table }, signal),
      );
    },
  };
}
