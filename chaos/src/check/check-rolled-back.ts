/**
 * Checks a world in which an older state of a database has come back. The System page says so, every known run ends, and each
 * target has the rows of the ledger's runs, once. If the two databases disagree about a pipeline's last run, its next run is refused,
 * and then goes on from the destination. Forgotten runs are not repeated (docs/reliability.md).
 */
import { setTimeout as sleep } from "node:timers/promises";

import type { RollbackFault } from "../plan/fault-kinds.ts";
import type { ChaosPipeline } from "../workload/pipeline.ts";
import { awaitEnd } from "../workload/script.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { checkRows, type Success } from "./check-rows.ts";
import type { Checked } from "./check-world.ts";
import { found, type Finding } from "./findings.ts";
import { readLedger, readTarget } from "./read-facts.ts";

/** A registry gives up a silent connection before it compares, and a gateway asks for what it has found. */
const saidMs = 60_000;

/** A run of a small table, on a machine that is busy. */
const runMs = 60_000;

interface System {
  readonly problems: readonly { readonly code: string }[];
}

/** Runs that have begun and not ended. */
const openRuns = `select 'run ' || id || ' is ' || state as what from runs where ended_at is null`;

export async function checkRolledBack(
  world: World,
  pipelines: readonly ChaosPipeline[],
  rollback: RollbackFault,
): Promise<Checked> {
  const findings: Finding[] = [];
  if (rollback === "metadata.rollback" && !(await isSaid(world)))
    findings.push(found("untrue", "nobody said that the metadata database is older than before"));
  const before = await checkTargets(world, pipelines);
  findings.push(...before.findings);
  const ends: Record<string, number> = {};
  for (const pipeline of pipelines) {
    await pipeline.takeRows();
    const { code, finding } = await checkNextRun(world, pipeline);
    if (finding) findings.push(finding);
    ends[code] = (ends[code] ?? 0) + 1;
  }
  const after = await checkTargets(world, pipelines);
  findings.push(...after.findings);
  return { findings, rowsChecked: before.rowsChecked + after.rowsChecked, ends, failures: [] };
}

async function checkTargets(world: World, pipelines: readonly ChaosPipeline[]) {
  const findings: Finding[] = [];
  let rowsChecked = 0;
  const ids = pipelines.map(({ id }) => id);
  const ledger = await readLedger(world, ids);
  for (const pipeline of pipelines) {
    const { table, shape, states, ownRows, id } = pipeline;
    // Which runs rejected rows, and which were replayed, was forgotten.
    if (shape.hasBadRows) continue;
    const rows = await readTarget(world, pipeline);
    rowsChecked += rows.length;
    const finalized = ledger.filter(({ pipelineId, state }) => pipelineId === id && state === "finalized");
    const successes = finalized.map(({ runId }): Success => {
      return { runId, lowest: 0, highest: states.length - 1, rejects: false, isReplayed: false };
    });
    const known = states.map((state) => state.rows);
    findings.push(...checkRows({ table, writeMode: shape.writeMode, states: known, successes, ownRows, rows }));
  }
  return { findings, rowsChecked };
}

/** What each side knows of a pipeline's last run. */
async function readLast(world: World, { id, target }: ChaosPipeline) {
  const [pipeline] = await query<{ last: string | null }>(
    world.metadataUrl,
    `select (select id from runs where pipeline_id = $1 and state = 'success' order by ended_at desc limit 1) as last`,
    [id],
  );
  const [ledger] = await query<{ has: boolean; later: boolean; any: boolean; target: boolean }>(
    world.destinationUrl,
    `select
       exists (select from datamantri.runs where run_id = $1 and state = 'finalized') as has,
       exists (select from datamantri.runs where follows = $1 and state = 'finalized') as later,
       exists (select from datamantri.runs where pipeline_id = $2 and state = 'finalized') as any,
       to_regclass($3) is not null as target`,
    [pipeline!.last, id, target],
  );
  return { ...pipeline!, ...ledger! };
}

/** How its next run must end, by what the databases say. */
async function expectedCode(world: World, pipeline: ChaosPipeline): Promise<string> {
  const { last, has, later, any, target } = await readLast(world, pipeline);
  // Everything is read again into a new table.
  if (!target) return "none";
  if (last !== null) return later ? "metadata_rolled_back" : has ? "none" : "sink_rolled_back";
  return any ? "metadata_rolled_back" : "none";
}

async function checkNextRun(
  world: World,
  pipeline: ChaosPipeline,
): Promise<{ readonly code: string; readonly finding?: Finding }> {
  const expected = await expectedCode(world, pipeline);
  const { name } = pipeline.table;
  const run = await endOf(world, await pipeline.trigger("after the rollback"));
  const code = run.error_code ?? "none";
  if (code !== expected) {
    const text = `${name}: the next run ended with ${code} instead of ${expected}: ${run.error_message}`;
    return { code, finding: found("untrue", text) };
  }
  if (expected === "none") return { code: run.status };
  const path = `/api/v1/runs/${run.id}/retry`;
  const body = { from: "destination" };
  const { run_id } = await world.client.post<{ run_id: string }>(path, body, `go on ${run.id}`);
  const again = await endOf(world, run_id);
  if (again.status === "success") return { code };
  const text = `${name}: the run from the destination ended with ${again.error_code}: ${again.error_message}`;
  return { code, finding: found("stuck", text) };
}

async function endOf({ client }: World, id: string) {
  const run = await awaitEnd(client, id, Date.now() + runMs);
  if (run === undefined) throw new Error(`run ${id} has not ended after ${runMs / 1_000} s`);
  return run;
}

/** @returns what has not ended. */
export async function findOpenRuns(world: World): Promise<string[]> {
  return (await query<{ what: string }>(world.metadataUrl, openRuns)).map(({ what }) => what);
}

async function isSaid({ client }: World): Promise<boolean> {
  for (const deadline = Date.now() + saidMs; Date.now() < deadline;) {
    const { problems } = await client.get<System>("/api/v1/system");
    if (problems.some(({ code }) => code === "metadata_rolled_back")) return true;
    await sleep(500);
  }
  return false;
}
