/** Jobs that BigQuery itself fails, as documented: https://docs.cloud.google.com/bigquery/docs/error-messages */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { runQuery } from "../src/bigquery/jobs/run-query.ts";

const { signal } = new AbortController();
const billing = { maximumBytesBilled: 2 ** 30, pricePerTibUsd: 6.25 };
const options = { runId: "r", pipelineId: "p", attempt: 1, jobId: "job", billing, signal, runEnded: signal };
const query = { text: "SELECT 1", statementType: "SELECT", location: "EU" } as const;

/** The reason of each job that fails; the others succeed. */
let reasons: Readonly<Record<string, string>>;
/** Questions about a job before it is done. */
let questionsWhileRunning: number;
/** The answer of the server that is asked to wait for a job. */
let answerOfWait: readonly [number, object];
let waits: number;
let cancelled: string[];
let inserted: string[];
let server: Server;
let client: BigQueryClient;
let config: { project: string; api_endpoint: string };

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/jobs/getQueryResults: it may answer before `timeoutMs`. */
const incomplete = [200, { jobComplete: false }] as const;
const refused = [
  403,
  { error: { code: 403, errors: [{ reason: "accessDenied" }], message: "Access Denied: Job p:job" } },
] as const;

interface Inserted {
  readonly jobReference: { readonly jobId: string };
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, body] = await answer(request);
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function answer(request: IncomingMessage): Promise<readonly [number, object]> {
  const cancel = /jobs\/(\w+)\/cancel/.exec(request.url!);
  if (cancel !== null) {
    cancelled.push(cancel[1]!);
    return [200, {}];
  }
  if (request.url!.includes("/queries/")) {
    waits++;
    return answerOfWait;
  }
  if (request.method === "POST") {
    const { jobReference } = (await json(request)) as Inserted;
    const isTaken = inserted.includes(jobReference.jobId);
    if (isTaken) return [409, { error: { code: 409, errors: [{ reason: "duplicate" }], message: "Already Exists" } }];
    inserted.push(jobReference.jobId);
    return [200, { jobReference: { ...jobReference, location: "EU" } }];
  }
  const jobId = /jobs\/(\w+)/.exec(request.url!)![1]!;
  const reason = reasons[jobId];
  const errorResult = reason === undefined ? undefined : { reason, message: "Exceeded rate limits" };
  const jobReference = { projectId: "p", jobId };
  if (questionsWhileRunning-- > 0) return [200, { jobReference, status: { state: "RUNNING" } }];
  return [200, { jobReference, status: { state: "DONE", errorResult } }];
}

beforeAll(async () => {
  server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  config = { project: "p", api_endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
});
afterAll(() => void server.close());
beforeEach(() => {
  [inserted, cancelled, reasons] = [[], [], {}];
  [questionsWhileRunning, waits, answerOfWait] = [0, 0, incomplete];
});

test.each([
  ["jobRateLimitExceeded", "source_rate_limited"],
  ["quotaExceeded", "source_rate_limited"],
  ["jobBackendError", "source_unavailable"],
  ["tableUnavailable", "source_unavailable"],
])("%s: one job for each try, until one succeeds", async (reason, code) => {
  reasons = { job: reason, job_2: reason };
  const attempt = () => runQuery(client, config, query, options);
  await expect(attempt()).rejects.toMatchObject({ code, isRetryable: true });
  expect(inserted).toEqual(["job"]);
  await expect(attempt()).rejects.toMatchObject({ code });
  expect(inserted).toEqual(["job", "job_2"]);
  expect((await attempt()).jobReference.jobId).toBe("job_3");
  expect((await attempt()).jobReference.jobId).toBe("job_3");
  expect(inserted).toEqual(["job", "job_2", "job_3"]);
});

test("five jobs at most", async () => {
  reasons = Object.fromEntries(["job", "job_2", "job_3", "job_4", "job_5"].map((id) => [id, "jobBackendError"]));
  for (let tries = 0; tries < 7; tries++) await expect(runQuery(client, config, query, options)).rejects.toThrow();
  expect(inserted).toHaveLength(5);
});

test.each([
  ["stopped", "source_job_stopped"],
  ["invalidQuery", "source_query_invalid"],
  ["responseTooLarge", "source_result_too_large"],
])("%s is not tried again", async (reason, code) => {
  reasons = { job: reason };
  for (const _try of [1, 2]) {
    await expect(runQuery(client, config, query, options)).rejects.toMatchObject({ code, isRetryable: false });
  }
  expect(inserted).toEqual(["job"]);
});

describe("a job that the server does not wait for", () => {
  const brief = { ...options, pauses: { firstMs: 1, maxMs: 2 } };

  test.each([
    ["answers early", incomplete],
    ["refuses", refused],
  ])("is asked for until it is done: the server %s", async (_what, answered) => {
    [questionsWhileRunning, answerOfWait] = [9, answered];
    expect((await runQuery(client, config, query, brief)).jobReference.jobId).toBe("job");
    expect(waits).toBe(9);
    expect(cancelled).toEqual([]);
  });

  test("is asked for however often the server answers early", async () => {
    questionsWhileRunning = 50;
    await runQuery(client, config, query, brief);
    expect(waits).toBe(50);
  });

  test("is cancelled after ten refusals, with which the run ends", async () => {
    [questionsWhileRunning, answerOfWait] = [Number.POSITIVE_INFINITY, refused];
    await expect(runQuery(client, config, query, brief)).rejects.toMatchObject({ code: "source_permission_denied" });
    expect(waits).toBe(10);
    expect(cancelled).toEqual(["job"]);
  });

  test.each([
    ["answers early", incomplete],
    ["refuses", refused],
  ])("is not asked for without pauses: the server %s", async (_what, answered) => {
    [questionsWhileRunning, answerOfWait] = [Number.POSITIVE_INFINITY, answered];
    const stop = new AbortController();
    const pauses = { firstMs: 3_600_000, maxMs: 3_600_000 };
    const stopped = runQuery(client, config, query, { ...options, pauses, signal: stop.signal }).catch(
      (error: unknown) => error,
    );
    await waitFor(() => waits === 2, { what: "the first pause" });
    stop.abort(new Error("the process stops"));
    expect(await stopped).toEqual(new Error("the process stops"));
    expect(waits).toBe(2);
  });
});
