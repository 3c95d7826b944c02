import { dataOf, toResultLine, type Client, type components } from "@datamantri/client";

import { connect } from "../connection.ts";
import { pipelineNamed } from "../lists.ts";
import { toTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { follow, getRun, showEvents } from "./run-following.ts";

const listed = 20;

export type RetryFrom = NonNullable<components["schemas"]["RetryInput"]["from"]>;

/** Starts a run; with `isFollowed` shows its events until it ends. @returns false if it failed. */
export async function run(terminal: Terminal, name: string, isFollowed: boolean): Promise<boolean> {
  const client = await connect(terminal.environment);
  const { id } = await pipelineNamed(client, name);
  const { run_id } = await dataOf(client.POST("/api/v1/pipelines/{id}/trigger", { params: { path: { id } } }));
  return showStarted(terminal, client, run_id, isFollowed);
}

/** Lists the newest runs, of one pipeline or of all. */
export async function runs(terminal: Terminal, name?: string): Promise<void> {
  const client = await connect(terminal.environment);
  const pipeline = name === undefined ? {} : { pipeline_id: (await pipelineNamed(client, name)).id };
  const rows = await dataOf(client.GET("/api/v1/runs", { params: { query: { limit: listed, ...pipeline } } }));
  const cells = rows.map(({ id, start_time, status, records_processed, pipeline_name, error_code }) => {
    const rowCount = `${records_processed.toLocaleString("en-US")} rows`;
    return [start_time.replace(/\.\d+/, ""), id, status, pipeline_name, rowCount, error_code ?? ""];
  });
  terminal.show(rows, toTable(cells, 3, terminal.columns));
}

/** Prints a run's log; `isFollowed` continues until the run ends. */
export async function logs(terminal: Terminal, id: string, isFollowed: boolean): Promise<void> {
  const client = await connect(terminal.environment);
  if (isFollowed) await follow(terminal, client, id);
  else await showEvents(terminal, client, id);
}

/** Retries a run, from where `from` says. @returns like `run`. */
export async function retry(
  terminal: Terminal,
  id: string,
  { from, isFollowed }: { readonly from: RetryFrom; readonly isFollowed: boolean },
): Promise<boolean> {
  const client = await connect(terminal.environment);
  const { run_id } = await dataOf(client.POST("/api/v1/runs/{id}/retry", { params: { path: { id } }, body: { from } }));
  return showStarted(terminal, client, run_id, isFollowed);
}

/** Undoes a run: the target gets back the rows that it had before. @returns like `run`. */
export async function undo(terminal: Terminal, id: string, isFollowed: boolean): Promise<boolean> {
  const client = await connect(terminal.environment);
  const { run_id } = await dataOf(client.POST("/api/v1/runs/{id}/undo", { params: { path: { id } } }));
  return showStarted(terminal, client, run_id, isFollowed);
}

export async function cancel(terminal: Terminal, id: string): Promise<void> {
  const client = await connect(terminal.environment);
  const { message } = await dataOf(client.POST("/api/v1/runs/{id}/cancel", { params: { path: { id } } }));
  terminal.show(terminal.isJson ? await getRun(client, id) : undefined, [message]);
}

async function showStarted(terminal: Terminal, client: Client, id: string, isFollowed: boolean): Promise<boolean> {
  if (!isFollowed && terminal.isJson) {
    const { pipeline_name: pipeline, status, start_time } = await getRun(client, id);
    terminal.show({ run_id: id, pipeline, status, start_time }, []);
    return true;
  }
  if (!terminal.isJson) terminal.print(`run ${id}`);
  if (!isFollowed) return true;
  const ended = await follow(terminal, client, id);
  terminal.show(ended, [`${ended.pipeline_name}: ${toResultLine(ended)}`]);
  return ended.status === "success";
}
