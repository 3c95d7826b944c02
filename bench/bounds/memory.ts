/**
 * The memory of every process is flat: over runs of small and middle pipelines, and over an hour of streams whose sources
 * change, while a client follows the events and reads what the console shows.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

import { triggerRun, type ApiClient, type Stack } from "@datamantri/local-stack";
import { SandboxDataset, waitFor } from "@datamantri/testkit";

import { awaitSuccess } from "../follow-run.ts";
import { logIn } from "../log-in.ts";
import { onOwnStack } from "../on-own-stack.ts";
import { afterWarmUp, certainGrowth, fitLine } from "./growth.ts";
import { makePipeline } from "./make-pipeline.ts";
import type { Measurement } from "./measurement.ts";
import { MemorySeries, printsHeap, type Series } from "./memory-series.ts";
import { isService, measurePeaks } from "./peaks.ts";
import { toSparkline, toSvg, type Panel } from "./plot.ts";

export interface MemoryOptions {
  readonly runs: number;
  readonly minutes: number;
  /** Folder for plots (SVG) and series (CSV); none without. */
  readonly out: string | undefined;
  readonly say: (line: string) => void;
}

/**
 * The most that a process may grow in 100 runs, which move four million rows in all (some 200 MB), and in an hour of
 * streams, with thousands of runs. Resident memory has steps of some MB of its own, which the heap after a collection does not have.
 */
const bounds = {
  runs: { resident: 5, heap: 1 },
  hours: { resident: 12, heap: 3 },
} as const;

/** The gateway keeps the last 8 MiB of events for its clients (services/gateway/src/main.ts), which are not full within an hour. */
const eventsMb = 8;
type Axis = keyof typeof bounds;
type Kind = keyof (typeof bounds)[Axis];

/** What x counts, and the unit of a slope. */
const axes: Readonly<Record<Axis, { readonly title: string; readonly unit: string }>> = {
  runs: { title: "hundred runs", unit: "MB per 100 runs" },
  hours: { title: "hours", unit: "MB per hour" },
};

const part = "memory";
const streamCount = 6;
const sampleMs = 2_000;
/** Rows that each change adds to a stream's source. */
const addedRows = 50;

export function measureMemory(options: MemoryOptions): Promise<readonly Measurement[]> {
  const settings = {
    registry: printsHeap,
    scheduler: printsHeap,
    gateway: printsHeap,
    extractor: printsHeap,
    loader: printsHeap,
  };
  return onOwnStack(
    async (stack, api) => {
      await using follower = await Follower.open(stack, api);
      const runs = new MemorySeries(stack);
      if (options.runs > 0) await moveRows(stack, api, options.runs, runs);
      const hours = new MemorySeries(stack);
      const stream = options.minutes > 0 ? await streamRows(stack, api, options.minutes, hours) : [];
      if (follower.eventCount === 0) throw new Error("the client of the events received none");
      return [
        ...judge("runs", runs, options),
        ...judge("hours", hours, options),
        ...stream,
        ...measurePeaks(part, stack),
      ];
    },
    { settings },
  );
}

/** Runs of small and middle pipelines by each write mode, two at a time. */
async function moveRows({ access }: Stack, api: ApiClient, count: number, series: MemorySeries): Promise<void> {
  const weather = { dataset: "weather", table: "seattle_weather" };
  const key = { key: ["id"] };
  const ids = [
    await makePipeline(api, access, { name: "small_replace", source: weather, mode: "replace" }),
    await makePipeline(api, access, { name: "small_append", source: weather, mode: "append" }),
    await makePipeline(api, access, {
      name: "small_verified",
      source: { dataset: "movies", table: "movies" },
      mode: "replace",
      destination: { verification: "full" },
    }),
    await makePipeline(api, access, { name: "small_merge", source: numbers(5_000), mode: "merge", destination: key }),
    await makePipeline(api, access, {
      name: "middle_replace",
      source: { dataset: "flights", table: "flights_200k" },
      mode: "replace",
    }),
    await makePipeline(api, access, {
      name: "middle_mirror",
      source: numbers(50_000),
      mode: "mirror",
      destination: key,
    }),
  ];
  let begun = 0;
  let ended = 0;
  const run = async (): Promise<void> => {
    while (begun < count) {
      await awaitSuccess(api, await triggerRun(api, ids[begun++ % ids.length]!));
      ended++;
      series.sample(ended / 100);
    }
  };
  await Promise.all([run(), run()]);
}

const numbers = (count: number) => ({
  query: `SELECT id, id * 2 AS twice, CONCAT('row ', CAST(id AS STRING)) AS text FROM UNNEST(GENERATE_ARRAY(1, ${count})) AS id`,
});

/** Streams that look every second; the sources of the first half change all the time. */
async function streamRows(
  { access }: Stack,
  api: ApiClient,
  minutes: number,
  series: MemorySeries,
): Promise<readonly Measurement[]> {
  await using dataset = await SandboxDataset.create(access.bigquery);
  const names = Array.from({ length: streamCount }, (_, index) => `stream_${index}`);
  let last = addedRows;
  const add = (name: string, from: number) =>
    dataset.query(`INSERT INTO ${name} (id, text) SELECT id, CONCAT('row ', CAST(id AS STRING))
      FROM UNNEST(GENERATE_ARRAY(${from}, ${from + addedRows - 1})) AS id`);
  const ids: string[] = [];
  for (const name of names) {
    const source = await dataset.createTable({ name, schema: { id: "INT64", text: "STRING" } });
    await add(name, 1);
    ids.push(
      await makePipeline(api, access, {
        name,
        source: { ...source, read: "incremental", cursor_column: "id", interval_seconds: 1 },
        mode: "stream",
        destination: { write_mode: "append" },
      }),
    );
  }
  const changing = names.slice(0, streamCount / 2);
  const begunAt = performance.now();
  const hours = () => (performance.now() - begunAt) / 3_600_000;
  while (hours() * 60 < minutes) {
    for (const name of changing) await add(name, last + 1);
    last += addedRows;
    series.sample(hours());
    await sleep(sampleMs);
  }
  const differing = await countOther(access.postgres, names, (name) => (changing.includes(name) ? last : addedRows));
  for (const id of ids) await api.post(`/api/v1/pipelines/${id}/pause`, {});
  return [{ part, what: `rows of ${streamCount} streams that differ`, value: differing, unit: "rows", bound: 0 }];
}

/** Waits until the targets have as many rows as the sources. @returns how many are missing, or there twice, after a minute. */
async function countOther(
  connectionString: string,
  names: readonly string[],
  wanted: (name: string) => number,
): Promise<number> {
  const client = new Client({ connectionString });
  await client.connect();
  let differing = Number.NaN;
  const count = async (): Promise<boolean> => {
    differing = 0;
    for (const name of names) {
      const { rows } = await client.query<{ all: number; ids: number }>(
        `select count(*)::int as all, count(distinct id)::int as ids from ${name}`,
      );
      const { all, ids } = rows[0]!;
      differing += Math.abs(wanted(name) - ids) + (all - ids);
    }
    return differing === 0;
  };
  await waitFor(count, { what: "the streams to be read", timeoutMs: 60_000 }).catch(() => undefined);
  await client.end();
  return differing;
}

/** Follows all events, and reads what the console's pages show. */
class Follower implements AsyncDisposable {
  readonly #stopping = new AbortController();
  readonly #working: Promise<unknown>;
  eventCount = 0;

  private constructor(events: ReadableStream<Uint8Array>, api: ApiClient) {
    this.#working = Promise.all([this.#take(events), this.#read(api)]);
    this.#working.catch(() => undefined);
  }

  static async open({ access }: Stack, api: ApiClient): Promise<Follower> {
    const headers = { accept: "text/event-stream", authorization: `Bearer ${await logIn(access)}` };
    const { ok, status, body } = await fetch(`${access.url}/api/v1/events`, { headers });
    if (!ok || !body) throw new Error(`a stream of events was refused with ${status}`);
    return new Follower(body, api);
  }

  async #take(events: ReadableStream<Uint8Array>): Promise<void> {
    const reader = events.getReader();
    this.#stopping.signal.addEventListener("abort", () => void reader.cancel());
    while (!(await reader.read()).done) this.eventCount++;
  }

  async #read(api: ApiClient): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      for (const path of ["/api/v1/runs?limit=50", "/api/v1/pipelines?limit=50", "/api/v1/system"]) await api.get(path);
      await sleep(1_000);
    }
  }

  /** @throws Error if it could not follow to the end */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }
}

function judge(axis: Axis, series: MemorySeries, { out, say }: MemoryOptions): Measurement[] {
  return [
    ...judgeSeries(axis, "resident", series.resident, out, say),
    ...judgeSeries(axis, "heap", series.heap, out, say),
  ];
}

function judgeSeries(
  axis: Axis,
  kind: Kind,
  series: Series,
  out: string | undefined,
  say: MemoryOptions["say"],
): Measurement[] {
  if (series.size === 0) return [];
  const panels = [...series].map(([title, points]): Panel => {
    const settled = afterWarmUp(points);
    return { title, points, line: fitLine(settled), from: settled[0]!.x };
  });
  say(`\n${kind} memory, ${axes[axis].title}`);
  for (const { title, points, line } of panels) {
    const [first, last] = [points[0]!, points.at(-1)!].map(({ y }) => y.toFixed(0));
    const slope = `${line.slope.toFixed(2)} ± ${line.error.toFixed(2)} ${axes[axis].unit}`;
    say(`${title.padEnd(10)} ${toSparkline(points)} ${first} to ${last} MB, ${slope}`);
  }
  if (out !== undefined) save(out, `${kind}-${axis}`, panels, axes[axis].title);
  return panels.map(({ title, line }) => ({
    part,
    what: `${title}, certain growth of ${kind} memory`,
    value: certainGrowth(line),
    unit: axes[axis].unit,
    bound: isService(title) ? boundOf(title, axis, kind) : null,
  }));
}

function boundOf(name: string, axis: Axis, kind: Kind): number {
  return bounds[axis][kind] + (name === "gateway" && axis === "hours" ? eventsMb : 0);
}

function save(folder: string, name: string, panels: readonly Panel[], xTitle: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), toSvg(panels, xTitle));
  const lines = panels.flatMap(({ title, points }) => points.map(({ x, y }) => `${title},${x},${y}`));
  writeFileSync(join(folder, `${name}.csv`), `process,${xTitle},mb\n${lines.join("\n")}\n`);
}
