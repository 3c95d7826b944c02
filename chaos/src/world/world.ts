/**
 * The product with all its neighbours: two registries, two schedulers, two gateways, two extractors, three loaders, the
 * BigQuery sandbox, nats-server and two PostgreSQL servers, with a proxy between each pair that talks.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";

import {
  freePort,
  loopback,
  prepareNats,
  sandboxSpec,
  serviceSpec,
  Supervisor,
  type NatsServer,
  type PostgresServer,
  type ProcessSpec,
} from "@datamantri/local-stack";
import { crashPointsModule, makeDataFolder } from "@datamantri/testkit";

import { serviceKinds, type Link, type ServiceKind } from "../plan/fault-kinds.ts";
import type { Servers } from "../plan/plan.ts";
import type { Available } from "./available.ts";
import { Client } from "./client.ts";
import { moveToSmallDisk, registryOwner, startPostgres, warehouseOwner } from "./databases.ts";
import { startLinks, type Links } from "./links.ts";
import type { SmallDisk } from "./small-disk.ts";

const instances: Readonly<Record<ServiceKind, number>> = {
  registry: 2,
  scheduler: 2,
  gateway: 2,
  extractor: 2,
  loader: 3,
};

const administrator = { email: "admin@datamantri.local", password: "only-for-chaos-1" };

/** Loaded before each service: crash points, and shorter waits. */
const preloaded = [crashPointsModule, join(import.meta.dirname, "short-waits.ts")];

export interface World extends AsyncDisposable {
  readonly dataDir: string;
  readonly servers: Servers;
  readonly supervisor: Supervisor;
  readonly links: Links;
  /** Crash points are armed here. */
  readonly crashFolder: string;
  readonly nats: NatsServer;
  readonly metadata: PostgresServer;
  readonly destination: PostgresServer;
  /** Past the proxies. */
  readonly metadataUrl: string;
  readonly destinationUrl: string;
  readonly bigqueryUrl: string;
  readonly client: Client;
  readonly smallDisk: SmallDisk | undefined;
  /** Moves the second scheduler's clock; undefined where no clock can be moved. */
  readonly setClock: ((seconds: number) => void) | undefined;
  /** Which servers run, for people. */
  readonly title: string;
  namesOf(service: ServiceKind): readonly string[];
  /** What pipelines have as destination_config and api_endpoint: through the proxies. */
  readonly warehouse: Readonly<Record<string, unknown>>;
  readonly apiEndpoint: string;
}

/** Failure: nothing is left running when it rejects. */
export async function startWorld(
  servers: Servers,
  available: Available,
  sandboxDir: string,
  say: (line: string) => void,
): Promise<World> {
  const dataDir = await makeDataFolder("datamantri-chaos-");
  await chmod(dataDir, 0o711); // as root, PostgreSQL runs as another user
  const supervisor = new Supervisor({ dataDir, say });
  try {
    return await startParts(servers, available, sandboxDir, dataDir, supervisor);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

async function startParts(
  servers: Servers,
  available: Available,
  sandboxDir: string,
  dataDir: string,
  supervisor: Supervisor,
): Promise<World> {
  const natsServer = available.nats[servers.nats];
  const nats = prepareNats({ server: natsServer, dataDir, port: await freePort() });
  const sandboxPort = await freePort();
  const [metadata, destination] = await Promise.all([
    startPostgres(supervisor, dataDir, "metadata", servers.metadata),
    startPostgres(supervisor, dataDir, "destination", servers.destination),
    supervisor.start("nats", nats.spec),
    supervisor.start(
      "source",
      sandboxSpec({ SANDBOX_HOST: loopback, SANDBOX_PORT: String(sandboxPort), SANDBOX_DATA_DIR: sandboxDir }),
    ),
  ]);
  const smallDisk = available.canMount ? await moveToSmallDisk(destination, dataDir) : undefined;
  const links = await startLinks({
    nats: nats.port,
    metadata: metadata.port,
    destination: destination.port,
    bigquery: sandboxPort,
  });
  const crashFolder = join(dataDir, "crash-points");
  mkdirSync(crashFolder);
  const clockFile = join(dataDir, "clock");
  writeFileSync(clockFile, "+0");
  const gatewayPorts = [await freePort(), await freePort()];
  const environment = environments(nats, metadata, links);

  const start = (service: ServiceKind, index: number): Promise<void> => {
    const { faketime } = available;
    const env = {
      ...environment[service],
      ...(service === "gateway" ? { HTTP_PORT: String(gatewayPorts[index]) } : {}),
      ...(service === "scheduler" && index === 1 && faketime !== undefined ? fakeClock(faketime, clockFile) : {}),
    };
    return supervisor.start("service", withPreloaded(serviceSpec(nameOf(service, index), service, env), crashFolder));
  };
  // The registry creates the streams that the others consume from.
  await start("registry", 0);
  const others = serviceKinds.flatMap((service) =>
    Array.from({ length: instances[service] }, (_, index) => ({ service, index })),
  );
  await Promise.all(
    others
      .filter(({ service, index }) => service !== "registry" || index > 0)
      .map((one) => start(one.service, one.index)),
  );

  return {
    dataDir,
    servers,
    supervisor,
    links,
    crashFolder,
    nats,
    metadata,
    destination,
    metadataUrl: metadata.url(registryOwner.name),
    destinationUrl: destination.url(warehouseOwner.name),
    bigqueryUrl: `http://${loopback}:${sandboxPort}`,
    client: new Client(
      gatewayPorts.map((port) => `http://${loopback}:${port}`),
      administrator,
    ),
    smallDisk,
    setClock:
      available.faketime === undefined
        ? undefined
        : (seconds) => writeFileSync(clockFile, `${seconds < 0 ? "" : "+"}${seconds}`),
    title: `nats-server ${natsServer.version}, metadata on PostgreSQL ${servers.metadata}, destination on ${servers.destination}`,
    namesOf: (service) => Array.from({ length: instances[service] }, (_, index) => nameOf(service, index)),
    warehouse: {
      host: loopback,
      port: links["loader-destination"].port,
      database: warehouseOwner.name,
      user: warehouseOwner.name,
      password: warehouseOwner.password,
    },
    apiEndpoint: `http://${loopback}:${links["extractor-bigquery"].port}`,
    async [Symbol.asyncDispose]() {
      await supervisor.stop();
      await links[Symbol.asyncDispose]();
      await smallDisk?.[Symbol.asyncDispose]();
      for (const folder of [...metadata.folders, ...destination.folders, dataDir]) {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function nameOf(service: ServiceKind, index: number): string {
  return `${service}-${index + 1}`;
}

function environments(
  nats: NatsServer,
  metadata: PostgresServer,
  links: Links,
): Readonly<Record<ServiceKind, NodeJS.ProcessEnv>> {
  const common = (service: ServiceKind): NodeJS.ProcessEnv => ({
    NATS_URL: links[`${service}-nats` as Link].through(nats.serviceUrls[service]),
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
    // A handler that hangs, and a connection that is silent, are found out within a seed.
    STALLED_SECONDS: "10",
  });
  const key = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    registry: {
      ...common("registry"),
      DATABASE_URL: links["registry-metadata"].through(metadata.ownerUrl(registryOwner)),
      SECRETS_KEY: randomBytes(32).toString("base64"),
      ADMIN_EMAIL: administrator.email,
      ADMIN_PASSWORD: administrator.password,
      BATCHES_MAX_MESSAGES: "64",
      RECONCILE_SECONDS: "2",
      METADATA_SILENT_SECONDS: "15",
    },
    scheduler: common("scheduler"),
    gateway: { ...common("gateway"), HTTP_HOST: loopback, SIGNING_KEY: key },
    extractor: common("extractor"),
    loader: { ...common("loader"), SILENT_SECONDS: "5" },
  };
}

function withPreloaded(spec: ProcessSpec, crashFolder: string): ProcessSpec {
  const own = join(import.meta.dirname, "..", "..");
  return {
    ...spec,
    args: [
      ...preloaded.flatMap((module) => ["--import", module]),
      `--allow-fs-read=${own}`,
      `--allow-fs-read=${crashFolder}`,
      `--allow-fs-write=${crashFolder}`,
      ...spec.args,
    ],
    env: { ...spec.env, CRASH_POINTS_FOLDER: crashFolder },
  };
}

/** Timers do not jump: they use the monotonic clock. */
function fakeClock(library: string, file: string): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
}
