/**
 * Former states of targets, for undo: the rows that a target had before a run replaced them. Each is a table of the
 * ledger's schema; datamantri.previous_states has their stack for each target. Targets are quoted.
 */
import type pg from "pg";

import { previousTableName } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { quoteIdentifier, quoteTable } from "../columns/identifiers.ts";
import { ask } from "../connect/ask.ts";
import { attempt } from "../target/attempt.ts";
import { ledgerSchema } from "./ledger.ts";

/** A user who does not own the ledger was perhaps granted the tables that it had then. */
const mayUse = `
  select coalesce(
    (
      select has_table_privilege(oid, 'SELECT') and has_table_privilege(oid, 'INSERT')
        and has_table_privilege(oid, 'UPDATE') and has_table_privilege(oid, 'DELETE')
      from pg_class where oid = to_regclass($1)
    ),
    false
  ) as answer
`;

/** Oldest first. Tables of a user of whom this one is no member are none of its business. */
const stackOf = `
  select run_id as "runId", relation, last_run_id as "lastRunId"
  from datamantri.previous_states
  left join pg_class on pg_class.oid = to_regclass('datamantri.' || quote_ident(relation))
  where target = $1 and (relowner is null or pg_has_role(relowner, 'USAGE'))
  order by position
`;

/** The run that is being finalized is still open. */
const lastWriter = `
  select run_id as id
  from datamantri.runs
  where target = $1 and state = 'finalized'
  order by closed_at desc
  limit 1
`;

/** Rejects that another run replayed into the target. Those of the run that replaced its rows ($3) are undone with it. */
const replayedSince = `
  select rejects.run_id as id
  from datamantri.rejects
  join datamantri.runs as last on last.run_id = $2
  where rejects.target = $1 and rejects.run_id <> $3 and rejects.replayed_at >= last.closed_at
  limit 1
`;

const push = `
  insert into datamantri.previous_states (run_id, target, relation, last_run_id) values ($1, $2, $3, $1)
`;

const forget = "delete from datamantri.previous_states where run_id = any ($1)";

const continueWith = "update datamantri.previous_states set last_run_id = $2 where run_id = $1";

/** SQLSTATE dependent_objects_still_exist */
const isReferred = "2BP01";

const table = `${ledgerSchema}.previous_states`;

interface Entry {
  readonly runId: string;
  readonly relation: string;
  /** The run that wrote the target last while this entry is on top. */
  readonly lastRunId: string;
}

/** Table that keeps the rows from before the run, quoted. */
export function previousTable(runId: string): string {
  return quoteTable(ledgerSchema, previousTableName(runId));
}

/** @throws PipelineError `sink_permission_denied` with the statement that lets the user keep former states. */
export async function assertMayKeep(client: pg.PoolClient, user: string): Promise<void> {
  if (await ask(client, mayUse, table)) return;
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${quoteIdentifier(user)}`;
  const reason = `the user "${user}" may not write to ${table}, which keep_previous needs`;
  throw new PipelineError("sink_permission_denied", `${reason}. Run: ${grant}`);
}

/**
 * Drops former states that will not be kept: all of them if the target was changed by something that keeps nothing, otherwise
 * the oldest.
 *
 * @param limit number of states to leave; 0 drops all.
 * @returns lines for the run's log.
 */
export async function leavePrevious(client: pg.PoolClient, target: string, limit: number): Promise<readonly string[]> {
  if (!(await ask(client, mayUse, table))) return [];
  const entries = await readStack(client, target);
  if (entries.length === 0) return [];
  const isValid = limit > 0 && (await findOtherWriter(client, target, entries.at(-1)!)) === null;
  return dropEntries(client, isValid ? entries.slice(0, Math.max(entries.length - limit, 0)) : entries);
}

/** Enters a run, whose former rows are in `previousTable`. The caller holds the target's lock. */
export async function pushPrevious(client: pg.PoolClient, target: string, runId: string): Promise<void> {
  await client.query(push, [runId, target, previousTableName(runId)]);
}

/** @returns the runs that can be undone one after the other, beginning with the last. */
export async function readUndoable(client: pg.PoolClient, target: string): Promise<readonly string[]> {
  if (!(await ask(client, mayUse, table))) return [];
  return (await readStack(client, target)).map(({ runId }) => runId);
}

/** @throws PipelineError `conflict` with the reason why the run cannot be undone. */
export async function assertUndoable(client: pg.PoolClient, target: string, runId: string): Promise<void> {
  const reason = await whyNot(client, target, runId);
  if (reason !== null) throw new PipelineError("conflict", `run ${runId} cannot be undone: ${reason}`);
}

async function whyNot(client: pg.PoolClient, target: string, runId: string): Promise<string | null> {
  const entries = (await ask(client, mayUse, table)) ? await readStack(client, target, true) : [];
  const top = entries.at(-1);
  if (top === undefined || !entries.some((entry) => entry.runId === runId)) {
    return `the rows that ${target} had before it are not kept`;
  }
  if (top.runId !== runId) return `run ${top.runId} has replaced the rows of ${target} since. Undo that one first`;
  const other = await findOtherWriter(client, target, top);
  return other === null ? null : `run ${other} has written ${target} since`;
}

/** Removes the undone run, which is on top. The caller holds the target's lock. */
export async function popPrevious(
  client: pg.PoolClient,
  target: string,
  { undone, undoing }: { readonly undone: string; readonly undoing: string },
): Promise<void> {
  await client.query(forget, [[undone]]);
  const top = (await readStack(client, target)).at(-1);
  if (top !== undefined) await client.query(continueWith, [top.runId, undoing]);
}

/** @param isLocked true if nobody may drop them until the transaction ends. */
async function readStack(client: pg.PoolClient, target: string, isLocked = false): Promise<readonly Entry[]> {
  const { rows } = await client.query<Entry>(`${stackOf} ${isLocked ? "for update of previous_states" : ""}`, [target]);
  return rows;
}

/** @returns a run that has written the target since, and has kept nothing. */
async function findOtherWriter(
  client: pg.PoolClient,
  target: string,
  { runId, lastRunId }: Entry,
): Promise<string | null> {
  const last = await client.query<{ id: string }>(lastWriter, [target]);
  const writer = last.rows[0]?.id ?? runId;
  if (writer !== lastRunId) return writer;
  const replayed = await client.query<{ id: string }>(replayedSince, [target, lastRunId, runId]);
  return replayed.rows[0]?.id ?? null;
}

/** A table on which something of somebody else's depends stays, and its entry goes: no run fails for it. */
async function dropEntries(client: pg.PoolClient, entries: readonly Entry[]): Promise<readonly string[]> {
  if (entries.length === 0) return [];
  // First, because an undo locks the entries before it takes a table.
  await client.query(forget, [entries.map(({ runId }) => runId)]);
  const lines: string[] = [];
  for (const { relation } of entries) {
    const kept = quoteTable(ledgerSchema, relation);
    const drop = () => client.query(`drop table if exists ${kept}`);
    const refused = await attempt(client, drop, ({ code }) => code === isReferred);
    if (refused !== null) lines.push(`${kept} stays, because other objects depend on it: drop it yourself`);
  }
  return lines;
}
