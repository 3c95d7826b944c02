import {
  announce,
  awaitTopology,
  consume,
  openBus,
  pingNats,
  request,
  serveRequests,
  StepReporter,
} from "@datamantri/bus";
import {
  extractorPlans,
  extractorSplits,
  secretsSubject,
  type ExtractorApi,
  type SecretsApi,
} from "@datamantri/contracts";
import { accessOf } from "@datamantri/api/values";
import { startService } from "@datamantri/runtime";

import { answerRequests } from "./answer-requests.ts";
import { openSourceNetwork } from "./bigquery/api/source-network.ts";
import { extractorSettings } from "./config.ts";
import { onComputeStatistics } from "./messages/on-compute-statistics.ts";
import { onPlanRun } from "./messages/on-plan-run.ts";
import { onReadSplit } from "./messages/on-read-split.ts";
import { OpenRuns } from "./open-runs.ts";
import { openSourceResolver, type SourceStore } from "./resolve-source.ts";
import { TranscoderPool } from "./transcode/transcoder-pool.ts";

/** Plans and verifications wait for BigQuery, not for CPU. */
const planSlots = 8;

await startService("extractor", extractorSettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, dependsOn, fail } = lifecycle;
  const network = openSourceNetwork(config.SOURCE_NETWORKS, { url: config.HTTPS_PROXY, exempt: config.NO_PROXY });
  const opening = openBus({
    url: config.NATS_URL,
    service: "extractor",
    log,
    onClosed: fail,
    signal: stopping,
    stalledSeconds: config.STALLED_SECONDS,
  });
  dependsOn("NATS", () => pingNats(opening));
  const bus = await opening;
  onStop("nats", () => bus[Symbol.asyncDispose]());
  await awaitTopology(bus, stopping);

  const secretLocations = { directory: config.SECRETS_DIRECTORY, environment: process.env };
  const runs = new OpenRuns(bus, secretLocations, network);
  const listening = runs.listen();
  onStop("listeners", () => listening.close());
  const billing = {
    maximumBytesBilled: config.MAXIMUM_BYTES_BILLED,
    pricePerTibUsd: config.BIGQUERY_PRICE_PER_TIB_USD,
    allowsUncheckedQueries: config.UNCHECKED_QUERIES === "run",
  };
  const report = new StepReporter(bus, stopping);
  const working = [
    consume(
      bus,
      [extractorPlans],
      {
        PlanRun: onPlanRun(bus, runs, billing, report),
        ComputeStatistics: onComputeStatistics(bus, runs, billing, report),
      },
      { slots: planSlots, signal: stopping },
    ),
    consume(
      bus,
      extractorSplits,
      { ReadSplit: onReadSplit(bus, runs, new TranscoderPool(config.SLOTS), report) },
      { slots: config.SLOTS, signal: stopping },
    ),
  ];
  for (const work of working) work.catch(fail);
  onStop("consumers", () => Promise.allSettled(working));
  const store: SourceStore = {
    connection: (id) => request<SecretsApi, "connections.source">(bus, secretsSubject, "connections.source", { id }),
    async credentials(id, server) {
      const config = accessOf("bigquery", server);
      const operation = "pipelines.source_credentials";
      return (await request<SecretsApi, typeof operation>(bus, secretsSubject, operation, { id, config })).credentials;
    },
  };
  const resolve = openSourceResolver(store, secretLocations);
  const requests = serveRequests<ExtractorApi>(bus, answerRequests(billing, resolve, network, log, stopping));
  onStop("requests", () => requests.close());
  await requests.listening;
  const announced = announce(bus);
  onStop("announcement", () => announced.close());
  await announced.listening;
});
