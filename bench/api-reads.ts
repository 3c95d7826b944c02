/** How long reads take while three million rows are loaded. */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { triggerRun, type ApiClient, type StackAccess } from "@datamantri/local-stack";
import type { RunView } from "@datamantri/api";

import { quantile } from "./quantile.ts";

export interface ReadFigures {
  readonly kind: ReadKind;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly requests: number;
  /** Not answered 200. */
  readonly failures: number;
  /** From when a request was due to the end of its answer: waiting for a slow one counts. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Rows that were loaded meanwhile. */
  readonly rowsLoaded: number;
}

/** What many clients watch, as dashboards do, or things of which each is read by one alone, as by a script that walks. */
export type ReadKind = "the same things" | "each another thing";

const requestsPerSecond = 500;
const seconds = 5;
const warmUpSeconds = 5;
const maxConnections = 64;

export interface ReadOptions {
  readonly kind: ReadKind;
  /** Of the pipeline with three million rows. */
  readonly loadedId: string;
  /** Of pipelines that nobody else reads. */
  readonly ids: readonly string[];
}

/** Sends at a fixed pace, whatever the answers do. */
export async function measureReads(
  api: ApiClient,
  { url }: StackAccess,
  token: string,
  { kind, loadedId, ids }: ReadOptions,
): Promise<ReadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: maxConnections });
  const read = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const sent = request(url + path, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode ?? 0));
      });
      sent.once("error", reject).end();
    });
  // As services that have run for a while: the first thousands of requests also pay for connections and compiling.
  const warmUp = ["/api/v1/auth/me", "/api/v1/pipelines?limit=20", "/api/v1/runs?limit=20"];
  await sendAtPace((i) => warmUp[i % warmUp.length]!, warmUpSeconds, read);

  const runId = await triggerRun(api, loadedId);
  const rowsNow = async () => (await api.get<RunView>(`/api/v1/runs/${runId}`)).records_processed;
  while ((await rowsNow()) === 0) await sleep(20);
  const pathOf = kind === "the same things" ? samePaths(loadedId, runId) : otherPaths(ids);
  const rowsBefore = await rowsNow();
  const all = await sendAtPace(pathOf, seconds, read);
  agent.destroy();
  const rowsLoaded = (await rowsNow()) - rowsBefore;
  while ((await api.get<RunView>(`/api/v1/runs/${runId}`)).end_time === null) await sleep(100);
  const times = all.map(({ ms }) => ms);
  return {
    kind,
    requestsPerSecond,
    seconds,
    requests: all.length,
    failures: all.filter(({ status }) => status !== 200).length,
    p50Ms: Math.round(quantile(times, 0.5)),
    p99Ms: Math.round(quantile(times, 0.99)),
    rowsLoaded,
  };
}

function samePaths(pipelineId: string, runId: string) {
  const paths = [
    "/api/v1/auth/me",
    "/api/v1/pipelines?limit=20",
    `/api/v1/pipelines/${pipelineId}`,
    "/api/v1/runs?limit=20",
    `/api/v1/runs/${runId}`,
  ];
  return (i: number) => paths[i % paths.length]!;
}

function otherPaths(ids: readonly string[]) {
  const pathsOf = (id: string) => [
    "/api/v1/auth/me",
    `/api/v1/pipelines?limit=20&cursor=${id}`,
    `/api/v1/pipelines/${id}`,
    `/api/v1/runs?limit=20&pipeline_id=${id}`,
    `/api/v1/pipelines/${id}/changes`,
  ];
  const paths = ids.flatMap(pathsOf);
  return (i: number) => paths[i % paths.length]!;
}

interface Answer {
  readonly status: number;
  readonly ms: number;
}

/** Each when it is due, whatever became of those before. */
async function sendAtPace(
  pathOf: (i: number) => string,
  forSeconds: number,
  read: (path: string) => Promise<number>,
): Promise<readonly Answer[]> {
  const startedAt = performance.now();
  const total = requestsPerSecond * forSeconds;
  const answers: Promise<Answer>[] = [];
  while (answers.length < total) {
    const elapsed = performance.now() - startedAt;
    for (; answers.length < Math.min(total, (elapsed / 1_000) * requestsPerSecond);) {
      const dueAt = startedAt + (answers.length / requestsPerSecond) * 1_000;
      const answered = read(pathOf(answers.length)).catch(() => 0);
      answers.push(answered.then((status) => ({ status, ms: performance.now() - dueAt })));
    }
    await sleep(1);
  }
  return Promise.all(answers);
}
