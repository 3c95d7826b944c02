import { execFile, spawnSync } from "node:child_process";
import { chmod, chown, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";

import {
  freePort,
  ManagedProcess,
  preparePostgres,
  removeFolderAtEnd,
  RotatingLog,
  oldestPostgresImage,
  postgresImage,
  type PostgresMajor,
  type PostgresServer,
} from "@datamantri/local-stack";
import { createDatabase, type TestDatabase } from "./create-database.ts";
import { makeDataFolder } from "./make-data-folder.ts";
import { usesContainers } from "./uses-containers.ts";

/** A PostgreSQL for the tests: empty, on loopback, deleted at the end. */
export interface TestPostgres extends AsyncDisposable {
  /** Connection string of the administrator, database `postgres`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Of the local server; undefined in a container or while it is down. */
  readonly pid: number | undefined;
  /** A new database with a name of its own; disposing it drops it, sessions included. */
  createDatabase(): Promise<TestDatabase>;
  /** The signal goes to the server itself (the postmaster). It stays down until `restart()`. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, and starts it on the same port with the same data. */
  restart(): Promise<void>;
  /**
   * Makes a streaming standby of it, after a restart. Only of a local server, which needs the settings `wal_level=replica` and
   * `max_wal_senders=4`.
   */
  startStandby(): Promise<TestStandby>;
}

/** A second server that follows another by streaming replication. */
export interface TestStandby extends AsyncDisposable {
  /** Connection string of the administrator. */
  readonly url: string;
  /** Stops it: it lacks what is committed from now on. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Kills the other server, promotes this one, and gives it the other's address. */
  takeOver(): Promise<void>;
}

export interface StartPostgresOptions {
  /** Default: 18. */
  readonly major?: PostgresMajor;
  /** More settings, `name=value`; durability is off by default. */
  readonly settings?: readonly string[];
}

/** A power failure does not matter for tests; without these settings the same suite takes twice as long. */
const fastSettings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

/** Starts PostgreSQL: a container if Docker answers, the embedded one otherwise. */
export function startPostgres(options: StartPostgresOptions = {}): Promise<TestPostgres> {
  const settings = [...fastSettings, ...(options.settings ?? [])];
  const major = options.major ?? 18;
  return usesContainers() ? startContainer(major, settings) : startLocal(major, settings);
}

async function startLocal(major: PostgresMajor, settings: readonly string[]): Promise<TestPostgres> {
  const dataDir = await makeDataFolder("datamantri-test-postgres-");
  await chmod(dataDir, 0o711); // as root, the server runs as another user
  const server = await preparePostgres({ dataDir, port: await freePort(), major, settings });
  for (const folder of server.folders) removeFolderAtEnd(folder);
  const log = new RotatingLog(join(dataDir, "postgres.log"));
  const running = new ManagedProcess(server.spec, { log, restart: () => false });
  await running.start();
  const url = server.url("postgres");
  return {
    url,
    host: server.host,
    port: server.port,
    user: server.user,
    password: server.password,
    get pid() {
      return running.pid;
    },
    createDatabase: () => createDatabase(url),
    kill: (signal = "SIGKILL") => running.kill(signal),
    async restart() {
      await running.stop();
      await running.start();
    },
    async startStandby() {
      await running.stop();
      const standby = await copyAsStandby(server, settings, major);
      await running.start();
      await standby.start();
      return {
        ...standby,
        async takeOver() {
          await running.kill("SIGKILL");
          await standby.promote();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      for (const folder of [...server.folders, dataDir]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param server stopped. */
async function copyAsStandby(server: PostgresServer, settings: readonly string[], major: PostgresMajor) {
  const dataDir = await makeDataFolder("datamantri-test-standby-");
  await chmod(dataDir, 0o711);
  // With the password: it is that of the cluster that is copied.
  await promisify(execFile)("cp", ["-Rp", dirname(server.spec.cwd), "-T", dataDir]);
  const prepare = async (port: number, more: readonly string[] = []) =>
    preparePostgres({ dataDir, port, major, settings: [...settings, ...more] });
  const conninfo = `host=${server.host} port=${server.port} user=${server.user} password=${server.password}`;
  const own = await prepare(await freePort(), [`primary_conninfo=${conninfo}`]);
  const signal = join(own.spec.cwd, "standby.signal");
  await writeFile(signal, "");
  if (own.spec.user !== undefined) await chown(signal, own.spec.user.uid, own.spec.user.gid);
  const log = new RotatingLog(join(dataDir, "postgres.log"));
  let running = new ManagedProcess(own.spec, { log, restart: () => false });
  return {
    url: own.url("postgres"),
    stop: () => running.stop(),
    start: () => running.start(),
    /** Replays what it has, and becomes the server at the other's port. */
    async promote() {
      if (running.pid === undefined) await running.start();
      const client = new Client({ connectionString: own.url("postgres") });
      await client.connect();
      await client.query("select pg_promote()");
      await client.end();
      await running.stop();
      running = new ManagedProcess((await prepare(server.port)).spec, { log, restart: () => false });
      await running.start();
    },
    async [Symbol.asyncDispose]() {
      await running.stop();
      for (const folder of [...own.folders, dataDir]) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startContainer(major: PostgresMajor, settings: readonly string[]): Promise<TestPostgres> {
  const { GenericContainer, Wait } = await import("testcontainers");
  const user = "datamantri";
  const password = "only-for-tests";
  // A fixed port: Docker would give another one at each restart.
  const port = await freePort();
  const container = await new GenericContainer(major === 15 ? oldestPostgresImage : postgresImage)
    .withEnvironment({ POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: "postgres" })
    .withExposedPorts({ container: 5432, host: port })
    .withCommand(["postgres", ...settings.flatMap((setting) => ["-c", setting])])
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const host = container.getHost();
  const url = `postgres://${user}:${password}@${host}:${port}/postgres`;
  return {
    url,
    host,
    port,
    user,
    password,
    pid: undefined,
    createDatabase: () => createDatabase(url),
    async kill(signal = "SIGKILL") {
      spawnSync("docker", ["kill", "--signal", signal, container.getId()]);
    },
    restart: () => container.restart(),
    async startStandby() {
      throw new Error("a container has no standby");
    },
    async [Symbol.asyncDispose]() {
      await container.stop();
    },
  };
}
