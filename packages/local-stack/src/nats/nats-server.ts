import type { ChildProcess } from "node:child_process";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessSpec } from "../processes/managed-process.ts";
import { loopback } from "../processes/ports.ts";
import { natsImage } from "../docker-images.ts";
import { repositoryRoot } from "../repository.ts";
import type { ServiceName } from "@datamantri/api";
import { serviceNames } from "@datamantri/api/values";
import type { RunnableNatsServer } from "./find-nats-server.ts";

export interface NatsOptions {
  readonly server: RunnableNatsServer;
  /** Contains the configuration, the password and, in the folder `jetstream`, the streams. */
  readonly dataDir: string;
  readonly port: number;
}

/** A configured nats-server, and how to run it. */
export interface NatsServer {
  /** With user and password, in the registry's account. */
  readonly url: string;
  /** URL for each service. */
  readonly serviceUrls: Readonly<Record<ServiceName, string>>;
  /** For taps, which can only read events. */
  readonly tapUrl: string;
  readonly port: number;
  /** JetStream's folder. */
  readonly storeDir: string;
  readonly spec: ProcessSpec;
}

/** User of a person who inspects the streams, in the registry's account. */
const personUser = "datamantri";
const tapUser = "tap";

const gibibyte = 1024 ** 3;

/** Writes the configuration below `dataDir` and returns how to run the server with it. */
export function prepareNats(options: NatsOptions): NatsServer {
  const dataDir = resolve(options.dataDir);
  const storeDir = join(dataDir, "jetstream");
  mkdirSync(storeDir, { recursive: true, mode: 0o700 });
  const passwords: Readonly<Record<string, string>> = {
    // New ones at each start: their clients are restarted too.
    ...mapServices(() => randomBytes(18).toString("base64url")),
    [personUser]: keepPassword(join(dataDir, "nats-password")),
    [tapUser]: keepPassword(join(dataDir, "nats-tap-password")),
  };
  const configFile = join(dataDir, "nats-server.conf");
  const isContainer = options.server.kind === "docker";
  const seenStoreDir = isContainer ? "/data" : storeDir;
  const host = isContainer ? "0.0.0.0" : loopback; // in a container; Docker publishes it on loopback only
  writeFileSync(configFile, toConfig({ host, port: options.port, passwords, storeDir: seenStoreDir, dataDir }), {
    mode: 0o600,
  });
  const common = {
    name: "nats",
    cwd: dataDir,
    stopSignal: "SIGTERM",
    graceMs: 8_000,
    // After a crash it reads all its streams. A shorter limit would stop it halfway each time, and it would never start.
    readyTimeoutMs: 300_000,
    waitUntilReady: (_child: ChildProcess, signal: AbortSignal) => waitUntilJetStreamAnswers(options.port, signal),
  } as const;
  const urlOf = (user: string) => `nats://${user}:${passwords[user]}@${loopback}:${options.port}`;
  return {
    url: urlOf(personUser),
    serviceUrls: mapServices(urlOf),
    tapUrl: urlOf(tapUser),
    port: options.port,
    storeDir,
    spec:
      options.server.kind === "docker"
        ? { ...common, ...containerCommand(options.port, configFile, storeDir) }
        : { ...common, command: options.server.path, args: ["-c", configFile], env: serverEnv() },
  };
}

function serverEnv(): NodeJS.ProcessEnv {
  // Go returns memory late: without a limit the idle server keeps about 400 MB after a big run.
  return { PATH: "/usr/bin:/bin", GOMEMLIMIT: "200MiB" };
}

function containerCommand(port: number, configFile: string, storeDir: string) {
  const container = `datamantri-nats-${port}`;
  const mounts = ["-v", `${configFile}:/nats.conf:ro`, "-v", `${storeDir}:/data`];
  const args = ["run", "--rm", "--name", container, "-e", "GOMEMLIMIT=200MiB", "-p", `${loopback}:${port}:${port}`];
  args.push(...mounts, natsImage, "-c", "/nats.conf");
  return {
    command: "docker",
    args,
    env: process.env,
    // A client killed with SIGKILL leaves its container behind.
    prepare: async () => void spawnSync("docker", ["rm", "-f", container], { stdio: "ignore" }),
  };
}

interface ConfigFacts {
  /** By user. */
  readonly passwords: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly storeDir: string;
  readonly dataDir: string;
}

function toConfig(facts: ConfigFacts): string {
  const disk = statfsSync(facts.dataDir);
  const usableBytes = Math.floor(disk.bavail * disk.bsize * 0.8);
  return `# Written at every start.
listen: "${facts.host}:${facts.port}"
server_name: "datamantri-local"
max_payload: 8MB
# One connection may have several batches of up to 4 MB under way; the default of 64 MB cuts it off as a slow consumer.
max_pending: 256MB
write_deadline: "10s"
# A silent connection is closed within half a minute. Until then it gets its share of the requests to a service.
ping_interval: "10s"
ping_max: 2
${natsAccounts((user) => facts.passwords[user]!)}
jetstream {
  store_dir: ${JSON.stringify(facts.storeDir)}
  max_memory_store: 268435456
  # At most 80 % of what is free. No sync_interval: losing the last seconds of a local broker costs a repeat, not rows.
  max_file_store: ${Math.min(usableBytes, 64 * gibibyte)}
}
`;
}

/** Accounts and users of nats-server's configuration, with the passwords where it includes them from a file. */
export function natsAccounts(passwordOf: (user: string) => string): string {
  const accounts = readFileSync(join(repositoryRoot, "deploy/nats/accounts.conf"), "utf8");
  const users = [...accounts.matchAll(/password: \$nats_(\w+)_password/g)].map(([, user]) => user!);
  const variables = users.map((user) => `nats_${user}_password: "${passwordOf(user)}"`);
  return accounts.replace(/^include .*$/m, variables.join("\n"));
}

export function mapServices<T>(of: (service: ServiceName) => T): Record<ServiceName, T> {
  return Object.fromEntries(serviceNames.map((service) => [service, of(service)])) as Record<ServiceName, T>;
}

function keepPassword(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    const password = randomBytes(18).toString("base64url");
    writeFileSync(path, password, { mode: 0o600 });
    return password;
  }
}

/** Deletes every stream, like a broker that lost its disk. Only while the server is down. */
export function wipeJetStream(server: NatsServer): void {
  rmSync(server.storeDir, { recursive: true, force: true });
  mkdirSync(server.storeDir, { recursive: true, mode: 0o700 });
}

/** The server greets every connection with `INFO {…}`, which mentions JetStream once it has recovered its streams. */
async function waitUntilJetStreamAnswers(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (/"jetstream":\s*true/.test(await readGreeting(port))) return;
    await sleep(30);
  }
}

function readGreeting(port: number): Promise<string> {
  return new Promise((resolveGreeting) => {
    const socket = connect({ host: loopback, port });
    const finish = (text: string) => {
      socket.destroy();
      resolveGreeting(text);
    };
    socket.setTimeout(1_000, () => finish(""));
    socket.once("data", (data) => finish(data.toString()));
    socket.once("error", () => finish(""));
    socket.once("close", () => finish(""));
  });
}
