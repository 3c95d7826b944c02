import {
  announce,
  awaitTopology,
  consume,
  consumeBatches,
  openBus,
  pingNats,
  request,
  serveRequests,
  StepReporter,
} from "@datamantri/bus";
import { loaderBatches, loaderTasks, secretsSubject, type LoaderApi, type SecretsApi } from "@datamantri/contracts";
import { EgressGuard, HostList, startService } from "@datamantri/runtime";

import { answerRequests } from "./answer-requests.ts";
import { loaderSettings } from "./config.ts";
import { onDiscardRun } from "./messages/on-discard-run.ts";
import { onFinalizeRun } from "./messages/on-finalize-run.ts";
import { onPrepareRun } from "./messages/on-prepare-run.ts";
import { onReplayRejects } from "./messages/on-replay-rejects.ts";
import { onRowBatch } from "./messages/on-row-batch.ts";
import { onUndoRun } from "./messages/on-undo-run.ts";
import { Destinations } from "./connect/destinations.ts";
import { openDestinationResolver, prepareServer, type DestinationStore } from "./connect/resolve-destination.ts";

/** Prepare, finalize, undo and discard tasks at the same time; PostgreSQL does their work. */
const taskSlots = 4;

/** Destinations whose connections are kept open for the next run. */
const maxPools = 50;

await startService("loader", loaderSettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, dependsOn, fail } = lifecycle;
  const guard = EgressGuard.fromSetting("DESTINATION_NETWORKS", config.DESTINATION_NETWORKS);
  const plain = new HostList(config.PLAIN_DESTINATIONS);
  const opening = openBus({
    url: config.NATS_URL,
    service: "loader",
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
  const destinations = new Destinations(
    async (runId) => {
      const asked = { run_id: runId };
      const stored = await request<SecretsApi, "runs.destination">(bus, secretsSubject, "runs.destination", asked);
      const { destination_config } = stored.configuration;
      const { config: server, password } = await prepareServer(
        destination_config,
        stored.password,
        secretLocations,
        plain,
      );
      return { ...stored, configuration: { ...stored.configuration, destination_config: server }, password };
    },
    guard,
    log,
    {
      connections: config.SESSIONS + taskSlots,
      pools: maxPools,
      idleMs: 10_000,
      silentMs: config.SILENT_SECONDS * 1_000,
    },
  );
  onStop("destinations", () => destinations[Symbol.asyncDispose]());
  const report = new StepReporter(bus, stopping);
  const working = [
    consume(
      bus,
      [loaderTasks],
      {
        PrepareRun: onPrepareRun(bus, destinations, report),
        FinalizeRun: onFinalizeRun(bus, destinations, report),
        UndoRun: onUndoRun(bus, destinations, report),
        DiscardRun: onDiscardRun(bus, destinations, report),
        ReplayRejects: onReplayRejects(bus, destinations, report),
      },
      { slots: taskSlots, signal: stopping },
    ),
    consumeBatches(bus, loaderBatches, onRowBatch(bus, destinations, report), {
      sessions: config.SESSIONS,
      groupBytes: config.GROUP_BYTES,
      signal: stopping,
    }),
  ];
  for (const work of working) work.catch(fail);
  onStop("consumers", () => Promise.allSettled(working));
  const store: DestinationStore = {
    connection: (id) =>
      request<SecretsApi, "connections.destination">(bus, secretsSubject, "connections.destination", { id }),
    async password(id, server) {
      const operation = "pipelines.destination_password";
      return (await request<SecretsApi, typeof operation>(bus, secretsSubject, operation, { id, config: server }))
        .password;
    },
  };
  const resolve = openDestinationResolver(store, secretLocations, plain);
  const requests = serveRequests<LoaderApi>(bus, answerRequests(destinations, resolve, guard));
  onStop("requests", () => requests.close());
  await requests.listening;
  const announced = announce(bus, () => ({ group_bytes: String(config.GROUP_BYTES) }));
  onStop("announcement", () => announced.close());
  await announced.listening;
});
