/**
 * Compares the ledger with what the registry knows: which run of the pipeline was finalized last. They differ after an older
 * state of either database has come back, and then another run would add rows twice, or leave a gap.
 */
import type pg from "pg";

import { noRunBefore, noWatermark, type LedgerProgress, type Watermark } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";
import type { RolledBackCode } from "@datamantri/api/values";

import { ask, tableExists } from "../connect/ask.ts";
import { ensureLedger } from "./ensure-ledger.ts";

const columnExists = `
  select exists (
    select from pg_attribute where attrelid = to_regclass('datamantri.runs') and attname = $1 and not attisdropped
  ) as answer
`;

const isFinalized = `
  select exists (select from datamantri.runs where run_id = $1 and state = 'finalized') as answer
`;

const findFollower = `
  select run_id as id
  from datamantri.runs
  where follows = $1 and state = 'finalized' and run_id <> $2
  limit 1
`;

const findAny = `
  select run_id as id
  from datamantri.runs
  where pipeline_id = $1 and state = 'finalized' and run_id <> $2
  limit 1
`;

/** First a run that no other follows; of several, as after runs of older loaders, that which was closed last. */
const lastFirst = `
  order by
    exists (
      select from datamantri.runs as later
      where later.follows = runs.run_id and later.state = 'finalized'
    ),
    closed_at desc
  limit 1
`;

const findLast = `
  select run_id as id
  from datamantri.runs
  where pipeline_id = $1 and target = $2 and state = 'finalized'
  ${lastFirst}
`;

/** Backfills and undos leave none. */
const findWatermark = `
  select run_id as id, watermark
  from datamantri.runs
  where pipeline_id = $1 and target = $2 and state = 'finalized' and watermark ->> 'column' <> ''
  ${lastFirst}
`;

const cause =
  "an older state of the destination has come back, such as a standby that was promoted too early, or a backup";

/** Why a run must not go on before a person has looked. */
export interface RolledBack {
  readonly code: RolledBackCode;
  readonly message: string;
}

export interface FollowingRun {
  readonly runId: string;
  readonly pipelineId: string;
  /** See PrepareRun. */
  readonly followsRunId: string;
}

/** @returns null if the ledger says the same as the registry, which has released the run. */
export async function findRolledBack(
  client: pg.PoolClient,
  { runId, pipelineId, followsRunId: followed }: FollowingRun,
): Promise<RolledBack | null> {
  if (followed === "") return null;
  const isFirst = followed === noRunBefore;
  const hasLedger = await ask(client, tableExists, "datamantri.runs");
  if (isFirst && !hasLedger) return null;
  if (!isFirst && !(hasLedger && (await ask(client, isFinalized, followed)))) {
    const message = `the destination's ledger does not have run ${followed}, which was finalized there: ${cause}`;
    return { code: "sink_rolled_back", message };
  }
  if (!isFirst && !(await hasFollowing(client))) return null;
  const { rows } = isFirst
    ? await client.query<{ id: string }>(findAny, [pipelineId, runId])
    : await client.query<{ id: string }>(findFollower, [followed, runId]);
  if (rows.length === 0) return null;
  const known = isFirst
    ? "but the registry knows no run of the pipeline that has succeeded"
    : `after run ${followed}, which is the last of the pipeline that the registry knows`;
  const message = `the destination's ledger has run ${rows[0]!.id} ${known}: an older state of the metadata database has come back`;
  return { code: "metadata_rolled_back", message };
}

/** The ledger has no entry of a run that was prepared there. */
export function lostRun(runId: string): PipelineError {
  return new PipelineError("sink_rolled_back", `the destination's ledger has no entry of this run: ${cause}`, {
    run_id: runId,
  });
}

/** The ledger has fewer rows than loaders have committed. */
export function lostRows(runId: string, count: number): PipelineError {
  const message = `the destination's ledger lacks ${count} rows of this run that were loaded there: ${cause}`;
  return new PipelineError("sink_rolled_back", message, { run_id: runId });
}

/** @throws PipelineError if an older state of either database has come back. */
export async function assertFollows(client: pg.PoolClient, run: FollowingRun): Promise<void> {
  const rolledBack = await findRolledBack(client, run);
  if (rolledBack !== null) throw new PipelineError(rolledBack.code, rolledBack.message, { follows: run.followsRunId });
}

/** Reads how far the pipeline's finalized runs have come. Migrates an older ledger. */
export async function readProgress(client: pg.PoolClient, pipelineId: string, target: string): Promise<LedgerProgress> {
  if (!(await hasFollowing(client))) await ensureLedger(client);
  const last = await client.query<{ id: string }>(findLast, [pipelineId, target]);
  const { rows } = await client.query<{ id: string; watermark: Watermark }>(findWatermark, [pipelineId, target]);
  const [found] = rows;
  return {
    run_id: last.rows[0]?.id ?? null,
    watermark: found?.watermark ?? noWatermark,
    watermark_of: found?.id ?? null,
  };
}

/** @returns false if there is none, or it is of an older loader: its runs follow none. */
function hasFollowing(client: pg.PoolClient): Promise<boolean> {
  return ask(client, columnExists, "follows");
}
