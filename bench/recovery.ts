/**
 * How soon a run goes on once what it needs is back: each part is taken away for a while in the middle of a run, on the whole
 * product.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

import type { RunView } from "@datamantri/api";
import {
  ApiClient,
  removeFolderAtEnd,
  startStack,
  triggerRun,
  waitUntilItServes,
  type Stack,
} from "@datamantri/local-stack";

export interface RecoveryFigure {
  /** What was away. */
  readonly away: string;
  readonly secondsAway: number;
  /** From its return to the next rows in the destination, or the run's next step. */
  readonly goesOnAfter: number;
  /** From its return to the run's end. */
  readonly endsAfter: number;
  /** The rows of the target are those of the source, once. */
  readonly isExact: boolean;
}

const rows = 3_000_000;
const role = "recovering";
const password = "only-for-benchmarks";

interface Fault {
  readonly away: string;
  readonly seconds: number;
  readonly take: (world: World) => Promise<unknown>;
  /** Resolves when it is back. */
  readonly giveBack: (world: World) => Promise<unknown>;
}

interface World {
  readonly stack: Stack;
  readonly admin: Client;
}

const stopped = (name: string, seconds: number): Fault => ({
  away: `${name} (stopped)`,
  seconds,
  take: ({ stack }) => stack.stopProcess(name),
  giveBack: ({ stack }) => stack.resumeProcess(name),
});

const killed = (name: string): Fault => ({
  away: `${name} (SIGKILL)`,
  seconds: 0,
  take: ({ stack }) => stack.kill(name, "SIGKILL"),
  giveBack: async () => undefined,
});

const frozen = (name: string, seconds: number): Fault => ({
  away: `${name} (frozen)`,
  seconds,
  take: ({ stack }) => stack.kill(name, "SIGSTOP"),
  giveBack: ({ stack }) => stack.kill(name, "SIGCONT"),
});

const faults: readonly Fault[] = [
  killed("extractor"),
  killed("loader"),
  killed("registry"),
  killed("nats"),
  stopped("registry", 60),
  stopped("nats", 60),
  stopped("sandbox", 60),
  frozen("loader", 40),
  frozen("extractor", 40),
  {
    away: "nats, and its data",
    seconds: 5,
    async take({ stack }) {
      await stack.stopProcess("nats");
      await rm(join(stack.dataDir, "jetstream"), { recursive: true });
    },
    giveBack: ({ stack }) => stack.resumeProcess("nats"),
  },
  {
    away: "PostgreSQL, for metadata and rows (SIGKILL)",
    seconds: 0,
    take: ({ stack }) => stack.kill("postgres", "SIGKILL"),
    giveBack: async () => undefined,
  },
  {
    away: "sessions of the destination's user",
    seconds: 60,
    take: ({ admin }) =>
      admin.query(`
        alter role ${role} connection limit 0;
        select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`),
    giveBack: ({ admin }) => admin.query(`alter role ${role} connection limit -1`),
  },
  {
    away: "the target (locked)",
    seconds: 60,
    take: ({ admin }) => admin.query("begin; lock table public.recovery"),
    giveBack: ({ admin }) => admin.query("commit"),
  },
];

/** Some minutes. */
export async function measureRecovery(): Promise<readonly RecoveryFigure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  await using stack = await startStack({ dataDir, usualPorts: false });
  const api = await waitUntilItServes(stack.access);
  const openAdmin = () => open(stack.adminUrl("warehouse"));
  const first = await openAdmin();
  await first.query(`
    create role ${role} login password '${password}';
    grant connect, create on database warehouse to ${role};
    grant all on schema public to ${role}`);
  await first.end();
  await Promise.all([stack.addService("extractor"), stack.addService("loader")]);
  const pipelineId = await createPipeline(api, stack);
  const loaded = await awaitEnd(api, await triggerRun(api, pipelineId));
  if (loaded.status !== "success") throw new Error(`the first run ${loaded.status}: ${loaded.error_message}`);
  const figures: RecoveryFigure[] = [];
  for (const fault of faults) {
    const admin = await openAdmin();
    process.stderr.write(`${fault.away}\n`);
    figures.push(await measure(api, pipelineId, fault, { stack, admin }));
    await admin.end().catch(() => undefined);
  }
  return figures;
}

async function measure(api: ApiClient, pipelineId: string, fault: Fault, world: World): Promise<RecoveryFigure> {
  const runId = await triggerRun(api, pipelineId);
  const before = await follow(api, runId, (run) => run.records_processed >= rows / 6);
  await fault.take(world);
  await delay(fault.seconds * 1_000);
  const seen = (await read(api, runId)) ?? before;
  const back = fault.giveBack(world);
  const begunAt = performance.now();
  await back;
  const backAt = fault.seconds === 0 ? begunAt : performance.now();
  const since = () => Math.round((performance.now() - backAt) / 100) / 10;
  await follow(api, runId, (run) => run.records_processed > seen.records_processed || run.phase !== seen.phase);
  const goesOnAfter = since();
  const run = await awaitEnd(api, runId);
  const endsAfter = since();
  const counter = await open(world.stack.adminUrl("warehouse"));
  const { rows: found } = await counter.query<{ count: number }>("select count(*)::int as count from public.recovery");
  await counter.end();
  const isExact = run.status === "success" && found[0]!.count === rows;
  return { away: fault.away, secondsAway: fault.seconds, goesOnAfter, endsAfter, isExact };
}

async function createPipeline(api: ApiClient, { access }: Stack): Promise<string> {
  const server = new URL(access.postgres);
  const { id } = await api.post<{ id: string }>("/api/v1/pipelines", {
    name: "recovery",
    source_type: "bigquery",
    source_config: { project: "sandbox", api_endpoint: access.bigquery, dataset: "flights", table: "flights_3m" },
    destination_type: "postgres",
    destination_config: {
      host: server.hostname,
      port: Number(server.port),
      database: server.pathname.slice(1),
      user: role,
      password,
      schema: "public",
      table: "recovery",
      replace_by: "in_place",
    },
    mode: "replace",
  });
  return id;
}

/** PostgreSQL is killed beside it. */
async function open(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Undefined while the API does not answer. */
function read(api: ApiClient, runId: string): Promise<RunView | undefined> {
  return api.get<RunView>(`/api/v1/runs/${runId}`).catch(() => undefined);
}

async function follow(api: ApiClient, runId: string, isThere: (run: RunView) => boolean): Promise<RunView> {
  for (;;) {
    const run = await read(api, runId);
    if (run && (isThere(run) || run.end_time !== null)) return run;
    await delay(50);
  }
}

function awaitEnd(api: ApiClient, runId: string): Promise<RunView> {
  return follow(api, runId, ({ end_time }) => end_time !== null);
}
