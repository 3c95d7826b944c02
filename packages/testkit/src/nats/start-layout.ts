import { mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import {
  findRunnableNatsServer,
  loopback,
  ManagedProcess,
  RotatingLog,
  type RunnableNatsServer,
} from "@datamantri/local-stack";

import { makeDataFolder } from "../make-data-folder.ts";
import { prepareComposeLayout } from "./compose-layout.ts";
import { prepareKubernetesLayout } from "./kubernetes-layout.ts";
import { natsLayout, type PreparedServer } from "./layout.ts";
import type { StartNatsOptions, TestNats } from "./test-nats.ts";

/** Starts the servers of the layout of this test run. */
export async function startLayout(options: StartNatsOptions): Promise<TestNats> {
  const server: RunnableNatsServer = options.server ?? (await findRunnableNatsServer());
  if (server.kind !== "binary") throw new Error(`the layout ${natsLayout()} needs a program nats-server`);
  const dataDir = options.storeDir ?? (await makeDataFolder("datamantri-test-nats-"));
  const prepare = natsLayout() === "compose" ? prepareComposeLayout : prepareKubernetesLayout;
  const { url, serviceUrls, tapUrl, servers } = await prepare(dataDir);
  const running = servers.map((one, i) => toProcess(server.path, one, join(dataDir, `nats-${i}.log`)));
  const start = () => Promise.all(running.map((one) => one.start()));
  const stop = () => Promise.all(running.map((one) => one.stop()));
  for (const { storeDir } of servers) mkdirSync(storeDir, { recursive: true });
  await start();
  return {
    url,
    serviceUrls,
    tapUrl,
    port: servers[0]!.port,
    storeDir: dataDir,
    get pid() {
      return running[0]!.pid;
    },
    kill: (signal = "SIGKILL") => running[0]!.kill(signal),
    async restart() {
      await stop();
      await start();
    },
    async wipe() {
      await stop();
      for (const { storeDir } of servers) {
        rmSync(storeDir, { recursive: true, force: true });
        mkdirSync(storeDir, { recursive: true });
      }
      await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (options.storeDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function toProcess(command: string, server: PreparedServer, logPath: string): ManagedProcess {
  const spec = {
    name: "nats",
    command,
    args: server.args,
    env: { PATH: "/usr/bin:/bin", ...server.env },
    cwd: server.storeDir,
    stopSignal: "SIGTERM",
    graceMs: 8_000,
    readyTimeoutMs: 60_000,
    waitUntilReady: (_child: unknown, signal: AbortSignal) => waitUntilHealthy(server.monitoringPort, signal),
  } as const;
  return new ManagedProcess(spec, { log: new RotatingLog(logPath), restart: () => false });
}

/**
 * The health checks of compose.yaml and the chart: JetStream has recovered its streams and, with several servers,
 * follows their leader.
 */
async function waitUntilHealthy(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`http://${loopback}:${port}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
}
