/**
 * After an older state of the metadata database: that is said, every run that it knows ends, and targets have what the ledger
 * says, once. Which runs it has forgotten is not made again (docs/reliability.md).
 */
import { setTimeout as sleep } from "node:timers/promises";

import type { ChaosPipeline } from "../workload/pipeline.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { checkRows, type Success } from "./check-rows.ts";
import type { Checked } from "./check-world.ts";
import { found, type Finding } from "./findings.ts";
import { readLedger, readTarget } from "./read-facts.ts";

/** A pass of the reconciler, and the gateway's next question. */
const saidMs = 30_000;

interface System {
  readonly problems: readonly { readonly code: string }[];
}

/** Runs that have begun and not ended. */
const openRuns = `select 'run ' || id || ' is ' || state as what from runs where ended_at is null`;

export async function checkRolledBack(world: World, pipelines: readonly ChaosPipeline[]): Promise<Checked> {
  const findings: Finding[] = [];
  if (!(await isSaid(world)))
    findings.push(found("untrue", "nobody said that the metadata database is older than before"));
  let rowsChecked = 0;
  const ledger = await readLedger(
    world,
    pipelines.map(({ id }) => id),
  );
  for (const pipeline of pipelines) {
    const { table, shape, states, ownRows, id } = pipeline;
    const rows = await readTarget(world, pipeline);
    rowsChecked += rows.length;
    const finalized = ledger.filter(({ pipelineId, state }) => pipelineId === id && state === "finalized");
    // Which runs rejected rows, and which were replayed, was forgotten.
    if (shape.hasBadRows) continue;
    const successes = finalized.map(({ runId }): Success => {
      return { runId, lowest: 0, highest: states.length - 1, rejects: false, isReplayed: false };
    });
    const known = states.map((state) => state.rows);
    findings.push(...checkRows({ table, writeMode: shape.writeMode, states: known, successes, ownRows, rows }));
  }
  return { findings, rowsChecked, ends: {}, failures: [] };
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
