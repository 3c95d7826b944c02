import { once } from "node:events";
import { createServer, type Server } from "node:http";

import { PipelineError } from "@datamantri/runtime";

import type { RequestMetrics } from "./request-metrics.ts";

/** Serves GET /metrics on its own port, without login: every client that can connect may read it. */
export async function serveMetrics({ registry }: RequestMetrics, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const isKnown = request.url === "/metrics";
    response.writeHead(isKnown ? 200 : 404, { "content-type": registry.contentType });
    // Fails only if a gauge cannot read its value; the only such gauge always can.
    if (isKnown) void registry.metrics().then((text) => response.end(text));
    else response.end();
  });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new PipelineError("config_invalid", `cannot serve metrics on ${host}:${port}: ${reason}`, {}, { cause });
  }
  return server.unref();
}
