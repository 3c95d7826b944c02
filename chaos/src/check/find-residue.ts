/** What a seed has not finished, or left behind. */
import { JetStream } from "../world/jetstream.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { readStagingTables, stagingOf } from "./read-facts.ts";

interface Named {
  readonly what: string;
}

/** In the metadata database. */
const openRuns = `
  select 'run ' || id || ' is ' || state || coalesce(' (' || waiting_reason || ')', '') as what from runs where ended_at is null
  union all
  select 'the outbox has ' || count(*) || ' messages' from outbox having count(*) > 0
`;

/** Sessions that hold something; those that work right now come and go. */
const sessions = `
  select 'a session of ' || usename || ' is ' || state || ': ' || left(query, 80) as what
  from pg_stat_activity
  where usename in ('warehouse', 'datamantri_registry') and state like 'idle in transaction%'
    and state_change < now() - interval '3 seconds'
  union all
  select 'an advisory lock is held for ' || round(extract(epoch from now() - min(query_start))) || ' s'
  from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and query_start < now() - interval '5 seconds'
  having count(*) > 0
`;

const resumable = `select id from runs where resumable_until is not null`;

/** @returns a line for each; none when everything has settled. */
export async function findResidue(world: World): Promise<string[]> {
  const lines = await Promise.all([
    named(world.metadataUrl, openRuns),
    named(world.metadataUrl, sessions),
    named(world.destinationUrl, sessions),
    findStaging(world),
    findMessages(world),
  ]);
  return lines.flat();
}

async function named(url: string, statement: string): Promise<string[]> {
  return (await query<Named>(url, statement)).map(({ what }) => what);
}

/** Staging tables of runs that nobody can resume. */
async function findStaging(world: World): Promise<string[]> {
  const kept = new Set((await query<{ id: string }>(world.metadataUrl, resumable)).map(({ id }) => stagingOf(id)));
  return (await readStagingTables(world)).filter((name) => !kept.has(name)).map((name) => `table datamantri.${name}`);
}

async function findMessages(world: World): Promise<string[]> {
  await using jetstream = await JetStream.connect(world.nats.url);
  return await jetstream.findWaiting();
}
