/**
 * How soon a run goes on once what it needs is back: each part is taken away for a while in the middle of a run, on the whole
 * product.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";

import { triggerRun, warehouseOf, type ApiClient, type Stack } from "@datamantri/local-stack";

import { awaitSuccess, followRun, readRun } from "./follow-run.ts";
import { onOwnStack } from "./on-own-stack.ts";

export interface RecoveryFigure {
  /** What was away. */
  readonly away: string;
  readonly secondsAway: number;
  /** From its return to the next rows in the destination, or the run's next step; null: not within ten minutes. */
  readonly goesOnAfter: number | null;
  /** From its return to the run's end; null: not within ten minutes. */
  readonly endsAfter: number | null;
  /** The rows of the target are those of the source, once. */
  readonly isExact: boolean;
}

const rows = 3_000_000;
/** A run that has not gone on by then does not. */
const patienceMs = 600_000;
const role = "recovering";
const password = "only-for-benchmarks";

interface Fault {
  readonly away: string;
  readonly seconds: number;
  readonly take: (world: World) => Promise<unknown>;
  /** Resolves when it is back: the seconds count from then. A killed process is started at once; they count from the kill. */
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
  // What the others compare with.
  { away: "nothing", seconds: 0, take: async () => undefined, giveBack: async () => undefined },
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
    // Until it answers again it repeats what it wrote since its last checkpoint, which is its own time.
    away: "PostgreSQL, for metadata and rows (SIGKILL)",
    seconds: 0,
    take: ({ stack }) => stack.kill("postgres", "SIGKILL"),
    giveBack: ({ stack }) => awaitPostgres(stack),
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

/** A quarter of an hour. */
export function measureRecovery(): Promise<readonly RecoveryFigure[]> {
  return onOwnStack(async (stack, api) => {
    const openAdmin = () => open(stack.adminUrl("warehouse"));
    const first = await openAdmin();
    await first.query(`
      create role ${role} login password '${password}';
      grant connect, create on database warehouse to ${role};
      grant all on schema public to ${role}`);
    await first.end();
    await Promise.all([stack.addService("extractor"), stack.addService("loader")]);
    const pipelineId = await createPipeline(api, stack);
    await awaitSuccess(api, await triggerRun(api, pipelineId));
    const figures: RecoveryFigure[] = [];
    for (const fault of faults) {
      const admin = await openAdmin();
      await admin.query("checkpoint");
      const figure = await measure(api, pipelineId, fault, { stack, admin });
      process.stderr.write(`${JSON.stringify(figure)}\n`);
      figures.push(figure);
      await admin.end().catch(() => undefined);
    }
    return figures;
  });
}

async function measure(api: ApiClient, pipelineId: string, fault: Fault, world: World): Promise<RecoveryFigure> {
  const runId = await triggerRun(api, pipelineId);
  const before = await followRun(api, runId, (run) => run.records_processed >= rows / 6, patienceMs);
  if (before === undefined) throw new Error(`the run before "${fault.away}" loads no rows`);
  await fault.take(world);
  await delay(fault.seconds * 1_000);
  const seen = (await readRun(api, runId)) ?? before;
  await fault.giveBack(world);
  const backAt = performance.now();
  const since = (run: unknown) => (run === undefined ? null : Math.round((performance.now() - backAt) / 100) / 10);
  const goesOnAfter = since(
    await followRun(
      api,
      runId,
      (run) => run.records_processed > seen.records_processed || run.phase !== seen.phase,
      patienceMs,
    ),
  );
  const run = await followRun(api, runId, ({ end_time }) => end_time !== null, patienceMs);
  const endsAfter = since(run);
  const counter = await open(world.stack.adminUrl("warehouse"));
  const { rows: found } = await counter.query<{ count: number }>("select count(*)::int as count from public.recovery");
  await counter.end();
  const isExact = run?.status === "success" && found[0]!.count === rows;
  return { away: fault.away, secondsAway: fault.seconds, goesOnAfter, endsAfter, isExact };
}

async function createPipeline(api: ApiClient, { access }: Stack): Promise<string> {
  const { id } = await api.post<{ id: string }>("/api/v1/pipelines", {
    name: "recovery",
    source_config: { project: "sandbox", api_endpoint: access.bigquery, dataset: "flights", table: "flights_3m" },
    destination_config: {
      ...warehouseOf(access),
      user: role,
      password,
      table: "recovery",
      replace_by: "in_place",
    },
    mode: "replace",
  });
  return id;
}

async function awaitPostgres(stack: Stack): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const client = await open(stack.adminUrl("warehouse"));
      return await client.end();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/** PostgreSQL is killed beside it. */
async function open(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
