import type { IncomingMessage } from "node:http";

import { serve, type ServerType, type WebSocketServerLike } from "@hono/node-server";
import { WebSocketServer } from "ws";

import { PipelineError } from "@datamantri/runtime";

import { webSocketPath } from "./auth/authenticate.ts";
import { eventsProtocol } from "./events/event-socket.ts";
import { readToEnd } from "./http/read-to-end.ts";

/** WebSocket clients only listen. */
const maxClientMessageBytes = 1_024;

/**
 * Time limits for receiving a request; answers may take longer. A client that sends single bytes occupies nothing for
 * long.
 */
const requestLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Interval at which both limits are checked. The default is 30 seconds.
  connectionsCheckingInterval: 1_000,
};

/** Requests for other protocols are handled as plain HTTP, because nothing would serve the upgraded connection. */
const shouldUpgradeCallback = ({ headers, url = "" }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === "websocket" && url.split("?")[0] === webSocketPath;

/** Serves HTTP and WebSocket. @throws PipelineError `config_invalid` when the address is in use or not allowed. */
export async function listen(
  fetch: Parameters<typeof serve>[0]["fetch"],
  hostname: string,
  port: number,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch,
        hostname,
        port,
        serverOptions: { ...requestLimits, shouldUpgradeCallback },
        // It would reset the connections of clients that write for more than half a second.
        autoCleanupIncoming: false,
        websocket: { server: openWebSockets() },
      },
      () => resolve(server),
    );
    server.on("request", readToEnd);
    server.once("error", (cause) => {
      reject(
        new PipelineError("config_invalid", `cannot listen on ${hostname}:${port}: ${cause.message}`, {}, { cause }),
      );
    });
  });
}

export async function closeServer(server: ServerType): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // Idle keep-alive connections would keep the process alive until their clients close them.
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}

function openWebSockets(): WebSocketServerLike {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientMessageBytes,
    handleProtocols: (asked) => (asked.has(eventsProtocol) ? eventsProtocol : false),
  });
  // It is one; the types differ only in optional parameters.
  return server as unknown as WebSocketServerLike;
}
