import { announce, awaitTopology, openBus, pingNats } from "@datamantri/bus";
import { workerEventNames, type EventName } from "@datamantri/contracts";
import { startService } from "@datamantri/runtime";

import { createApp } from "./app.ts";
import { openAuth } from "./auth/auth.ts";
import { openBackend } from "./backend.ts";
import { builtConsole, readConsole } from "./console/read-console.ts";
import { gatewaySettings, toAuthOptions, toCorsOrigins } from "./config.ts";
import { EventFeed } from "./events/event-feed.ts";
import { EventStreams } from "./events/event-streams.ts";
import { measureLoop } from "./http/measure-loop.ts";
import { RequestMetrics } from "./http/request-metrics.ts";
import { serveMetrics } from "./http/serve-metrics.ts";
import { closeServer, listen } from "./listen.ts";
import { keptMs } from "./shared-reads.ts";

/** About 15,000 recent events. */
const ringBytes = 8 * 2 ** 20;
/** Interval of checks whether the broker lost its events. */
const checkEveryMs = 2_000;
/** Proxies close connections that are silent for a minute. */
const heartbeatMs = 15_000;
const stallMs = 30_000;

await startService("gateway", gatewaySettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, dependsOn, fail } = lifecycle;
  const authOptions = toAuthOptions(config);
  const corsOrigins = toCorsOrigins(config);
  const opening = openBus({ url: config.NATS_URL, service: "gateway", log, onClosed: fail, signal: stopping });
  dependsOn("NATS", () => pingNats(opening));
  const bus = await opening;
  onStop("nats", () => bus[Symbol.asyncDispose]());
  await awaitTopology(bus, stopping, "EVENTS");

  const backend = openBackend(bus, stopping);
  dependsOn("registry", () => backend.pingRegistry());
  // The registry receives a worker's event at the same time, and may not have stored it yet.
  const onEvent = (name: EventName) => backend.forgetReads(workerEventNames.includes(name) ? keptMs : 0);
  const feed = await EventFeed.open(bus, { ringBytes, checkEveryMs, onEvent });
  void feed.run(stopping);
  const bounds = { maxStreams: config.EVENT_STREAMS, maxStreamsPerUser: config.EVENT_STREAMS_PER_USER };
  const events = new EventStreams(feed, log, { ...bounds, heartbeatMs, stallMs }, stopping);
  const consoleFiles = readConsole(builtConsole);
  if (!consoleFiles) log.warn({ folder: builtConsole }, "found no built console, serving the API only");
  const metrics = new RequestMetrics(bus.endpoints.add({ name: "http", subject: "", queueGroup: "", slots: null }));
  if (config.METRICS_PORT > 0) {
    measureLoop(metrics.registry);
    const metricsServer = await serveMetrics(metrics, config.METRICS_HOST, config.METRICS_PORT);
    onStop("metrics", () => metricsServer.close());
  }
  const app = createApp(backend, openAuth(backend, authOptions), log, events, corsOrigins, consoleFiles, metrics);
  const server = await listen(app.fetch, config.HTTP_HOST, config.HTTP_PORT);
  onStop("http", () => closeServer(server));
  log.info({ host: config.HTTP_HOST, port: config.HTTP_PORT }, "listened");
  const announced = announce(bus);
  onStop("announcement", () => announced.close());
  await announced.listening;
});
