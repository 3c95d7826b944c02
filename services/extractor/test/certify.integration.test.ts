/** The statistics of a pinned snapshot, by one query over the very rows that the run reads. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceConfig } from "@datamantri/contracts";

import { BigQueryClient } from "../src/bigquery/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/source-network.ts";
import { certifySnapshot, type SourceCertificate } from "../src/bigquery/certify-snapshot.ts";
import { chooseRead, fetchTable } from "../src/bigquery/choose-read.ts";
import { pinSnapshot } from "../src/bigquery/pin-snapshot.ts";

let sandbox: Sandbox;
const signal = new AbortController().signal;
const billing = { maximumBytesBilled: 2 ** 40, pricePerTibUsd: 6.25 };

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

let runNumber = 0;

async function certify(
  source: Partial<SourceConfig>,
  { key = "key", runId = `certify-${process.pid}-${runNumber++}` } = {},
): Promise<SourceCertificate> {
  const config = { project: "sandbox", api_endpoint: sandbox.url, ...source };
  const runSource = {
    config,
    watermark: null,
    credentials: null,
    mapping: null,
    mask_key: null,
    certificate_key: key,
  };
  const client = await BigQueryClient.open(runSource, openSourceNetwork(""), () => undefined);
  const read = chooseRead(config, await fetchTable(client, config, signal), null);
  const options = { runId, pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };
  const { snapshot, columns } = await pinSnapshot(client, config, read, options);
  return certifySnapshot(client, runSource, snapshot, columns, options);
}

const movies = { dataset: "movies", table: "movies" };
const query = "SELECT * FROM `sandbox.movies.movies`";

test("a table at its fixed time and a query's result of the same rows have the same statistics", async () => {
  const table = await certify(movies);
  const result = await certify({ query });
  expect(table.statistics.rowCount).toBe(3_201);
  expect(result.statistics).toEqual(table.statistics);
  expect(table.statistics.columns.every(({ hash }) => /^[0-9a-f]{32}$/.test(hash))).toBe(true);
  const one = await certify({ query: `${query} WHERE title != 'Avatar' OR title IS NULL` });
  expect(one.statistics.rowsHash).not.toBe(table.statistics.rowsHash);
});

test("digests are of the run's key", async () => {
  const [one, other] = [await certify(movies, { key: "one" }), await certify(movies, { key: "other" })];
  expect(one.statistics.rowsHash).not.toBe(other.statistics.rowsHash);
});

test("a repeat finds the job again, and it is estimated before it is billed", async () => {
  const runId = `again-${process.pid}`;
  const [first, second] = [await certify(movies, { runId }), await certify(movies, { runId })];
  expect(second).toEqual(first);
  expect(first.jobId).toBe(`datamantri_${runId}_certify`);
  expect(first.bytesEstimated).toBeGreaterThanOrEqual(first.bytesBilled);
});

test("beyond the source's limit nothing is billed", async () => {
  const refused = certify({ ...movies, maximum_bytes_billed: "1" });
  await expect(refused).rejects.toMatchObject({ code: "cost_limit_exceeded" });
});
