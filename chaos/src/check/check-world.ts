/** Checks everything that a seed has done. */
import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "@datamantri/testkit";

import { comparedSince, readGeneration } from "../faults/compared-since.ts";
import { Random } from "../plan/random.ts";
import { EventClient } from "../workload/event-client.ts";
import type { ChaosPipeline, DatedState } from "../workload/pipeline.ts";
import { JetStream } from "../world/jetstream.ts";
import { query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { checkEnds, checkLedger } from "./check-ends.ts";
import { checkFailures, type Causes } from "./check-failures.ts";
import { checkRunEvents, checkStreamed } from "./check-events.ts";
import { checkRows, type Success } from "./check-rows.ts";
import { checkSchedule, type OccurrenceFact } from "./check-schedule.ts";
import type { RunFact } from "./facts.ts";
import { found, type Finding } from "./findings.ts";
import { readEventFacts, readLedger, readRuns, readTarget } from "./read-facts.ts";

export interface Checked {
  readonly findings: readonly Finding[];
  readonly rowsChecked: number;
  readonly ends: Readonly<Record<string, number>>;
  /** Why runs failed. */
  readonly failures: readonly string[];
}

export async function checkWorld(
  world: World,
  pipelines: readonly ChaosPipeline[],
  client: EventClient,
  causes: Causes,
): Promise<Checked> {
  const ids = pipelines.map(({ id }) => id);
  const [runs, ledger, events] = await Promise.all([
    readRuns(world, ids),
    readLedger(world, ids),
    readEventFacts(world, ids),
  ]);
  const findings: Finding[] = [
    ...checkEnds(
      runs,
      ledger,
      pipelines.flatMap(({ accepted }) => accepted),
    ),
    ...checkLedger(runs, ledger),
    ...checkFailures(runs, causes),
    ...checkRunEvents(
      runs.map(({ id }) => id),
      events,
    ),
    ...(await checkClient(world, client)),
  ];
  let rowsChecked = 0;
  for (const pipeline of pipelines) {
    const own = runs.filter(({ pipelineId }) => pipelineId === pipeline.id);
    const rows = await readTarget(world, pipeline);
    rowsChecked += rows.length;
    const { table, shape, states, ownRows } = pipeline;
    const known = states.map((state) => state.rows);
    const successes = toSuccesses(own, pipeline);
    findings.push(
      ...checkRows({ table, writeMode: shape.writeMode, states: known, successes, ownRows, rows }),
      ...own
        .filter(({ replayedCount, rejectedCount }) => replayedCount > rejectedCount)
        .map(({ id }) => found("duplicated", `run ${id} replayed more rows than it rejected`)),
      ...pipeline.replayed
        .filter((id) => own.some((run) => run.id === id && run.replayedCount < run.rejectedCount))
        .map((id) => found("untrue", `the replay of run ${id} was accepted, and has not loaded its rows`)),
    );
    if (shape.isScheduled) findings.push(...(await checkOccurrences(world, pipeline, own)));
  }
  const ends = Object.fromEntries(
    [...Map.groupBy(runs, ({ state, errorCode }) => (errorCode ? `${state} ${errorCode}` : state))].map(([end, of]) => [
      end,
      of.length,
    ]),
  );
  const failures = runs.flatMap(({ state, errorCode, errorMessage }) =>
    state === "failed" ? [`${errorCode}: ${errorMessage}`] : [],
  );
  return { findings, rowsChecked, ends, failures };
}

/** An undo gives back what the target had before the undone run. */
export function toSuccesses(runs: readonly RunFact[], pipeline: ChaosPipeline): Success[] {
  /** What the target has had, and can have again; the last one is there. */
  const stack: Success[] = [];
  return runs
    .filter(({ state }) => state === "success")
    .map((run) => {
      if (run.undoOf === null) stack.push(toSuccess(run, runs, pipeline));
      else if (stack.at(-1)?.runId === run.undoOf) stack.pop();
      return { ...(stack.at(-1) ?? nothingBefore), runId: run.id };
    });
}

/** An undo without a run before it has nothing to give back: its rows cannot be right. */
const nothingBefore = { lowest: -1, highest: -1, rejects: false, isReplayed: false } as const;

function toSuccess(
  run: RunFact,
  runs: readonly RunFact[],
  { states, takesBadRowsSince, shape }: ChaosPipeline,
): Success {
  const planned = rootOf(run, runs);
  return {
    runId: run.id,
    lowest: lastIndex(states, ({ doneMs }) => doneMs <= planned.createdMs),
    highest: lastIndex(states, ({ begunMs }) => begunMs <= (run.endedMs ?? Number.POSITIVE_INFINITY)),
    rejects: shape.hasBadRows === true && run.rejectedCount > 0,
    isReplayed: run.createdMs >= takesBadRowsSince || run.replayedCount > 0,
  };
}

/** The run that read the source first. */
function rootOf(run: RunFact, runs: readonly RunFact[]): RunFact {
  const before = run.isResumed && runs.find(({ id }) => id === run.retryOf);
  return before ? rootOf(before, runs) : run;
}

function lastIndex(states: readonly DatedState[], is: (state: DatedState) => boolean): number {
  return Math.max(0, states.findLastIndex(is));
}

async function checkOccurrences(world: World, pipeline: ChaosPipeline, runs: readonly RunFact[]): Promise<Finding[]> {
  const occurrences = await query<OccurrenceFact>(
    world.metadataUrl,
    `select extract(epoch from scheduled_for)::float8 * 1000 as "scheduledForMs", status, reason
     from occurrences where pipeline_id = $1`,
    [pipeline.id],
  );
  const runsFor = runs.flatMap(({ scheduledForMs }) => (scheduledForMs === null ? [] : [scheduledForMs]));
  // Missing times are found only after a minute: the standing schedules show those.
  const one = { name: pipeline.table.name, occurrences, runsFor, everyMs: 2_000, dueFromMs: 1, dueUntilMs: 0 };
  return checkSchedule(one, Date.now());
}

/** A gateway finds out after so long that NATS does not answer any more, and connects again. */
const noticedMs = 45_000;

async function checkClient(world: World, client: EventClient): Promise<Finding[]> {
  // Only then clients can know of an older store of NATS.
  await comparedSince(world, await readGeneration(world));
  await using jetstream = await JetStream.connect(world.nats.url);
  for (const deadline = Date.now() + noticedMs; ; await sleep(100)) {
    const from = client.beginsAfter!;
    const isCurrent = (await currentEpoch(world)) === from.epoch;
    const stored = await jetstream.readEvents(from.sequence);
    const last = stored.at(-1)?.sequence ?? 0;
    const isOver = Date.now() > deadline;
    const findings = checkStreamed(client.received, stored);
    // A gateway may still have to find out, and tell its client, that ids mean other events.
    if (isCurrent && (isOver || (client.lastSequence >= last && findings.length === 0))) return findings;
    if (isOver) return [found("untrue", "a client of events was not told that ids mean other events than before")];
  }
}

/** As the ids of events begin for a client that connects now. */
async function currentEpoch({ client }: World): Promise<string> {
  const fresh = new EventClient(client, new Random(0));
  fresh.stayConnected();
  fresh.start();
  try {
    await waitFor(() => fresh.isConnected, { what: "an event stream to begin", timeoutMs: noticedMs });
    return fresh.beginsAfter!.epoch;
  } finally {
    await fresh.stop();
  }
}
