import { setTimeout as delay } from "node:timers/promises";

import { dataOf, type Client, type components } from "@datamantri/client";

import { connect } from "../connection.ts";
import { pipelineNamed } from "../lists.ts";
import type { Terminal } from "../terminal.ts";

type Run = components["schemas"]["RunDetail"];

/** Between two looks at a run that is followed. */
const followMs = 500;

const listed = 20;

/** Starts a run; `isFollowed` tells what happens until it ends. @returns whether it did not fail. */
export async function run(terminal: Terminal, name: string, isFollowed: boolean): Promise<boolean> {
  const client = await connect(terminal.environment);
  const { id } = await pipelineNamed(client, name);
  const { task_id } = await dataOf(client.POST("/api/v1/pipelines/{id}/trigger", { params: { path: { id } } }));
  return printStarted(terminal, client, task_id, isFollowed);
}

/** The newest runs, of one pipeline or of all. */
export async function runs(terminal: Terminal, name?: string): Promise<void> {
  const client = await connect(terminal.environment);
  const pipeline = name === undefined ? {} : { pipeline_id: (await pipelineNamed(client, name)).id };
  const rows = await dataOf(client.GET("/api/v1/runs", { params: { query: { limit: listed, ...pipeline } } }));
  for (const { id, start_time, status, records_processed, pipeline_name, error_code } of rows) {
    const rowCount = `${records_processed.toLocaleString("en-US")} rows`;
    terminal.print([start_time, id, status.padEnd(9), pipeline_name, rowCount, error_code ?? ""].join("  ").trimEnd());
  }
}

/** A run's log; `isFollowed` goes on until it ends. */
export async function logs(terminal: Terminal, id: string, isFollowed: boolean): Promise<void> {
  const client = await connect(terminal.environment);
  if (isFollowed) await follow(terminal, client, id);
  else await printEvents(terminal, client, id, undefined);
}

/** Repeats a run; `isResumed` goes on from where it failed instead of at the start. @returns as `run` does. */
export async function retry(
  terminal: Terminal,
  id: string,
  { isResumed, isFollowed }: { readonly isResumed: boolean; readonly isFollowed: boolean },
): Promise<boolean> {
  const client = await connect(terminal.environment);
  const body = { from: isResumed ? ("failure" as const) : ("start" as const) };
  const { task_id } = await dataOf(client.POST("/api/v1/runs/{id}/retry", { params: { path: { id } }, body }));
  return printStarted(terminal, client, task_id, isFollowed);
}

export async function cancel(terminal: Terminal, id: string): Promise<void> {
  const client = await connect(terminal.environment);
  const { message } = await dataOf(client.POST("/api/v1/runs/{id}/cancel", { params: { path: { id } } }));
  terminal.print(message);
}

async function printStarted(terminal: Terminal, client: Client, id: string, isFollowed: boolean): Promise<boolean> {
  terminal.print(`run ${id}`);
  if (!isFollowed) return true;
  const { status } = await follow(terminal, client, id);
  return status === "success";
}

async function follow(terminal: Terminal, client: Client, id: string): Promise<Run> {
  let last: string | undefined;
  for (;;) {
    // In this order, or the last events could be missed.
    const run = await dataOf(client.GET("/api/v1/runs/{id}", { params: { path: { id } } }));
    last = await printEvents(terminal, client, id, last);
    if (run.end_time !== null) return run;
    await delay(followMs);
  }
}

/** @returns where to go on. */
async function printEvents(terminal: Terminal, client: Client, id: string, after: string | undefined) {
  let cursor = after;
  for (;;) {
    const params = { path: { id }, query: cursor === undefined ? {} : { cursor } };
    const events = await dataOf(client.GET("/api/v1/runs/{id}/events", { params }));
    for (const { occurred_at, message } of events) terminal.print(`${occurred_at} ${message}`);
    const lastEvent = events.at(-1);
    if (lastEvent === undefined) return cursor;
    cursor = String(lastEvent.id);
  }
}
