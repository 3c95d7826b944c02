// A PostgreSQL for one machine: loopback only, password by SCRAM, no Unix socket, the same collation everywhere.
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import type { ProcessSpec } from "../processes/managed-process.ts";
import { loopback } from "../processes/ports.ts";
import { endProcesses, identifyProcess } from "../processes/process-identity.ts";
import { findPostgresBinaries, type PostgresBinaries, type PostgresMajor } from "./binaries.ts";
import { canEnter, postgresUser, type RunAs } from "./run-as.ts";

/** The administrator that `initdb` creates. */
export const postgresAdmin = "datamantri";

export interface PostgresOptions {
  /** Contains the cluster in the folder `postgres`, and the password. */
  readonly dataDir: string;
  readonly port: number;
  /** Default: 18. */
  readonly major?: PostgresMajor | undefined;
  /** More `name=value` settings, after ours. */
  readonly settings?: readonly string[];
  readonly say?: (line: string) => void;
}

/** A cluster that exists on disk, and how to run it. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly spec: ProcessSpec;
  /** Folders to delete for a temporary stack. */
  readonly folders: readonly string[];
  /** URL of the administrator. */
  url(database: string): string;
  /** URL of the database's owner. */
  ownerUrl(database: OwnedDatabase): string;
}

/** Settings for COPY into new tables, on a machine that has other work. */
const settings = [
  `listen_addresses=${loopback}`,
  "unix_socket_directories=",
  "max_connections=100",
  "shared_buffers=128MB",
  // COPY writes in bursts: with the default 1 GB checkpoints come every few seconds and cost a third of the speed.
  "max_wal_size=4GB",
  "checkpoint_timeout=15min",
  "checkpoint_completion_target=0.9",
  // It has no replicas; `minimal` also avoids WAL for tables created in the same transaction.
  "wal_level=minimal",
  "max_wal_senders=0",
  "jit=off",
  "timezone=UTC",
  "log_timezone=UTC",
  "log_min_messages=warning",
  "log_checkpoints=off",
  // A frozen client must not hold locks for ever.
  "tcp_keepalives_idle=30",
];

/**
 * Ensures that a cluster exists below `dataDir` and returns how to run it.
 *
 * Failure: `initdb` works in a folder with another name, which is renamed at the end, so a crash leaves either no
 * cluster or a complete one.
 */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresServer> {
  const say = options.say ?? (() => {});
  const user = postgresUser();
  const major = options.major ?? 18;
  const binaries = await findPostgresBinaries(major, user, say);
  const parent = await chooseParent(resolve(options.dataDir), user, say);
  const clusterDir = join(parent, "postgres");
  const passwordFile = join(options.dataDir, "postgres-password");
  // The data folder was deleted, together with the password of the cluster that is stored elsewhere.
  if (parent !== resolve(options.dataDir) && !existsSync(passwordFile))
    await rm(clusterDir, { recursive: true, force: true });
  const password = await keepPassword(passwordFile);
  if (!existsSync(join(clusterDir, "PG_VERSION"))) {
    await initialise(binaries, [...initArgs, ...collation[major]], { parent, clusterDir, user, password });
  }

  const urlOf = (user: string, secret: string, database: string) =>
    `postgres://${user}:${encodeURIComponent(secret)}@${loopback}:${options.port}/${database}`;
  const url = (database: string) => urlOf(postgresAdmin, password, database);
  const allSettings = [...settings, `port=${options.port}`, ...(options.settings ?? [])];
  return {
    host: loopback,
    port: options.port,
    user: postgresAdmin,
    password,
    url,
    ownerUrl: (database) => urlOf(database.name, database.password, database.name),
    folders: parent === resolve(options.dataDir) ? [clusterDir] : [parent],
    spec: {
      name: "postgres",
      command: binaries.postgres,
      args: ["-D", clusterDir, ...allSettings.flatMap((setting) => ["-c", setting])],
      env: postgresEnv(),
      cwd: clusterDir,
      user,
      stopSignal: "SIGINT", // fast: ends the sessions, writes a checkpoint, leaves no recovery for the next start
      graceMs: 10_000,
      // Recovery after a crash during big loads takes minutes on a busy machine. A shorter limit would stop it halfway each time.
      readyTimeoutMs: 900_000,
      prepare: () => removeStaleLock(clusterDir),
      waitUntilReady: (_child, signal) => waitUntilItAnswers(url("postgres"), signal),
    },
  };
}

/** A database and the role of the same name, which owns it. */
export interface OwnedDatabase {
  readonly name: string;
  readonly password: string;
}

/**
 * Creates the database and its owner unless they exist, and sets the owner's password. No other user may connect to it.
 *
 * @throws Error when it has another owner: the administrator, in a data folder of an earlier version.
 */
export async function ensureDatabase(adminUrl: string, { name, password }: OwnedDatabase): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = client.escapeIdentifier(name);
    const roles = await client.query("select from pg_roles where rolname = $1", [name]);
    await client.query(
      `${roles.rowCount === 0 ? "create" : "alter"} role ${role} login password ${client.escapeLiteral(password)}`,
    );
    const owners = await client.query<{ owner: string }>(
      "select pg_get_userbyid(datdba) as owner from pg_database where datname = $1",
      [name],
    );
    const owner = owners.rows[0]?.owner;
    if (owner === undefined) await client.query(`create database ${role} owner ${role}`);
    else if (owner !== name) {
      throw new Error(
        `the database ${name} belongs to ${owner}, because an earlier version created this data folder. Delete the folder and start again`,
      );
    }
    await client.query(`revoke connect, temporary on database ${role} from public`);
  } finally {
    await client.end();
  }
}

function postgresEnv(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/** Directory of the cluster: in `dataDir`, or beside it if PostgreSQL's user has no access there. */
async function chooseParent(dataDir: string, user: RunAs | undefined, say: (line: string) => void): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (user === undefined) return dataDir;
  // Permission to pass through is enough; secrets in the folder have their own mode.
  await chmod(dataDir, 0o711);
  if (canEnter(dataDir, user)) return dataDir;

  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const base = existsSync("/var/lib") && !dataDir.startsWith(tmpdir()) ? "/var/lib" : tmpdir();
  const parent = join(base, `datamantri-${name}`);
  await mkdir(parent, { recursive: true, mode: 0o711 });
  say(`PostgreSQL's data is in ${parent}: user ${user.name} cannot read ${dataDir}`);
  return parent;
}

/** Creates a random password at the first call, and returns the same one afterwards. */
async function keepPassword(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    const password = randomBytes(18).toString("base64url");
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, password, { mode: 0o600 });
    return password;
  }
}

const initArgs = [`--username=${postgresAdmin}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];

/**
 * Order by code point, with Unicode's case mapping. The provider exists since PostgreSQL 17; 15 sorts alike but maps
 * only the case of ASCII letters.
 */
const collation: Readonly<Record<PostgresMajor, readonly string[]>> = {
  15: [],
  18: ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
};

interface NewCluster {
  readonly parent: string;
  readonly clusterDir: string;
  readonly user: RunAs | undefined;
  readonly password: string;
}

async function initialise(
  binaries: PostgresBinaries,
  options: readonly string[],
  { parent, clusterDir, user, password }: NewCluster,
): Promise<void> {
  const unfinished = join(parent, "postgres.new");
  const passwordFile = join(parent, "postgres.new.password");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) for (const path of [unfinished, passwordFile]) await chown(path, user.uid, user.gid);
  const args = ["-D", unfinished, `--pwfile=${passwordFile}`, ...options];
  try {
    await promisify(execFile)(binaries.initdb, args, {
      cwd: unfinished,
      env: postgresEnv(),
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
    await rename(unfinished, clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * postmaster.pid survives kill -9. PostgreSQL refuses to start while any process has that pid, which after a crash may
 * be an unrelated one, and while an old server still runs on the same folder.
 */
async function removeStaleLock(clusterDir: string): Promise<void> {
  const lockFile = join(clusterDir, "postmaster.pid");
  const pid = Number((await readFile(lockFile, "utf8").catch(() => "")).split("\n", 1)[0]);
  const identity = pid > 0 ? identifyProcess(pid) : undefined;
  if (identity === undefined) return;
  if (await isServerOf(pid, clusterDir)) await endProcesses([identity], "SIGINT", 10_000);
  else await rm(lockFile, { force: true });
}

async function isServerOf(pid: number, clusterDir: string): Promise<boolean> {
  const program = process.platform === "linux" ? await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "") : "";
  if (process.platform === "linux") return program.split("\0").includes(clusterDir);
  const ps = await promisify(execFile)("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return ps.stdout.includes(clusterDir);
}

async function waitUntilItAnswers(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {}); // The server stopped between connect and end; the loop retries.
    try {
      await client.connect();
      await client.query("SELECT 1");
      return;
    } catch {
      await sleep(40);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
