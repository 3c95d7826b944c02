import { spawnSync } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  findRunnableNatsServer,
  freePort,
  ManagedProcess,
  mapServices,
  natsAccounts,
  prepareNats,
  RotatingLog,
  wipeJetStream,
  natsImage,
} from "@datamantri/local-stack";
import { makeDataFolder } from "./make-data-folder.ts";
import { natsLayout } from "./nats/layout.ts";
import { startLayout } from "./nats/start-layout.ts";
import type { StartNatsOptions, TestNats } from "./nats/test-nats.ts";
import { usesContainers } from "./uses-containers.ts";

/** Starts nats-server: a container if Docker answers, the local binary otherwise, in the layout of this test run. */
export function startNats(options: StartNatsOptions = {}): Promise<TestNats> {
  if (natsLayout() !== "start") return startLayout(options);
  return usesContainers() ? startContainer() : startLocal(options);
}

async function startLocal(options: StartNatsOptions): Promise<TestNats> {
  const server = options.server ?? (await findRunnableNatsServer());
  const dataDir = options.storeDir ?? (await makeDataFolder("datamantri-test-nats-"));
  const nats = prepareNats({ server, dataDir, port: await freePort() });
  const log = new RotatingLog(join(dataDir, "nats.log"));
  const running = new ManagedProcess(nats.spec, { log, restart: () => false });
  await running.start();
  return {
    url: nats.url,
    serviceUrls: nats.serviceUrls,
    tapUrl: nats.tapUrl,
    port: nats.port,
    storeDir: dataDir,
    get pid() {
      return running.pid;
    },
    kill: (signal = "SIGKILL") => running.kill(signal),
    async restart() {
      await running.stop();
      await running.start();
    },
    async wipe() {
      await running.stop();
      wipeJetStream(nats);
      await running.start();
    },
    async save() {
      const saved = `${nats.storeDir}-saved`;
      await running.stop();
      await cp(nats.storeDir, saved, { recursive: true });
      await running.start();
      return async () => {
        await running.stop();
        await rm(nats.storeDir, { recursive: true });
        await cp(saved, nats.storeDir, { recursive: true });
        await running.start();
      };
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      if (options.storeDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const containerConfig = (password: string) => `
listen: "0.0.0.0:4222"
max_payload: 8MB
max_pending: 256MB
write_deadline: "10s"
ping_interval: "10s"
ping_max: 2
${natsAccounts(() => password)}
jetstream { store_dir: "/data" }
`;

async function startContainer(): Promise<TestNats> {
  const { GenericContainer, Wait } = await import("testcontainers");
  const password = "only-for-tests";
  // A fixed port: Docker would give another one at each restart.
  const port = await freePort();
  const start = () =>
    new GenericContainer(natsImage)
      .withExposedPorts({ container: 4222, host: port })
      .withCopyContentToContainer([{ content: containerConfig(password), target: "/etc/nats-test.conf" }])
      .withCommand(["-c", "/etc/nats-test.conf"])
      .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
      .start();
  let container = await start();
  const urlOf = (user: string) => `nats://${user}:${password}@${container.getHost()}:${port}`;
  return {
    url: urlOf("datamantri"),
    serviceUrls: mapServices(urlOf),
    tapUrl: urlOf("tap"),
    port,
    storeDir: undefined,
    pid: undefined,
    async kill(signal = "SIGKILL") {
      spawnSync("docker", ["kill", "--signal", signal, container.getId()]);
    },
    restart: () => container.restart(),
    async wipe() {
      await container.stop();
      container = await start();
    },
    async [Symbol.asyncDispose]() {
      await container.stop();
    },
  };
}
