/** Statistics of a pinned snapshot, by one query over the rows that the run reads. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceConfig } from "@datamantri/api";
import { testConfiguration } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { toSourceAccess } from "../src/bigquery/api/credentials.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { computeSourceStatistics, type SourceStatistics } from "../src/bigquery/jobs/source-statistics.ts";
import { chooseRead, fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { pinSnapshot } from "../src/bigquery/snapshot/pin-snapshot.ts";

let sandbox: Sandbox;
const signal = new AbortController().signal;
const billing = { maximumBytesBilled: 2 ** 40, pricePerTibUsd: 6.25 };

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

let runNumber = 0;

async function verify(
  source: Partial<SourceConfig>,
  { key = "key", runId = `verify-${process.pid}-${runNumber++}` } = {},
): Promise<SourceStatistics> {
  const configuration = testConfiguration({ source_config: { api_endpoint: sandbox.url, ...source } });
  const config = configuration.source_config;
  const runSource = {
    configuration,
    watermark: null,
    credentials: null,
    mask_key: null,
    digest_key: key,
  };
  const client = await BigQueryClient.open(toSourceAccess(runSource), openSourceNetwork(""), () => undefined);
  const read = chooseRead(config, await fetchTable(client, config, signal), null);
  const options = { runId, pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };
  const { snapshot, columns } = await pinSnapshot(client, config, read, options);
  return computeSourceStatistics(client, runSource, snapshot, columns, options);
}

const movies = { dataset: "movies", table: "movies" };
const query = "SELECT * FROM `sandbox.movies.movies`";

test("a table at its fixed time and a query's result of the same rows have the same statistics", async () => {
  const table = await verify(movies);
  const result = await verify({ query });
  expect(table.statistics.rowCount).toBe(3_201);
  expect(result.statistics).toEqual(table.statistics);
  expect(table.statistics.columns.every(({ hash }) => /^[0-9a-f]{32}$/.test(hash))).toBe(true);
  const one = await verify({ query: `${query} WHERE title != 'Avatar' OR title IS NULL` });
  expect(one.statistics.rowsHash).not.toBe(table.statistics.rowsHash);
});

test("digests use the run's key", async () => {
  const [one, other] = [await verify(movies, { key: "one" }), await verify(movies, { key: "other" })];
  expect(one.statistics.rowsHash).not.toBe(other.statistics.rowsHash);
});

test("a repeat finds the job again, and it is estimated before it is billed", async () => {
  const runId = `again-${process.pid}`;
  const [first, second] = [await verify(movies, { runId }), await verify(movies, { runId })];
  expect(second).toEqual(first);
  expect(first.jobId).toBe(`datamantri_${runId}_statistics`);
  expect(first.bytesEstimated).toBeGreaterThanOrEqual(first.bytesBilled);
});

test("a source outside US and EU is counted where it is", async () => {
  const table = await verify({ dataset: "tokyo", table: "weather" });
  const result = await verify({ dataset: "tokyo", table: "weather_view", allow_query_billing: true });
  expect(table.statistics.rowCount).toBe(1_461);
  expect(result.statistics).toEqual(table.statistics);
});

test("above the source's limit nothing is billed", async () => {
  const refused = verify({ ...movies, maximum_bytes_billed: "1" });
  await expect(refused).rejects.toMatchObject({ code: "cost_limit_exceeded" });
});
