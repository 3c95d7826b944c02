import { setTimeout as delay } from "node:timers/promises";

import { dataOf, toProgressLine, type Client, type components } from "@datamantri/client";

import type { Terminal } from "../terminal.ts";

export type Run = components["schemas"]["RunDetail"];

/** Polling interval of a followed run. */
const followMs = 300;

/** Shows a run's events as they come, and on a terminal its progress, until it ends. */
export async function follow(terminal: Terminal, client: Client, id: string): Promise<Run> {
  let last: string | undefined;
  const meter = openMeter();
  for (;;) {
    // In this order, or the last events could be missed.
    const run = await getRun(client, id);
    last = await showEvents(terminal, client, id, last);
    const hasEnded = run.end_time !== null;
    terminal.showStatus(hasEnded ? undefined : toProgressLine(run, meter(run), terminal.columns));
    if (hasEnded) return run;
    await delay(followMs);
  }
}

export function getRun(client: Client, id: string): Promise<Run> {
  return dataOf(client.GET("/api/v1/runs/{id}", { params: { path: { id } } }));
}

/** Shows the events after the one named `after`. @returns where to continue. */
export async function showEvents(terminal: Terminal, client: Client, id: string, after?: string) {
  let cursor = after;
  for (;;) {
    const params = { path: { id }, query: cursor === undefined ? {} : { cursor } };
    const events = await dataOf(client.GET("/api/v1/runs/{id}/events", { params }));
    for (const event of events) terminal.show(event, [`${event.occurred_at} ${event.message}`]);
    const lastEvent = events.at(-1);
    if (lastEvent === undefined) return cursor;
    cursor = String(lastEvent.id);
  }
}

/** Measures the speed since the last poll before rows came; until then, the time since the start. */
function openMeter(): (run: Run) => { readonly seconds: number; readonly rowsBefore: number } {
  const startedAt = performance.now();
  let since = startedAt;
  let rowsBefore: number | undefined;
  let isMoving = false;
  return ({ records_processed: rows }) => {
    const now = performance.now();
    rowsBefore ??= rows;
    isMoving ||= rows > rowsBefore;
    if (!isMoving) since = now;
    return { seconds: (now - (isMoving ? since : startedAt)) / 1000, rowsBefore };
  };
}
