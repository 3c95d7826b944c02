import { serve, type ServerType } from "@hono/node-server";

import { awaitTopology, openBus } from "@datamantri/bus";
import { PipelineError, startService } from "@datamantri/runtime";

import { createApp } from "./app.ts";
import { openAuth } from "./auth/auth.ts";
import { openBackend } from "./backend.ts";
import { gatewaySettings, toAuthOptions, toCorsOrigins } from "./config.ts";

/** Until a request has arrived; answers may take longer. A client that sends a byte now and then holds nothing for long. */
const requestLimits = { headersTimeout: 10_000, requestTimeout: 30_000 };

await startService("gateway", gatewaySettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, fail } = lifecycle;
  const authOptions = toAuthOptions(config);
  const corsOrigins = toCorsOrigins(config);
  const bus = await openBus({ url: config.NATS_URL, service: "gateway", log, onClosed: fail, signal: stopping });
  onStop("nats", () => bus[Symbol.asyncDispose]());
  await awaitTopology(bus, stopping);

  const backend = openBackend(bus, stopping);
  const app = createApp(backend, openAuth(backend, authOptions), log, corsOrigins);
  const server = await listen(app.fetch, config.HTTP_HOST, config.HTTP_PORT);
  onStop("http", () => closeServer(server));
  log.info({ host: config.HTTP_HOST, port: config.HTTP_PORT }, "listened");
});

async function listen(
  fetch: Parameters<typeof serve>[0]["fetch"],
  hostname: string,
  port: number,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port, serverOptions: requestLimits }, () => resolve(server));
    server.once("error", (cause) => {
      reject(
        new PipelineError("config_invalid", `cannot listen on ${hostname}:${port}: ${cause.message}`, {}, { cause }),
      );
    });
  });
}

async function closeServer(server: ServerType): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // Idle keep-alive connections would hold the process until their clients let go.
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
