import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  findRunnableNatsServer,
  freePort,
  ManagedProcess,
  mapServices,
  natsAccounts,
  prepareNats,
  RotatingLog,
  type RunnableNatsServer,
  wipeJetStream,
  natsImage,
} from "@datamantri/local-stack";
import type { ServiceName } from "@datamantri/api";
import { makeDataFolder } from "./make-data-folder.ts";
import { usesContainers } from "./uses-containers.ts";

/** A nats-server with JetStream that belongs to one test file. */
export interface TestNats extends AsyncDisposable {
  /** With user and password, in the registry's account. */
  readonly url: string;
  /** Each service's own, with what it may do. */
  readonly serviceUrls: Readonly<Record<ServiceName, string>>;
  readonly tapUrl: string;
  readonly port: number;
  /** Its configuration and store; undefined in a container. */
  readonly storeDir: string | undefined;
  /** Of the local server; undefined in a container or while it is down. */
  readonly pid: number | undefined;
  /** SIGKILL is a crash, SIGSTOP a hang (SIGCONT ends it). After a crash it stays down until `restart()`. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, and starts it on the same port with the same streams. */
  restart(): Promise<void>;
  /** The broker loses everything: stops it, deletes its store and starts it again on the same port. */
  wipe(): Promise<void>;
}

export interface StartNatsOptions {
  /** Which server to run. Default: searches for one. `inject("natsServer")` has the one found by the test run. */
  readonly server?: RunnableNatsServer;
  /** Keeps configuration and store here and leaves them there; a temporary folder otherwise. Local server only. */
  readonly storeDir?: string;
}

/** Starts nats-server: a container where Docker answers, the local binary otherwise. */
export function startNats(options: StartNatsOptions = {}): Promise<TestNats> {
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
