/**
 * The API under load, on one stack: a thousand clients that watch, 500 requests a second beside a load, runs that are
 * triggered, and a thousand pipelines that come due in the same minute.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  ensureExamplePipeline,
  peakMemoryMb,
  removeFolderAtEnd,
  startStack,
  triggerRun,
  waitUntilItServes,
  type ApiClient,
  type Stack,
} from "@datamantri/local-stack";

import { measureDue, type DueFigures } from "./api-due.ts";
import { logIn } from "./log-in.ts";
import { makePipelines } from "./make-pipelines.ts";
import { measureReads, type ReadFigures } from "./api-reads.ts";
import { measureTriggers, type TriggerFigures } from "./api-triggers.ts";

export interface StreamFigures {
  readonly streams: number;
  readonly runs: number;
  /** Events that each client took: all took the same ones. */
  readonly eventsPerClient: number;
  /** Most resident memory of the gateway so far, in MB. */
  readonly gatewayMbBefore: number;
  readonly gatewayMbOpen: number;
  readonly gatewayMbAfter: number;
}

export interface ApiFigures {
  readonly streams: readonly StreamFigures[];
  readonly reads: readonly ReadFigures[];
  readonly triggers: readonly TriggerFigures[];
  readonly due: readonly DueFigures[];
}

const readRounds = 3;
/** So many that none is read twice within five seconds. */
const readPipelines = 500;
const streamCount = 1_000;
const runCount = 5;

export async function measureApi(): Promise<ApiFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  // All streams are one user's.
  const settings = { gateway: { EVENT_STREAMS_PER_USER: String(streamCount) } };
  const stack = await startStack({ dataDir, usualPorts: false, settings });
  try {
    const api = await waitUntilItServes(stack.access);
    const token = await logIn(stack.access);
    const { id } = await ensureExamplePipeline(api, stack.access);
    const ids = await makePipelines(api, stack.access, { name: "read", count: readPipelines });
    const reads: ReadFigures[] = [];
    for (const kind of ["the same things", "each another thing"] as const) {
      for (let round = 0; round < readRounds; round++) {
        reads.push(await measureReads(api, stack.access, token, { kind, loadedId: id, ids }));
      }
    }
    const streams = [await measureStreams(stack, api, token, id)];
    const triggers = [
      await measureTriggers(api, ids.slice(0, 100), 1),
      await measureTriggers(api, ids.slice(100, 400), 8),
    ];
    // Last, because its runs continue afterwards.
    return { streams, reads, triggers, due: [await measureDue(api, stack.access)] };
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

/** Server-sent events of all runs, to a thousand clients at once. */
async function measureStreams(stack: Stack, api: ApiClient, token: string, pipelineId: string): Promise<StreamFigures> {
  const memory = () => peakMemoryMb({ gateway: stack.pids()["gateway"]! })["gateway"]!;
  const gatewayMbBefore = memory();
  const clients = await Promise.all(Array.from({ length: streamCount }, () => open(stack.access.url, token)));
  const gatewayMbOpen = memory();
  for (let i = 0; i < runCount; i++) {
    const runId = await triggerRun(api, pipelineId);
    await Promise.all(clients.map((client) => client.until(`${runId}:RunSucceeded`)));
  }
  const taken = new Set(clients.map((client) => client.ids().join()));
  if (taken.size !== 1) throw new Error(`${streamCount} clients saw ${taken.size} different streams`);
  const eventsPerClient = clients[0]!.ids().length;
  for (const client of clients) client.close();
  const figures = { streams: streamCount, runs: runCount, eventsPerClient, gatewayMbBefore, gatewayMbOpen };
  return { ...figures, gatewayMbAfter: memory() };
}

interface Client {
  /** Resolves when the event was taken. */
  until(eventId: string): Promise<void>;
  /** Of the events taken, in order. */
  ids(): readonly string[];
  close(): void;
}

/** Resolves when the stream has begun. */
async function open(url: string, token: string): Promise<Client> {
  const headers = { accept: "text/event-stream", authorization: `Bearer ${token}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/api/v1/events`, { headers, agent: false }, resolve).once("error", reject);
  });
  if (response.statusCode !== 200) throw new Error(`a stream was refused with ${response.statusCode}`);
  const begun = Promise.withResolvers<void>();
  const ids: string[] = [];
  const seen = new Set<string>();
  let text = "";
  let check = (): void => undefined;
  response.on("data", (chunk: Buffer) => {
    const parts = (text + chunk.toString()).split("\n\n");
    text = parts.pop()!;
    for (const part of parts) {
      if (part.includes("event: ready")) begun.resolve();
      const eventId = /"event_id":"([^"]+)"/.exec(part)?.[1];
      if (eventId === undefined) continue;
      seen.add(eventId);
      ids.push(/"id":"([^"]+)"/.exec(part)![1]!);
    }
    check();
  });
  // The stack ends first.
  response.on("error", () => undefined);
  await begun.promise;
  return {
    ids: () => ids,
    close: () => void response.destroy(),
    until: (eventId) =>
      new Promise((resolve) => {
        check = () => {
          if (seen.has(eventId)) resolve();
        };
        check();
      }),
  };
}
