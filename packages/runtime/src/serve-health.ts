import { once } from "node:events";
import { createServer, type Server } from "node:http";

import type { Dependency } from "./dependency.ts";
import { PipelineError } from "./errors.ts";

export interface HealthOptions {
  readonly host: string;
  readonly port: number;
}

/** Starting and stopping processes are not ready, whatever answers them. */
export type Stage = "starting" | "started" | "stopping";

/**
 * GET /live: the event loop responds, so that a restart would not help. GET /ready: it has started, and what it needs
 * answers; otherwise 503. Both say so in JSON.
 *
 * @returns undefined without a port.
 * @throws PipelineError `config_invalid` when it cannot listen.
 */
export async function serveHealth(
  { host, port }: HealthOptions,
  stage: () => Stage,
  dependencies: readonly Dependency[],
): Promise<Server | undefined> {
  if (port === 0) return undefined;
  const answers: Readonly<Record<string, () => Promise<{ readonly status: number; readonly body: object }>>> = {
    "/live": async () => ({ status: 200, body: { status: "alive" } }),
    "/ready": () => readReadiness(stage, dependencies),
  };
  const notFound = async () => ({ status: 503, body: { status: "unknown path", paths: Object.keys(answers) } });
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const answer = Object.hasOwn(answers, path) ? answers[path]! : notFound;
    void answer().then(({ status, body }) =>
      response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`),
    );
  });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new PipelineError("config_invalid", `cannot serve health on ${host}:${port}: ${reason}`, {}, { cause });
  }
  return server.unref();
}

async function readReadiness(stage: () => Stage, dependencies: readonly Dependency[]) {
  const states = await Promise.all(dependencies.map((dependency) => dependency.read()));
  const isReady = stage() === "started" && states.every(({ state }) => state === "answers");
  const status = isReady ? "ready" : stage() === "started" ? "not ready" : stage();
  return { status: isReady ? 200 : 503, body: { status, dependencies: states } };
}
