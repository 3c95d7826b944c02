/** What the users of a seed's pipelines do: they change sources, start, cancel and resume runs, and replay rejects. */
import { setTimeout as sleep } from "node:timers/promises";

import type { Random } from "../plan/random.ts";
import { Refused, type Client } from "../world/client.ts";
import type { ChaosPipeline } from "./pipeline.ts";

interface RunView {
  readonly id: string;
  readonly status: string;
  readonly end_time: string | null;
  readonly records_rejected: number;
  readonly resumable_until: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
}

/** Users begin nothing new after this time, and wait for no run any longer. */
const workMs = 6_000;

export async function runScript(pipeline: ChaosPipeline, client: Client, random: Random): Promise<void> {
  const { shape } = pipeline;
  const deadline = Date.now() + workMs;
  if (shape.isStream || shape.isScheduled) return changeOften(pipeline, random);
  if (shape.isResumed) await failAndResume(pipeline, client, deadline);
  const rounds = random.integer(2, 3);
  for (let round = 0; round < rounds && Date.now() < deadline; round++) {
    if (round > 0 || shape.isResumed) await pipeline.change();
    const runId = await pipeline.trigger(`round ${round}`);
    // While it is read, perhaps.
    if (random.isTrue(0.5)) {
      await sleep(random.integer(0, 400));
      await pipeline.change();
    }
    if (shape.isCancelled && random.isTrue(0.6)) {
      await sleep(random.integer(0, 1_500));
      await cancel(client, runId);
    }
    if (random.isTrue(0.3)) await pipeline.trigger(`round ${round}, again`);
    await awaitEnd(client, runId, deadline);
    if (shape.isUndone) await undo(pipeline, client, runId, deadline);
  }
  if (shape.hasBadRows) await replayRejects(pipeline, client, deadline);
}

async function changeOften(pipeline: ChaosPipeline, random: Random): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await sleep(random.integer(300, 1_500));
    await pipeline.change();
  }
}

async function failAndResume(pipeline: ChaosPipeline, client: Client, deadline: number): Promise<void> {
  await pipeline.refuseRows();
  const runId = await pipeline.trigger("to fail");
  const run = await awaitEnd(client, runId, deadline);
  await pipeline.takeRows();
  if (run?.resumable_until == null) return;
  await retryFromFailure(pipeline, client, runId, deadline);
}

async function retryFromFailure(
  pipeline: ChaosPipeline,
  client: Client,
  runId: string,
  deadline: number,
): Promise<void> {
  try {
    const path = `/api/v1/runs/${runId}/retry`;
    const { run_id } = await client.post<{ run_id: string }>(path, { from: "failure" }, `resume ${runId}`);
    pipeline.accepted.push(run_id);
    await awaitEnd(client, run_id, deadline);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** The target may have no former rows, or a newer run has replaced them. */
async function undo(pipeline: ChaosPipeline, client: Client, runId: string, deadline: number): Promise<void> {
  try {
    const { run_id } = await client.post<{ run_id: string }>(`/api/v1/runs/${runId}/undo`, {}, `undo ${runId}`);
    pipeline.accepted.push(run_id);
    await awaitEnd(client, run_id, deadline);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

/** Too late, or too early, is no fault. */
async function cancel(client: Client, runId: string): Promise<void> {
  await client.post(`/api/v1/runs/${runId}/cancel`).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
}

async function replayRejects(pipeline: ChaosPipeline, client: Client, deadline: number): Promise<void> {
  await pipeline.takeBadRows();
  for (const runId of new Set(pipeline.accepted)) {
    const run = await awaitEnd(client, runId, deadline);
    if (run?.status !== "success" || run.records_rejected === 0) continue;
    try {
      await client.post(`/api/v1/runs/${runId}/rejects/replay`, {}, `replay ${runId}`);
      pipeline.replayed.push(runId);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

/** @returns undefined if it has not ended by then. */
export async function awaitEnd(client: Client, runId: string, deadline: number): Promise<RunView | undefined> {
  while (Date.now() < deadline) {
    const run = await client.get<RunView>(`/api/v1/runs/${runId}`).catch((error: unknown) => {
      // It was accepted, and may be made later.
      if (error instanceof Refused && error.status === 404) return undefined;
      throw error;
    });
    if (run !== undefined && run.end_time !== null) return run;
    await sleep(150);
  }
  return undefined;
}
