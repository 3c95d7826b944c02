/** Nothing is billed without permission; billed jobs have labels, a limit, and end with their run. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceConfig } from "@datamantri/api";
import { waitFor } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { chooseRead, fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { pinSnapshot, type PinnedSnapshot, type SelectFields } from "../src/bigquery/snapshot/pin-snapshot.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

const billing = { maximumBytesBilled: 300 * 2 ** 20, pricePerTibUsd: 6.25 };
const never = new AbortController().signal;

interface Seen {
  readonly jobReference: { readonly jobId: string };
  readonly configuration: {
    readonly labels?: Record<string, string>;
    readonly query: { readonly maximumBytesBilled?: string; readonly priority?: string };
  };
  readonly status: { readonly state: string; readonly errorResult?: { readonly reason: string } };
}

async function jobsOf(project: string): Promise<Seen[]> {
  const answer = await fetch(`${sandbox.url}/bigquery/v2/projects/${project}/jobs`);
  return ((await answer.json()) as { jobs: Seen[] }).jobs;
}

/** Each test has its own project, which pays for its jobs. */
async function pin(
  project: string,
  source: Partial<SourceConfig>,
  {
    signal = never,
    runEnded = never,
    selectFields,
  }: { signal?: AbortSignal; runEnded?: AbortSignal; selectFields?: SelectFields } = {},
): Promise<PinnedSnapshot> {
  const config = { project, data_project: "sandbox", api_endpoint: sandbox.url, ...source };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  const read = chooseRead(config, await fetchTable(client, config, signal), null);
  const ids = { runId: `run-${project}`, pipelineId: "pipeline", attempt: 1 };
  return pinSnapshot(client, config, read, { ...ids, billing, signal, runEnded }, selectFields);
}

const view = { dataset: "movies", table: "movies_view" };
const flights = "SELECT * FROM `sandbox.flights.flights_3m`";

test("a query reports its cost before and after, and its job has labels and a limit", async () => {
  const pinned = await pin("told", { query: "SELECT title FROM `sandbox.movies.movies`", labels: { team: "films" } });
  expect(pinned).toMatchObject({ bytesEstimated: 10 * 2 ** 20, bytesBilled: 10 * 2 ** 20 });
  expect(pinned.costUsd).toBeCloseTo((10 / 2 ** 20) * 6.25, 12);
  expect(pinned.notes.join()).toContain("billed 10 MiB (0.00006 USD)");
  const [job, ...others] = await jobsOf("told");
  expect(others).toEqual([]);
  expect(job!.configuration.labels).toEqual({
    team: "films",
    datamantri_run: "run-told",
    datamantri_pipeline: "pipeline",
  });
  expect(job!.configuration.query).toMatchObject({
    maximumBytesBilled: String(billing.maximumBytesBilled),
    priority: "INTERACTIVE",
  });
});

test("a query waits for idle capacity if the source is configured so", async () => {
  await pin("patient", { query: "SELECT title FROM `sandbox.movies.movies`", query_priority: "batch" });
  const [job] = await jobsOf("patient");
  expect(job!.configuration.query.priority).toBe("BATCH");
});

test("a query above the limit is refused before a job is created", async () => {
  await expect(pin("dear", { query: flights, maximum_bytes_billed: "1048576" })).rejects.toMatchObject({
    code: "cost_limit_exceeded",
    message: expect.stringMatching(/maximum_bytes_billed allows 1 MiB/) as string,
  });
  const twice = `${flights} UNION ALL ${flights} UNION ALL ${flights} UNION ALL ${flights}`;
  await expect(pin("dear", { query: twice })).rejects.toMatchObject({ code: "cost_limit_exceeded" });
  expect(await jobsOf("dear")).toEqual([]);
});

test("columns that the mapping refuses are refused before a job is created", async () => {
  const selectFields = (): string => {
    throw new Error("the mapping does not fit");
  };
  await expect(pin("unfit", { query: flights }, { selectFields })).rejects.toThrow("the mapping does not fit");
  expect(await jobsOf("unfit")).toEqual([]);
});

test("a computed table is refused, unless its query may be billed", async () => {
  await expect(pin("view", view)).rejects.toMatchObject({ code: "billed_query_not_allowed" });
  expect(await jobsOf("view")).toEqual([]);
  const pinned = await pin("view", { ...view, allow_query_billing: true });
  expect(pinned).toMatchObject({ rowCount: 3_201, bytesBilled: 10 * 2 ** 20 });
  expect(pinned.notes.join()).toContain("a view has no stored rows");
});

test("configured increments are allowed, and so is the query of their first run", async () => {
  const pinned = await pin("incremental", { ...view, read: "incremental", cursor_column: "imdb_votes" });
  expect(pinned.rowCount).toBe(3_201);
});

const endless = `
  SELECT COUNT(*) AS n FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a, UNNEST(GENERATE_ARRAY(1, 1000000)) AS b
  WHERE MOD(a * b, 7) = 3
`;

async function awaitRunning(project: string): Promise<void> {
  await waitFor(async () => (await jobsOf(project)).some(({ status }) => status.state === "RUNNING"), {
    what: "the query to run",
  });
}

test("the end of a run cancels its query", async () => {
  const run = new AbortController();
  const pinning = pin("cancelled", { query: endless }, { signal: run.signal, runEnded: run.signal });
  const failed = pinning.catch((error: unknown) => error);
  await awaitRunning("cancelled");
  run.abort(new Error("the run has ended"));
  expect(await failed).toBeInstanceOf(Error);
  const [job] = await waitFor(
    async () => {
      const jobs = await jobsOf("cancelled");
      return jobs.every(({ status }) => status.state === "DONE") && jobs;
    },
    { what: "the job to end" },
  );
  expect(job!.status.errorResult).toMatchObject({ reason: "stopped" });
});

test("a job outside US and EU is found again, read and cancelled there, although nobody says where", async () => {
  const weather = "`sandbox.tokyo.weather`";
  const source = { query: `SELECT * FROM ${weather}` };
  const first = await pin("tokyo", source);
  expect(first).toMatchObject({ rowCount: 1_461, snapshot: { location: "asia-northeast1" } });
  // As after a crash: the insert is refused as a duplicate.
  expect((await pin("tokyo", source)).snapshot).toMatchObject({ jobId: first.snapshot.jobId });
  const run = new AbortController();
  const slow = { query: `SELECT COUNT(*) AS n FROM ${weather}, (${endless})` };
  const failed = pin("tokyo-cancelled", slow, { signal: run.signal, runEnded: run.signal }).catch(
    (error: unknown) => error,
  );
  await awaitRunning("tokyo-cancelled");
  run.abort(new Error("the run has ended"));
  expect(await failed).toBeInstanceOf(Error);
  await waitFor(async () => (await jobsOf("tokyo-cancelled"))[0]?.status.errorResult?.reason === "stopped", {
    what: "the job to be cancelled",
  });
});

test("stopping a process leaves the query running: the next one finds it", async () => {
  const stop = new AbortController();
  const pinning = pin("stopped", { query: endless }, { signal: stop.signal });
  const failed = pinning.catch((error: unknown) => error);
  await awaitRunning("stopped");
  stop.abort(new Error("the process stops"));
  expect(await failed).toBeInstanceOf(Error);
  const [job] = await jobsOf("stopped");
  expect(job!.status.state).toBe("RUNNING");
  const url = `${sandbox.url}/bigquery/v2/projects/stopped/jobs/${job!.jobReference.jobId}/cancel`;
  await fetch(url, { method: "POST" });
});

test("labels that BigQuery does not accept are reported as its error", async () => {
  await expect(pin("labels", { query: "SELECT 1 AS one", labels: { Team: "x" } })).rejects.toMatchObject({
    code: "source_query_invalid",
  });
});
