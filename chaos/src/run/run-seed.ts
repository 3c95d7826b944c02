/** One seed: makes its pipelines, lets users and faults loose on them, heals everything, waits, and checks. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { armCrashPoint, disarmCrashPoint, readFiredPoints, SandboxDataset, type FiredPoint } from "@datamantri/testkit";

import { checkRolledBack, findOpenRuns } from "../check/check-rolled-back.ts";
import { checkWorld } from "../check/check-world.ts";
import { found, type Finding } from "../check/findings.ts";
import { findResidue } from "../check/find-residue.ts";
import { restoreDestination } from "../faults/database-faults.ts";
import type { Heal } from "../faults/fault.ts";
import { faultOf } from "../faults/faults.ts";
import { clearBigqueryFaults } from "../faults/other-faults.ts";
import { links, rollbackFaults, serviceKinds, type RollbackFault } from "../plan/fault-kinds.ts";
import type { Plan, PlannedFault } from "../plan/plan.ts";
import { Random } from "../plan/random.ts";
import { EventClient } from "../workload/event-client.ts";
import { ChaosPipeline } from "../workload/pipeline.ts";
import { runScript } from "../workload/script.ts";
import type { StandingSchedules } from "../workload/standing-schedules.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";

/** Everything has settled within this time after the last fault, on a busy machine too. */
export const settleMs = 90_000;

export interface SeedResult {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly fired: readonly FiredPoint[];
  readonly skipped: readonly string[];
  readonly rowsChecked: number;
  /** Due times that were old enough to be judged. */
  readonly dueTimes: number;
  /** Runs by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Why runs failed. */
  readonly failures: readonly string[];
  readonly seconds: number;
  /** From the end of the last fault until everything had settled. */
  readonly settledMs: number;
}

/** A seed that the harness could not bring to its end: nothing is known of it, and the next one needs another world. */
export function gaveUp(plan: Plan, error: unknown): SeedResult {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    plan,
    findings: [found("stuck", `the harness gave up: ${text}`)],
    fired: [],
    skipped: [],
    rowsChecked: 0,
    dueTimes: 0,
    ends: {},
    failures: [],
    seconds: 0,
    settledMs: 0,
  };
}

/** @param schedules of the world, if it has some. */
export async function runSeed(world: World, plan: Plan, schedules?: StandingSchedules): Promise<SeedResult> {
  const startedMs = performance.now();
  const broken = await breakWorld(world, plan);
  const { pipelines, events } = broken;
  const healedMs = performance.now();
  const rollback = findRollback(plan, broken.skipped);
  const residue = await settle(world, rollback ? findOpenRuns : findResidue);
  const settledMs = performance.now() - healedMs;
  const fired = readFiredPoints(world.crashFolder);
  const causes = {
    faults: plan.faults.map(({ kind }) => kind),
    hasThrown: fired.some(({ action }) => action === "throw"),
    hasRefused: pipelines.some(({ shape }) => shape.isResumed),
    hasUndone: pipelines.some(({ shape }) => shape.isUndone),
  };
  const checked = rollback
    ? await checkRolledBack(world, pipelines, rollback)
    : await checkWorld(world, pipelines, events, causes);
  const due = rollback ? undefined : await schedules?.check(world);
  await cleanUp(world, broken);
  return {
    plan,
    findings: [
      ...broken.troubles.map((text) => found("stuck", `the harness gave up: ${text}`)),
      ...residue.map((text) => found("stuck", `${text}, ${settleMs / 1_000} s after the last fault`)),
      ...checked.findings,
      ...(due?.findings ?? []),
    ],
    fired,
    skipped: broken.skipped,
    rowsChecked: checked.rowsChecked,
    dueTimes: due?.judged ?? 0,
    ends: checked.ends,
    failures: checked.failures,
    seconds: (performance.now() - startedMs) / 1_000,
    settledMs,
  };
}

/** @returns how a database has forgotten what the seed, and earlier ones, have done: its world is of no more use. */
export function findRollback({ faults }: Plan, skipped: readonly string[]): RollbackFault | undefined {
  return rollbackFaults.find(
    (kind) => faults.some((fault) => fault.kind === kind) && !skipped.some((text) => text.startsWith(kind)),
  );
}

/** A seed after its faults: everything is healed, and works off what is left. */
export interface BrokenWorld {
  readonly dataset: SandboxDataset;
  readonly pipelines: readonly ChaosPipeline[];
  readonly events: EventClient;
  /** Faults that could not be done. */
  readonly skipped: readonly string[];
  /** What users could not do. */
  readonly troubles: readonly string[];
}

/** Makes the seed's pipelines, lets users and faults loose on them, and heals everything. */
export async function breakWorld(world: World, plan: Plan): Promise<BrokenWorld> {
  const random = new Random(plan.seed);
  rmSync(join(world.crashFolder, "fired.jsonl"), { force: true });
  const dataset = await SandboxDataset.create(world.bigqueryUrl);
  const pipelines = plan.shapes.map((shape) => new ChaosPipeline(world, dataset, plan.seed, shape));
  const events = new EventClient(world.client, new Random(plan.seed + 1));
  events.start();
  while (!events.isConnected) await sleep(20);
  await Promise.all(pipelines.map((pipeline) => pipeline.create()));

  for (const { point, action, reaches, times } of plan.crashes) {
    armCrashPoint(world.crashFolder, point, { action, reaches, times });
  }
  const skipped: string[] = [];
  const scripts = pipelines.map((pipeline) =>
    runScript(pipeline, world.client, new Random(random.integer(0, 2 ** 31))),
  );
  const faults = plan.faults.map((planned) => runFault(world, planned, skipped));
  const thawing = new AbortController();
  const thawed = thawFrozen(world, thawing.signal);
  const outcomes = await Promise.allSettled([...scripts, ...faults]);
  thawing.abort();
  await thawed;
  await healEverything(world, plan);
  events.stayConnected();
  for (const pipeline of pipelines) {
    if (pipeline.shape.isStream || pipeline.shape.isScheduled) await pipeline.pause();
  }
  const troubles = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [String(outcome.reason).split("\n")[0]!] : [],
  );
  return { dataset, pipelines, events, skipped, troubles };
}

/** Leaves the world as it was before the seed. */
export async function cleanUp(world: World, { dataset, pipelines, events }: BrokenWorld): Promise<void> {
  await events.stop();
  for (const pipeline of pipelines) await pipeline.archive();
  await dropTargets(world, pipelines);
  await endHung(world);
  await dataset[Symbol.asyncDispose]();
}

/** A process that a crash point has frozen wakes up later than its work is given away. */
const frozenMs = 5_000;

async function thawFrozen({ crashFolder, supervisor }: World, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const due = readFiredPoints(crashFolder).filter(({ at }) => Date.now() - at > frozenMs);
    const actions = new Map(due.map(({ pid, action }) => [pid, action]));
    for (const [name, pid] of Object.entries(supervisor.pids())) {
      if (actions.get(pid) === "freeze") await supervisor.child(name).kill("SIGCONT");
    }
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
}

/** Another fault may have hit the same part: a server that is down takes no orders. */
const triesToBegin = 10;

async function runFault(world: World, planned: PlannedFault, skipped: string[]): Promise<void> {
  await sleep(planned.atMs);
  const heal = await begin(world, planned).catch((error: unknown) => String(error).split("\n")[0]!);
  if (typeof heal === "string") {
    skipped.push(heal === "skipped" ? planned.kind : `${planned.kind} (${heal})`);
    return;
  }
  await sleep(planned.forMs);
  await heal();
}

async function begin(world: World, planned: PlannedFault): Promise<Heal | "skipped"> {
  for (let tries = 1; ; tries++) {
    try {
      return await faultOf(planned.kind)(world, planned);
    } catch (error) {
      if (tries === triesToBegin) throw error;
      await sleep(300);
    }
  }
}

/** What faults and crash points have left: lines pass, everything runs, nothing is armed. */
async function healEverything(world: World, { crashes }: Plan): Promise<void> {
  for (const { point } of crashes) disarmCrashPoint(world.crashFolder, point);
  for (const link of links) world.links[link].mode = { kind: "pass" };
  for (const service of serviceKinds) {
    for (const name of world.namesOf(service)) await world.supervisor.child(name).kill("SIGCONT");
  }
  await restoreDestination(world);
  await clearBigqueryFaults(world);
}

/** @returns what has not settled in time. */
export async function settle(
  world: World,
  find: (world: World) => Promise<string[]> = findResidue,
): Promise<readonly string[]> {
  const deadline = performance.now() + settleMs;
  let quietRounds = 0;
  for (;;) {
    const residue = await find(world).catch((error: unknown) => [`the checker: ${String(error)}`]);
    quietRounds = residue.length === 0 ? quietRounds + 1 : 0;
    // A message may be between two queues while we look.
    if (quietRounds === 2) return [];
    if (performance.now() > deadline) return residue;
    await sleep(250);
  }
}

/** A process with a handler that hangs serves on, but a later seed needs all of it. */
async function endHung({ crashFolder, supervisor }: World): Promise<void> {
  const fired = readFiredPoints(crashFolder);
  const hung = new Set(fired.filter(({ action }) => action === "hang").map(({ pid }) => pid));
  for (const [name, pid] of Object.entries(supervisor.pids())) {
    if (hung.has(pid)) await supervisor.child(name).kill("SIGKILL");
  }
}

async function dropTargets(world: World, pipelines: readonly ChaosPipeline[]): Promise<void> {
  for (const { target, table } of pipelines) {
    const statement = `drop table if exists ${target}; drop function if exists public.refuse_${table.name}()`;
    await query(world.destinationUrl, statement);
  }
}
