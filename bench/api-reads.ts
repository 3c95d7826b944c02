/** How long reads take while three million rows are loaded. */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { triggerRun, type ApiClient, type RunView } from "@datamantri/local-stack";

import { quantile } from "./quantile.ts";

export interface ReadFigures {
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

const requestsPerSecond = 500;
const seconds = 5;
const warmUpSeconds = 5;
const maxConnections = 64;

/** Sends at a fixed pace, whatever the answers do. @param pipelineId of the three million rows. */
export async function measureReads(
  api: ApiClient,
  url: string,
  token: string,
  pipelineId: string,
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
  await sendAtPace(["/api/v1/auth/me", "/api/v1/pipelines", "/api/v1/runs?limit=20"], warmUpSeconds, read);

  const runId = await triggerRun(api, pipelineId);
  const rowsNow = async () => (await api.get<RunView>(`/api/v1/runs/${runId}`)).records_processed;
  while ((await rowsNow()) === 0) await sleep(20);
  const paths = [
    "/api/v1/auth/me",
    "/api/v1/pipelines",
    `/api/v1/pipelines/${pipelineId}`,
    "/api/v1/runs?limit=20",
    `/api/v1/runs/${runId}`,
  ];
  const rowsBefore = await rowsNow();
  const all = await sendAtPace(paths, seconds, read);
  agent.destroy();
  const rowsLoaded = (await rowsNow()) - rowsBefore;
  while ((await api.get<RunView>(`/api/v1/runs/${runId}`)).end_time === null) await sleep(100);
  const times = all.map(({ ms }) => ms);
  return {
    requestsPerSecond,
    seconds,
    requests: all.length,
    failures: all.filter(({ status }) => status !== 200).length,
    p50Ms: Math.round(quantile(times, 0.5)),
    p99Ms: Math.round(quantile(times, 0.99)),
    rowsLoaded,
  };
}

interface Answer {
  readonly status: number;
  readonly ms: number;
}

/** In turn, each when it is due, whatever became of those before. */
async function sendAtPace(
  paths: readonly string[],
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
      const answered = read(paths[answers.length % paths.length]!).catch(() => 0);
      answers.push(answered.then((status) => ({ status, ms: performance.now() - dueAt })));
    }
    await sleep(1);
  }
  return Promise.all(answers);
}
