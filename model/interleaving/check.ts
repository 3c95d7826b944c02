/** What must hold after every interleaving. */
import { endingEventNames, eventType } from "../../packages/contracts/src/subjects.ts";
import { rowsPerRun } from "../services/extractor.ts";
import { everyMs, pipelines } from "../world/databases.ts";
import type { World } from "../world/world.ts";

interface RunRow {
  readonly id: string;
  readonly pipeline_id: string;
  readonly state: string;
  readonly error_code: string | null;
  readonly is_kept: boolean;
  /** The run that it resumes. */
  readonly resumed: string | null;
  /** Runs whose staging table it may still have to take over. */
  readonly holders: readonly string[];
}

/** @returns what does not hold, in words. */
export async function findViolations(world: World): Promise<readonly string[]> {
  const runs = await world.databases.metadata.rows<RunRow>(
    `select id, pipeline_id, state, error_code, resumable_until is not null as is_kept,
      case when resumed_row_count is not null then retry_of end as resumed, resumed_run_ids as holders
    from runs order by created_at, id`,
  );
  return [
    ...runs.flatMap((run) => checkEnd(world, run)),
    ...(await checkRows(world, runs)),
    ...checkAnswers(world, runs),
    ...(await checkDueTimes(world)),
    ...(await checkResidue(world, runs)),
  ];
}

const ends = new Set(["success", "failed", "cancelled", "skipped"]);

/** A run has one end. */
function checkEnd(world: World, { id, state }: RunRow): string[] {
  const name = world.nameOf(id);
  const types = endingEventNames.map((ending) => eventType(ending));
  const said = types.filter((type) => world.broker.hasEverStored(`${id}.${type}`));
  return [
    ...(ends.has(state) ? [] : [`${name} has no end: it is ${state}`]),
    ...(said.length > 1 ? [`events say more than one end of ${name}: ${said.join(", ")}`] : []),
  ];
}

interface TargetRow {
  readonly run: string;
  readonly n: number;
}

/**
 * Its end is true: a successful run's rows are in the target once, and no others. A run that resumes another one moves what
 * that one has read, so the rows of both are looked at together.
 */
async function checkRows(world: World, runs: readonly RunRow[]): Promise<string[]> {
  const found: string[] = [];
  const firstOf = new Map<string, string>();
  for (const { id, resumed } of runs) firstOf.set(id, resumed === null ? id : firstOf.get(resumed)!);
  for (const { id: pipelineId, table } of pipelines) {
    const rows = await world.databases.destination.rows<TargetRow>(`select run, n::int as n from ${table}`);
    const byFirst = Map.groupBy(rows, ({ run }) => firstOf.get(run) ?? run);
    for (const [first, chain] of Map.groupBy(runs, ({ id }) => firstOf.get(id)!)) {
      if (chain[0]!.pipeline_id !== pipelineId) continue;
      const there = byFirst.get(first) ?? [];
      byFirst.delete(first);
      const values = new Set(there.map(({ n }) => n)).size;
      const names = chain.map(
        ({ id, state, error_code: code }) => `${world.nameOf(id)} is ${state}${code === null ? "" : ` (${code})`}`,
      );
      const subject = names.join(", ");
      const wanted = chain.filter(({ state }) => state === "success").length * rowsPerRun;
      if (there.length > values) found.push(`${subject}, and ${there.length - values} rows are in the target twice`);
      if (values !== wanted) found.push(`${subject}, and ${values} of ${rowsPerRun} rows are in the target`);
    }
    for (const run of byFirst.keys())
      found.push(`rows of ${world.nameOf(run)} are in the target, and there is no such run`);
  }
  return found;
}

/** What a client was told will be executed was. */
function checkAnswers(world: World, runs: readonly RunRow[]): string[] {
  const states = new Map(runs.map(({ id, state }) => [id, state]));
  return world.asked
    .filter(({ answer, decision }) => answer === "accepted" && decision !== "refused")
    .flatMap(({ command, runId }) => {
      const state = states.get(runId);
      const name = world.nameOf(runId);
      if (state === undefined) return [`the ${command} of ${name} was accepted, and there is no such run`];
      // Of one whose rows may have been on their way the ledger has said that they had arrived.
      const isCancelled = state === "cancelled" || (state === "success" && world.wasAbandoned(runId));
      return command === "start" || isCancelled ? [] : [`the cancel of ${name} was accepted, and it is ${state}`];
    });
}

/** Each due time has one record, and a run if the record says so. */
async function checkDueTimes(world: World): Promise<string[]> {
  const { rows } = {
    rows: await world.databases.metadata.rows<{
      id: string;
      since: Date;
      until: Date;
      records: Date[] | null;
      unrun: number;
    }>(`
      select p.id, p.scheduled_since as since, p.checked_until as until,
        (select array_agg(o.scheduled_for order by o.scheduled_for) from occurrences o where o.pipeline_id = p.id) as records,
        (select count(*) from occurrences o where o.pipeline_id = p.id and
          (o.status in ('fired', 'late', 'caught_up')) <> exists
            (select from runs r where r.pipeline_id = p.id and r.scheduled_for = o.scheduled_for))::int as unrun
      from pipelines p`),
  };
  return rows.flatMap(({ id, since, until, records, unrun }) => {
    const { name } = pipelines.find((pipeline) => pipeline.id === id)!;
    const recorded = new Set(records?.map((at) => at.getTime()));
    const first = Math.ceil((since.getTime() + 1) / everyMs) * everyMs;
    const missing: string[] = [];
    for (let at = first; at <= until.getTime(); at += everyMs) {
      if (!recorded.has(at)) missing.push(`the due time ${new Date(at).toISOString()} of ${name} has no record`);
    }
    return [...missing, ...(unrun > 0 ? [`${unrun} due times of ${name} have another record than run`] : [])];
  });
}

/** Nothing is left but the rows of runs that can be resumed, and what the run's log says a person must drop. */
async function checkResidue(world: World, runs: readonly RunRow[]): Promise<string[]> {
  const said = await world.databases.metadata.rows<{ run_id: string }>(
    "select run_id from run_events where name = 'StepFailed' and message like 'discard failed%manually'",
  );
  const named = new Set(said.map(({ run_id }) => run_id));
  const mayHave = runs
    .filter(({ id, is_kept }) => is_kept || named.has(id))
    .flatMap(({ id, holders }) => [id, ...holders]);
  const kept = new Set(mayHave.map((id) => `staging_${id.replaceAll("-", "")}`));
  const tables = await world.databases.destination.rows<{ name: string }>(
    "select relname as name from pg_class where relname like 'staging\\_%' and relkind = 'r' and relnamespace = 'datamantri'::regnamespace",
  );
  const left = tables.filter(({ name }) => !kept.has(name));
  const ids = new Map(world.runIds().map((id) => [`staging_${id.replaceAll("-", "")}`, world.nameOf(id)]));
  return left.map(({ name }) => `the staging table of ${ids.get(name) ?? name} is left`);
}
