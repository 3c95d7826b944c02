/**
 * npm run verify:upgrade: this version beside the one before it. Services of both share one NATS, one metadata database and one
 * destination, are replaced one kind after the other while runs go on, and go back. Needs git and the commit of the version before.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "pg";

import type { RunView, ServiceName } from "@datamantri/api";
import {
  freePort,
  loopback,
  ManagedProcess,
  repositoryRoot,
  RotatingLog,
  serviceSpec,
  waitUntilItServes,
  warehouseOf,
  type ApiClient,
  type Stack,
} from "../src/index.ts";

/** docs/upgrade.md names it. */
const versionBefore = { name: "0.2.0", commit: "59d439d2" };
const moviesCount = 3_201;
const flightsCount = 200_000;

// run.mjs was killed and could pass no signal on.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

const folder = mkdtempSync(join(tmpdir(), "datamantri-upgrade-"));
const failures: string[] = [];

async function verify(): Promise<void> {
  const before = checkOut();
  const older = (await import(
    pathToFileURL(join(before, "packages/local-stack/src/index.ts")).href
  )) as typeof import("../src/index.ts");
  const dataDir = join(folder, "data");
  await using stack = await older.startStack({ dataDir, usualPorts: false });
  const old = await waitUntilItServes(stack.access);
  await using newer = new Newer(stack, dataDir);
  const check = await Check.open(stack, old);

  await check.round(`${versionBefore.name} alone`, [old]);
  await newer.start("registry");
  await check.round("a newer registry beside", [old]);
  await newer.start("loader");
  await newer.start("extractor");
  await check.round("newer workers beside", [old]);
  await newer.start("scheduler");
  const api = await newer.startGateway();
  await check.round("everything twice", [old, api]);
  await check.round("the older workers leave in the middle", [old, api], async () => {
    for (const name of ["loader", "extractor"]) await stack.stopProcess(name);
  });
  await check.round("the older registry, gateway and scheduler leave in the middle", [api], async () => {
    for (const name of ["gateway", "scheduler", "registry"]) await stack.stopProcess(name);
  });
  await check.round("newer alone", [api]);
  await check.round("older workers come back in the middle", [api], async () => {
    for (const name of ["loader", "extractor"]) await stack.resumeProcess(name);
  });
  await newer.stop("loader");
  await newer.stop("extractor");
  await check.round("only older workers", [api]);
  await check.close();
}

/** @returns the folder of the version before, with its dependencies. */
function checkOut(): string {
  const tree = join(folder, "before");
  mkdirSync(tree);
  const archive = run("git", ["archive", "--format=tar", versionBefore.commit], repositoryRoot);
  run("tar", ["-x", "-C", tree], repositoryRoot, archive);
  // Any command installs what it needs.
  run(process.execPath, [join(tree, "tools/run.mjs"), "format", "--version"], tree);
  return tree;
}

function run(command: string, args: readonly string[], cwd: string, input?: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, input, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr.toString()}`);
  return stdout;
}

/** Services of this version, beside those of the stack. */
class Newer implements AsyncDisposable {
  readonly #stack: Stack;
  readonly #dataDir: string;
  readonly #running = new Map<ServiceName, ManagedProcess>();

  constructor(stack: Stack, dataDir: string) {
    this.#stack = stack;
    this.#dataDir = dataDir;
  }

  async start(service: ServiceName, more: NodeJS.ProcessEnv = {}): Promise<void> {
    const env = { NATS_URL: this.#stack.natsServiceUrls[service], ...this.#settings()[service], ...more };
    const log = new RotatingLog(join(folder, `newer-${service}.log`));
    const started = new ManagedProcess(serviceSpec(`newer-${service}`, service, env), { log, restart: () => false });
    this.#running.set(service, started);
    await started.start();
  }

  async startGateway(): Promise<ApiClient> {
    const port = await freePort();
    await this.start("gateway", { HTTP_PORT: String(port) });
    return waitUntilItServes({ ...this.#stack.access, url: `http://${loopback}:${port}` });
  }

  async stop(service: ServiceName): Promise<void> {
    await this.#running.get(service)?.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of [...this.#running.values()].toReversed()) await running.stop();
  }

  #settings(): Partial<Record<ServiceName, NodeJS.ProcessEnv>> {
    const secret = (name: string) => readFileSync(join(this.#dataDir, name), "utf8").trim();
    const database = new URL(this.#stack.adminUrl("datamantri_registry"));
    database.username = "datamantri_registry";
    database.password = secret("datamantri_registry-password");
    const { email, password } = this.#stack.access;
    return {
      registry: {
        DATABASE_URL: database.href,
        SECRETS_KEY: secret("secrets-key"),
        ADMIN_EMAIL: email,
        ADMIN_PASSWORD: password,
        BATCHES_MAX_MESSAGES: "256",
      },
      gateway: { HTTP_HOST: loopback, SIGNING_KEY: secret("signing-key.pem") },
    };
  }
}

interface Pipeline {
  readonly id: string;
  readonly table: string;
  /** Rows of the target after a number of successful runs. */
  readonly rows: (runs: number) => number;
  runs: number;
}

/** Pipelines of three write modes, whose targets are counted after each round. */
class Check {
  readonly #client: Client;
  readonly #pipelines: readonly Pipeline[];

  private constructor(client: Client, pipelines: readonly Pipeline[]) {
    this.#client = client;
    this.#pipelines = pipelines;
  }

  static async open({ access }: Stack, api: ApiClient): Promise<Check> {
    const client = new Client({ connectionString: access.postgres });
    await client.connect();
    const movies = { dataset: "movies", table: "movies" };
    const make = async (mode: string, source: object, destination: object, rows: Pipeline["rows"]) => {
      const table = `upgrade_${mode}`;
      const { id } = await api.post<{ id: string }>("/api/v1/pipelines", {
        name: table,
        source_type: "bigquery",
        source_config: { project: "sandbox", api_endpoint: access.bigquery, ...source },
        destination_type: "postgres",
        destination_config: { ...warehouseOf(access), table, ...destination },
        mode,
      });
      return { id, table, rows, runs: 0 };
    };
    return new Check(client, [
      await make("append", movies, {}, (runs) => runs * moviesCount),
      await make("replace", { dataset: "flights", table: "flights_200k" }, {}, () => flightsCount),
      await make(
        "merge",
        { query: "SELECT id, id * 2 AS twice FROM UNNEST(GENERATE_ARRAY(1, 5000)) AS id" },
        { key: ["id"] },
        () => 5_000,
      ),
    ]);
  }

  /** Two runs of each pipeline, started by the clients in turn. @param meanwhile once the first ones run. */
  async round(title: string, apis: readonly ApiClient[], meanwhile?: () => Promise<void>): Promise<void> {
    const api = apis.at(-1)!;
    const runs: { readonly id: string; readonly pipeline: Pipeline }[] = [];
    for (let turn = 0; turn < 2; turn++) {
      for (const pipeline of this.#pipelines) {
        const path = `/api/v1/pipelines/${pipeline.id}/trigger`;
        const { run_id } = await apis[runs.length % apis.length].post<{ run_id: string }>(path);
        runs.push({ id: run_id, pipeline });
      }
    }
    await meanwhile?.();
    for (const { id, pipeline } of runs) {
      const run = await awaitEnd(api, id);
      if (run.status === "success") pipeline.runs++;
      else failures.push(`${title}: a run of ${pipeline.table} ${run.status}: ${run.error_message}`);
    }
    for (const { table, rows, runs: count } of this.#pipelines) {
      const counted = await this.#client.query<{ count: number }>(`select count(*)::int as count from public.${table}`);
      const found = counted.rows[0].count;
      if (found !== rows(count)) failures.push(`${title}: ${table} has ${found} rows instead of ${rows(count)}`);
    }
    console.log(`${failures.length === 0 ? "holds " : "failed"} ${title}`);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}

async function awaitEnd(api: ApiClient, runId: string): Promise<RunView> {
  for (;;) {
    const run = await api.get<RunView>(`/api/v1/runs/${runId}`).catch(() => undefined);
    if (run?.end_time != null) return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

try {
  await verify();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures.length === 0 ? "\nevery step holds" : `\n${failures.join("\n")}`);
process.exit(failures.length === 0 ? 0 : 1);
