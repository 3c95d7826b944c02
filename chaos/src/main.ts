/** npm run chaos [-- --seeds N --seed S --json --state FILE]: breaks the whole product by seed, and checks it. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

import { makePlan, serversOf } from "./plan/plan.ts";
import { addUp, describeSeed, emptyTotals, type Totals } from "./run/report.ts";
import { findRollback, gaveUp, runSeed, type SeedResult } from "./run/run-seed.ts";
import { StandingSchedules } from "./workload/standing-schedules.ts";
import { findAvailable } from "./world/available.ts";
import { startWorld, type World } from "./world/world.ts";

const usage = `usage: npm run chaos [-- --seeds N --seed S --state FILE --json --keep]
  --seeds N     how many seeds (default: 1 with --seed, otherwise 25)
  --seed S      the first one (default: 1)
  --state FILE  go on after the last seed in FILE, and add to its totals
  --json        the last line is a JSON object
  --keep        after a seed that failed, keep logs and data`;

/** The sandbox's own default: building its sample data takes as long as starting everything else. */
const sandboxDir = join(tmpdir(), "datamantri-bigquery-sandbox");

interface State {
  readonly nextSeed: number;
  readonly totals: Totals;
}

const options = readOptions();
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "disconnect"] as const) process.on(signal, () => stopping.abort());
process.channel?.unref();

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const available = await findAvailable(say);
for (const line of available.skipped) console.log(`SKIPPED ${line}`);
let slowest = { seed: 0, settledMs: 0 };
const totals = await runSeeds(options.first, options.count, options.before);
const settledSeconds = (slowest.settledMs / 1_000).toFixed(1);
console.log(`everything had settled at most ${settledSeconds} s after the last fault (seed ${slowest.seed})`);
if (options.json) console.log(JSON.stringify(totals));
else console.log(`${totals.passed} passed, ${totals.failed} failed`);
if (stopping.signal.aborted) process.exit(130);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

async function runSeeds(first: number, count: number, before: Totals): Promise<Totals> {
  let totals = before;
  let world: World | undefined;
  let schedules: StandingSchedules | undefined;
  let servers = "";
  try {
    for (let seed = first; seed < first + count && !stopping.signal.aborted; seed++) {
      const wanted = serversOf(seed);
      if (world === undefined || servers !== JSON.stringify(wanted)) {
        await world?.[Symbol.asyncDispose]();
        world = await startWorld(wanted, available, sandboxDir, () => undefined);
        schedules = await StandingSchedules.create(world);
        servers = JSON.stringify(wanted);
        console.log(`stack: ${world.title}`);
      }
      const plan = makePlan(seed);
      const result = await runSeed(world, plan, schedules).catch((error: unknown) => gaveUp(plan, error));
      console.log(describeSeed(result));
      if (result.settledMs > slowest.settledMs) slowest = { seed, settledMs: result.settledMs };
      totals = addUp(totals, result);
      if (options.state) writeFileSync(options.state, JSON.stringify({ nextSeed: seed + 1, totals } satisfies State));
      if (result.findings.length > 0 || findRollback(result.plan, result.skipped)) {
        // What it has left would be found again.
        await leave(world, result);
        world = undefined;
      }
    }
  } finally {
    await world?.[Symbol.asyncDispose]();
  }
  return totals;
}

async function leave(world: World, { plan }: SeedResult): Promise<void> {
  if (options.keep) {
    await world.supervisor.stop();
    // The folder itself goes when this process ends.
    const kept = `${world.dataDir}-seed-${plan.seed}`;
    await promisify(execFile)("cp", ["-Rp", world.dataDir, kept]);
    console.log(`seed ${plan.seed}: its data is in ${kept}`);
  }
  await world[Symbol.asyncDispose]();
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: "string" },
        seed: { type: "string" },
        state: { type: "string" },
        json: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
      },
    });
    const { state: file } = values;
    const state = file && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as State) : undefined;
    const count = toNumber("seeds", values.seeds ?? (values.seed === undefined ? "25" : "1"));
    const first = state?.nextSeed ?? toNumber("seed", values.seed ?? "1");
    return { ...values, count, first, before: state?.totals ?? emptyTotals };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(64);
  }
}

function toNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}
