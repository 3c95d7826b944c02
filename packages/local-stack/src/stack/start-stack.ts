// The whole product on one machine: PostgreSQL, nats-server, the BigQuery sandbox and the five services.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findNatsServer, type FoundNatsServer } from "../nats/find-nats-server.ts";
import { mapServices, prepareNats } from "../nats/nats-server.ts";
import {
  ensureDatabase,
  preparePostgres,
  type OwnedDatabase,
  type PostgresServer,
} from "../postgres/postgres-server.ts";
import { loopback } from "../processes/ports.ts";
import { endLeftovers, Supervisor } from "../supervisor.ts";
import { choosePorts, type Ports } from "./choose-ports.ts";
import { keepSecret, lockDataDir, openDataDir } from "./data-dir.ts";
import { sandboxSpec, serviceSpec } from "./node-process.ts";
import type { ServiceName } from "@datamantri/api";
import { serviceNames } from "@datamantri/api/values";

export interface StackOptions {
  /** Contains all data of the stack; created if absent. */
  readonly dataDir: string;
  /** Exactly this port for HTTP, or an error; default: 8000 or a free one. */
  readonly httpPort?: number | undefined;
  /** True: the default ports, where they are free. False: any free ones. */
  readonly usualPorts?: boolean;
  /** Searched for when absent. */
  readonly natsServer?: FoundNatsServer | undefined;
  /** Folder of the sandbox's sample data, which several stacks may share; default: in `dataDir`. */
  readonly sandboxDir?: string;
  /** DuckDB's memory in the sandbox; default: 112 MB, too little for tables of very large cells. */
  readonly sandboxMemoryMb?: number;
  /** More settings for services, by service. */
  readonly settings?: Partial<Record<ServiceName, NodeJS.ProcessEnv>>;
  /** Aborts the start: whatever runs by then is ended. */
  readonly signal?: AbortSignal;
  /** One line about something worth knowing. */
  readonly say?: (line: string) => void;
}

/** How to reach a running stack; also in `access.json` in its folder. */
export interface StackAccess {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** Connection string of the database `warehouse`, the example's destination, as its owner. */
  readonly postgres: string;
  readonly nats: string;
  /** NATS URL for taps, which can only read events; undefined if unknown, for a foreign server. */
  readonly natsTap: string | undefined;
  /** The sandbox's address, for `api_endpoint`. */
  readonly bigquery: string;
}

/** A running stack. */
export interface Stack extends AsyncDisposable {
  readonly access: StackAccess;
  readonly dataDir: string;
  /** Folders that hold its data; more than one where PostgreSQL may not use `dataDir`. */
  readonly folders: readonly string[];
  /** The running nats-server, in one line. */
  readonly natsServer: string;
  /** The NATS URL of each service. */
  readonly natsServiceUrls: Readonly<Record<ServiceName, string>>;
  /** Pids of running processes, by name: postgres, nats, sandbox, the services, and those added by `addService`. */
  pids(): Record<string, number>;
  /** Sends a signal to one process, to simulate a fault. A process that dies is restarted. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>;
  /** Stops one process until `resumeProcess`. */
  stopProcess(name: string): Promise<void>;
  resumeProcess(name: string): Promise<void>;
  /** Adds an instance of a service. @returns its name, such as `loader-2` */
  addService(service: ServiceName, settings?: NodeJS.ProcessEnv): Promise<string>;
  logPath(name: string): string;
  /** Connection string of PostgreSQL's administrator, who can also read the registry's database. */
  adminUrl(database: string): string;
  /** Stops everything in order and leaves the data. */
  stop(): Promise<void>;
}

/** Failure: nothing is left running when it rejects, nor when this process is killed while it runs. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const say = options.say ?? (() => {});
  const dataDir = resolve(options.dataDir);
  openDataDir(dataDir);
  const unlock = await lockDataDir(dataDir);
  const supervisor = new Supervisor({ dataDir, say });
  const stop = async () => {
    await supervisor.stop();
    unlock();
  };
  const giveUp = () => void supervisor.stop();
  options.signal?.addEventListener("abort", giveUp);
  try {
    const leftoverCount = await endLeftovers(dataDir);
    if (leftoverCount > 0) say(`stopped ${leftoverCount} processes left over from an earlier start`);
    return await startParts({ ...options, dataDir, say }, supervisor, stop);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    options.signal?.removeEventListener("abort", giveUp);
  }
}

async function startParts(
  options: StackOptions & { say: (line: string) => void },
  supervisor: Supervisor,
  stop: () => Promise<void>,
): Promise<Stack> {
  const { dataDir, say } = options;
  const ports = await choosePorts(dataDir, { http: options.httpPort, usual: options.usualPorts ?? true });
  const bigquery = `http://${loopback}:${ports.sandbox}`;
  const own = (name: string) => ({ name, password: keepSecret(dataDir, `${name}-password`, makePassword) });
  const [metadata, warehouse] = [own("datamantri_registry"), own("warehouse")];
  const [postgres, nats] = await Promise.all([
    startPostgres(supervisor, dataDir, ports, [metadata, warehouse], say),
    startNats(supervisor, options, ports),
    supervisor.start(
      "source",
      sandboxSpec({
        SANDBOX_HOST: loopback,
        SANDBOX_PORT: String(ports.sandbox),
        SANDBOX_DATA_DIR: options.sandboxDir ?? join(dataDir, "sandbox"),
        SANDBOX_MEMORY_LIMIT_MB: String(options.sandboxMemoryMb ?? 112),
      }),
    ),
  ]);

  const access: StackAccess = {
    url: `http://${loopback}:${ports.http}`,
    email: "admin@datamantri.local",
    password: keepSecret(dataDir, "admin-password", makePassword),
    postgres: postgres.ownerUrl(warehouse),
    nats: nats.url,
    natsTap: nats.tapUrl,
    bigquery,
  };
  writeFileSync(join(dataDir, "access.json"), `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });

  const settings = serviceSettings(dataDir, access, nats, postgres.ownerUrl(metadata), ports);
  const startService = (name: string, service: ServiceName, more?: NodeJS.ProcessEnv) =>
    supervisor.start(
      "service",
      serviceSpec(name, service, { ...settings[service], ...options.settings?.[service], ...more }),
    );
  // The registry creates the streams that the others consume from.
  await startService("registry", "registry");
  await Promise.all(serviceNames.filter((name) => name !== "registry").map((name) => startService(name, name)));

  const counts = new Map<ServiceName, number>();
  return {
    access,
    dataDir,
    folders: [...new Set([...postgres.folders.filter((folder) => !folder.startsWith(dataDir)), dataDir])],
    natsServer: nats.how,
    natsServiceUrls: nats.serviceUrls,
    pids: () => supervisor.pids(),
    kill: (name, signal) => supervisor.child(name).kill(signal),
    stopProcess: (name) => supervisor.child(name).stop(),
    resumeProcess: (name) => supervisor.child(name).start(),
    async addService(service, more) {
      const count = (counts.get(service) ?? 1) + 1;
      counts.set(service, count);
      const name = `${service}-${count}`;
      await startService(name, service, more);
      return name;
    },
    logPath: (name) => supervisor.logPath(name),
    adminUrl: (database) => postgres.url(database),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function startPostgres(
  supervisor: Supervisor,
  dataDir: string,
  ports: Ports,
  databases: readonly OwnedDatabase[],
  say: (line: string) => void,
): Promise<PostgresServer> {
  const server = await preparePostgres({ dataDir, port: ports.postgres, say });
  await supervisor.start("postgres", server.spec);
  for (const database of databases) await ensureDatabase(server.url("postgres"), database);
  return server;
}

interface NatsAccess {
  readonly url: string;
  readonly serviceUrls: Readonly<Record<ServiceName, string>>;
  readonly tapUrl: string | undefined;
  readonly how: string;
}

async function startNats(
  supervisor: Supervisor,
  options: StackOptions & { say: (line: string) => void },
  ports: Ports,
): Promise<NatsAccess> {
  const server = options.natsServer ?? (await findNatsServer({ say: options.say }));
  if (server.kind === "url") {
    const { url, serviceUrls = mapServices(() => url), tapUrl, how } = server;
    return { url, serviceUrls, tapUrl, how };
  }
  const nats = prepareNats({ server, dataDir: options.dataDir, port: ports.nats });
  await supervisor.start("nats", nats.spec);
  const { url, tapUrl, serviceUrls } = nats;
  return { url, serviceUrls, tapUrl, how: `nats-server ${server.version}, ${server.how}` };
}

function serviceSettings(
  dataDir: string,
  access: StackAccess,
  nats: NatsAccess,
  databaseUrl: string,
  ports: Ports,
): Record<ServiceName, NodeJS.ProcessEnv> {
  const common = (service: ServiceName) => ({
    NATS_URL: nats.serviceUrls[service],
    LOG_LEVEL: process.env.LOG_LEVEL ?? "info",
  });
  return {
    registry: {
      ...common("registry"),
      DATABASE_URL: databaseUrl,
      SECRETS_KEY: keepSecret(dataDir, "secrets-key", () => randomBytes(32).toString("base64")),
      ADMIN_EMAIL: access.email,
      ADMIN_PASSWORD: access.password,
      BATCHES_MAX_MESSAGES: "256",
    },
    scheduler: common("scheduler"),
    gateway: {
      ...common("gateway"),
      HTTP_HOST: loopback,
      HTTP_PORT: String(ports.http),
      SIGNING_KEY: keepSecret(dataDir, "signing-key.pem", makeSigningKey),
    },
    extractor: common("extractor"),
    loader: common("loader"),
  };
}

function makePassword(): string {
  return randomBytes(12).toString("base64url");
}

function makeSigningKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
