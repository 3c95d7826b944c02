import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { Watermark } from "@datamantri/contracts";
import type { SourceConfig } from "@datamantri/api";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { chooseRead, fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { pinSnapshot, type PinnedSnapshot } from "../src/bigquery/snapshot/pin-snapshot.ts";
import { readRows } from "../src/bigquery/snapshot/read-rows.ts";
import { BatchCutter, type CutBatch } from "../src/cut-batches.ts";
import { toPageColumns } from "../src/mapping/page-columns.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";

let sandbox: Sandbox;
const retries: unknown[] = [];
const { signal } = new AbortController();
const billing = { maximumBytesBilled: 100 * 2 ** 30, pricePerTibUsd: 6.25 };

beforeAll(async () => {
  // For a row of 12 MB.
  sandbox = await startSandbox({ memoryLimitMb: 512 });
});

afterEach(() => {
  sandbox.faults.clear();
  retries.length = 0;
});

afterAll(async () => {
  await sandbox.close();
});

let runNumber = 0;

async function pin(
  source: Partial<SourceConfig>,
  {
    runId = `test-${process.pid}-${runNumber++}`,
    watermark = null,
  }: { runId?: string; watermark?: Watermark | null } = {},
): Promise<{ client: BigQueryClient; pinned: PinnedSnapshot }> {
  const config: SourceConfig = { project: "sandbox", api_endpoint: sandbox.url, ...source };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), (error) =>
    retries.push(error),
  );
  const read = chooseRead(config, await fetchTable(client, config, signal), watermark);
  const options = { runId, pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };
  return { client, pinned: await pinSnapshot(client, config, read, options) };
}

async function read(
  client: BigQueryClient,
  pinned: PinnedSnapshot,
  options: { pageRows: number; batchRows?: number; firstRow?: number; rowCount?: number },
): Promise<CutBatch[]> {
  const batches: CutBatch[] = [];
  const cutter = new BatchCutter(options.batchRows ?? 1_000, 4 * 2 ** 20, async (batch) => void batches.push(batch));
  const split = { split: 0, firstRow: options.firstRow ?? 0, rowCount: options.rowCount ?? pinned.rowCount };
  const transcoder = openTranscoder(toPageColumns(pinned.columns, { mapping: null, maskKey: null }));
  await readRows(client, pinned.snapshot, split, transcoder, { pageRows: options.pageRows, signal }, (page) =>
    cutter.add(page),
  );
  await cutter.end();
  return batches.map((batch) => ({ ...batch, tuples: Buffer.from(batch.tuples) }));
}

const movies = { dataset: "movies", table: "movies" };

test("a table is pinned at a time, costs nothing and has a row count", async () => {
  const { pinned } = await pin({ dataset: "flights", table: "flights_3m" });
  expect(pinned).toMatchObject({ rowCount: 3_000_000, bytesBilled: 0, notes: [], snapshot: { jobId: "" } });
  expect(pinned.snapshot.table).toMatch(/^flights_3m@\d{13}$/);
  expect(pinned.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "date DATETIME",
    "delay INT64",
    "distance INT64",
    "origin STRING",
    "destination STRING",
  ]);
});

test("a query is pinned as its job's result, and the same run finds the same job again", async () => {
  const query = "SELECT 1 AS one, 'x' AS text";
  const runId = `again-${process.pid}`;
  const { pinned: first } = await pin({ query }, { runId });
  const { pinned: second } = await pin({ query }, { runId });
  expect(first.rowCount).toBe(1);
  expect(first.snapshot.jobId).toMatch(/^datamantri_again-/);
  expect(second.snapshot.table).toBe(first.snapshot.table);
});

test("an increment begins after the watermark, or earlier with a lookback", async () => {
  const flights = { dataset: "flights", table: "flights_3m" };
  const watermark = { column: "date", type: "DATETIME", value: "2001-03-31 22:00:00.000000" };
  const count = async (more: Partial<SourceConfig>): Promise<number> =>
    (await pin({ ...flights, ...more }, { watermark })).pinned.rowCount;
  const rowsOf = async (condition: string): Promise<number> =>
    (await pin({ query: `SELECT * FROM \`sandbox.flights.flights_3m\` WHERE date ${condition}` })).pinned.rowCount;
  const after = await count({});
  expect(after).toBe(await rowsOf("> DATETIME '2001-03-31 22:00:00'"));
  expect(after).toBeGreaterThan(0);
  expect(await rowsOf(">= DATETIME '2001-03-31 20:00:00'")).toBeGreaterThan(after);
  expect(await count({ lookback_seconds: 7_200 })).toBe(await rowsOf(">= DATETIME '2001-03-31 20:00:00'"));
  expect(await count({ query: "SELECT * FROM `sandbox.flights.flights_3m` -- all" })).toBe(after);
});

/** Rows of 1 to 5 by a cursor of each type, of which 3 is the watermark. */
const cursors = [
  ["DATE", "CAST(CONCAT('2026-01-0', CAST(i AS STRING)) AS DATE)", "2026-01-03", { lookback_seconds: 86_400 }],
  ["INT64", "i", "3", { lookback_units: 1 }],
  ["NUMERIC", "CAST(i AS NUMERIC)", "3", { lookback_units: 1 }],
] as const;

test.each(cursors)(
  "an increment by %s reads what is late, and what has no cursor",
  async (type, cursor, value, lookback) => {
    const query = `
    SELECT i, ${cursor} AS c FROM UNNEST([1, 2, 3, 4, 5]) AS i UNION ALL SELECT 6, NULL
  `;
    const watermark = { column: "c", type, value };
    const count = async (more: Partial<SourceConfig>): Promise<number> =>
      (await pin({ query, read: "incremental", cursor_column: "C", ...more }, { watermark })).pinned.rowCount;
    expect(await count({ cursor_nulls: "exclude" })).toBe(2);
    expect(await count({})).toBe(3);
    expect(await count({ cursor_nulls: "exclude", ...lookback })).toBe(4);
  },
);

// https://github.com/SQLMesh/sqlmesh/pull/4132: BigQuery takes the name for the whole row.
test("an increment by a column with its table's name compares the column", async () => {
  const source = { dataset: "tokyo", table: "weather", read: "incremental", cursor_column: "weather" } as const;
  const watermark = { column: "weather", type: "STRING", value: "snow" };
  const expected = await pin({ query: "SELECT * FROM tokyo.weather AS days WHERE days.weather = 'sun'" });
  expect((await pin(source, { watermark })).pinned.rowCount).toBe(expected.pinned.rowCount);
});

test("what no increment could do is refused at the first run, before a job is made", async () => {
  const source = { read: "incremental", cursor_column: "c", query: "SELECT 'a' AS c" } as const;
  await expect(pin({ ...source, lookback_seconds: 60 })).rejects.toMatchObject({ code: "request_invalid" });
  await expect(pin({ ...source, query: "SELECT TRUE AS c" })).rejects.toMatchObject({ code: "sink_key_invalid" });
  await expect(pin({ ...movies, read: "incremental", cursor_column: "nope" })).rejects.toMatchObject({
    code: "sink_key_invalid",
  });
});

test("pages of any size give the same batches, and a split is a slice of the whole", async () => {
  const { client, pinned } = await pin(movies);
  const whole = await read(client, pinned, { pageRows: 100_000 });
  for (const pageRows of [7_777, 333]) expect(await read(client, pinned, { pageRows })).toEqual(whole);
  const slice = await read(client, pinned, { pageRows: 400, firstRow: 1_000, rowCount: 1_500 });
  expect(Buffer.concat(slice.map((batch) => batch.tuples)).subarray(0, whole[1]!.tuples.length)).toEqual(
    whole[1]!.tuples,
  );
});

test("pages that BigQuery cuts shorter than requested lose nothing", async () => {
  // Rows of about 3.4 KB on the wire: 10 MB hold fewer than all of them.
  const query = "SELECT repeat('x', 3000) AS text, i FROM UNNEST(GENERATE_ARRAY(1, 8000)) AS i";
  const { client, pinned } = await pin({ query });
  const batches = await read(client, pinned, { pageRows: 8_000 });
  expect(batches.reduce((sum, batch) => sum + batch.rowCount, 0)).toBe(8_000);
});

test("one huge row makes one page small, and later pages grow again", async () => {
  const query = `
    SELECT i, 'small' AS text FROM UNNEST(GENERATE_ARRAY(2, 3000)) AS i
    UNION ALL SELECT 1, repeat('x', 12000000)
    ORDER BY i
  `;
  const { client, pinned } = await pin({ query });
  const transcoder = openTranscoder(toPageColumns(pinned.columns, { mapping: null, maskKey: null }));
  const split = { split: 0, firstRow: 0, rowCount: pinned.rowCount };
  const pages: number[] = [];
  await readRows(client, pinned.snapshot, split, transcoder, { pageRows: 1_000, signal }, async (page) => {
    pages.push(page.rowCount);
  });
  expect(pages.reduce((sum, rows) => sum + rows, 0)).toBe(3_000);
  expect(pages).toContain(1);
  expect(pages).toContain(1_000);
  expect(pages.length).toBeLessThan(20);
});

test.each([["429"], ["403_rateLimitExceeded"], ["500"], ["503"], ["truncated_body"], ["reset"]] as const)(
  "the fault %s is retried and changes no row",
  async (fault) => {
    const { client, pinned } = await pin(movies);
    const whole = await read(client, pinned, { pageRows: 1_000 });
    sandbox.faults.add({ match: "tabledata.list", fault, after: 1, count: 2 });
    expect(await read(client, pinned, { pageRows: 1_000 })).toEqual(whole);
    expect(sandbox.faults.list()[0]!.struck).toBe(2);
    expect(retries.length).toBeGreaterThan(0);
  },
);

test("an expired snapshot, an unknown table and a refused token are each reported as such", async () => {
  const { client, pinned } = await pin(movies);
  sandbox.faults.add({ match: "tabledata.list", fault: "expired_job" });
  await expect(read(client, pinned, { pageRows: 1_000 })).rejects.toMatchObject({ code: "source_snapshot_expired" });
  await expect(pin({ dataset: "flights", table: "nope" })).rejects.toMatchObject({ code: "source_not_found" });
  sandbox.faults.add({ match: "tables.get", fault: "401" });
  await expect(pin(movies)).rejects.toMatchObject({ code: "source_credentials_invalid" });
});

test("a row of every type is transcoded", async () => {
  const { client, pinned } = await pin({ dataset: "types", table: "all_types" });
  const batches = await read(client, pinned, { pageRows: 2_000 });
  expect(batches.reduce((sum, batch) => sum + batch.rowCount, 0)).toBe(pinned.rowCount);
});
