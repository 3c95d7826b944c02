/** Pins the rows of a run by its configuration, as far as that decides what is read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { RunSource } from "@datamantri/contracts";
import type { Mapping, SourceConfig } from "@datamantri/api";
import { SandboxDataset } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { fetchPartitioned } from "../src/bigquery/snapshot/fetch-partitioned.ts";
import { pinSource } from "../src/pin-source.ts";

const { signal } = new AbortController();
const billing = { maximumBytesBilled: 100 * 2 ** 30, pricePerTibUsd: 6.25 };
const wholeTable = { column: "", from: "", to: "" };
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

interface Pinning {
  readonly mapping?: Mapping;
  readonly write_mode?: "append" | "merge";
  /** Table suffix that the last run ended with. */
  readonly last?: string;
  readonly range?: typeof wholeTable;
  /** A collation of every STRING, which the sandbox's tables cannot have. */
  readonly collation?: string;
}

let runNumber = 0;

async function pin(
  source: Partial<SourceConfig>,
  { mapping, write_mode = "merge", last, range, collation }: Pinning = {},
) {
  const config: SourceConfig = { project: "sandbox", api_endpoint: sandbox.url, ...source };
  const configuration: Partial<RunSource["configuration"]> = {
    mode: "batch",
    source_config: config,
    destination_config: {
      host: "localhost",
      port: 5432,
      database: "d",
      user: "u",
      schema: "s",
      table: "t",
      write_mode,
      key: ["id"],
    },
    mapping: mapping ?? null,
  };
  const run = {
    configuration,
    watermark: last === undefined ? null : { column: "table_suffix", type: "STRING", value: last },
    mask_key: null,
  } as RunSource;
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  const table = await fetchTable(client, config, signal);
  const runId = `pinned-${process.pid}-${runNumber++}`;
  const options = { runId, pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };
  const fields = table?.schema?.fields?.map((field) => (field.type === "STRING" ? { ...field, collation } : field));
  const served = collation === undefined || table === null ? table : { ...table, schema: { fields } };
  return pinSource(client, run, served as typeof table, range ?? wholeTable, options);
}

const exclude = (source: string) => ({ source, exclude: true });

describe("a rule for a STRUCT that queries leave out", () => {
  test.each<[string, Mapping]>([
    [
      "because its only field is excluded",
      { structs: "flatten", columns: [{ source: "p.h", as: "flatten" }, exclude("p.h.s")] },
    ],
    [
      "with the STRUCT around it",
      { structs: "flatten", columns: [{ source: "P", name: "q" }, exclude("p.a"), exclude("p.h.s")] },
    ],
    ["because it is in one that is excluded", { columns: [exclude("p"), { source: "p.a", name: "x" }] }],
  ])("%s, is met as in a listing", async (_what, mapping) => {
    await using dataset = await SandboxDataset.create(sandbox.url);
    const h = { name: "h", type: "RECORD", fields: [{ name: "s", type: "STRING" }] };
    const p = { type: "RECORD", fields: [{ name: "a", type: "STRING" }, h] };
    const table = await dataset.createTable({ name: "t", schema: { id: "INT64", p }, rows: [{ id: 1 }] });
    const listed = await pin(table, { mapping });
    const queried = await pin({ ...table, filter: "TRUE" }, { mapping });
    expect([listed.snapshot.jobId === "", queried.snapshot.jobId === ""]).toEqual([true, false]);
    expect(queried.columns.map(({ name }) => name)).toEqual(listed.columns.map(({ name }) => name));
  });

  test("is unmet where the source has no such STRUCT", async () => {
    const table = { dataset: "types", table: "all_types_small", filter: "TRUE" };
    const mapping = { columns: [exclude("struct.x"), { source: "struct.gone", name: "y" }] };
    await expect(pin(table, { mapping })).rejects.toMatchObject({ code: "mapping_invalid" });
  });
});

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/collation-concepts
test("only append compares the range of a backfill in PostgreSQL, whose order a collation is not", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  const schema = { id: "INT64", at: "STRING" };
  const table = await dataset.createTable({ name: "t", schema, rows: [{ id: 1, at: "b" }] });
  const range = { column: "at", from: "a", to: "c" };
  expect(await pin(table, { range, write_mode: "merge", collation: "und:ci" })).toMatchObject({ rowCount: 1 });
  await expect(pin(table, { range, write_mode: "append", collation: "und:ci" })).rejects.toMatchObject({
    code: "request_invalid",
    message: expect.stringContaining("und:ci") as string,
  });
});

test("intraday tables beside those of days are read again and again; a run without rows says what may hide them", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  for (const name of ["events_20240105", "events_intraday_20240106"]) {
    await dataset.createTable({ name, schema: { id: "INT64" }, rows: [{ id: 1 }] });
  }
  const source = {
    dataset: dataset.dataset,
    table: "events_*",
    read: "incremental",
    cursor_column: "_TABLE_SUFFIX",
  } as const;
  const intraday = { ...source, filter: "STARTS_WITH(_TABLE_SUFFIX, 'intraday_')" };
  expect(await pin(intraday)).toMatchObject({ rowCount: 1 });
  const repeated = await pin(intraday, { last: "intraday_20240106" });
  expect(repeated.rowCount).toBe(1);
  expect(repeated.notes.join()).not.toContain("duplicate the pipeline");
  const days = await pin({ ...source, filter: "LENGTH(_TABLE_SUFFIX) = 8" }, { last: "intraday_20240106" });
  expect(days.rowCount).toBe(0);
  expect(days.notes.join()).toContain("duplicate the pipeline");
});

// https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables#limitations
test("several tables have partitions of the newest one's unit", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  for (const [name, type] of [
    ["events_1", "MONTH"],
    ["events_2", "YEAR"],
    ["other", "DAY"],
  ] as const) {
    await dataset.createTable({ name, schema: { id: "INT64" }, properties: { timePartitioning: { type } } });
  }
  const config: SourceConfig = {
    project: "sandbox",
    api_endpoint: sandbox.url,
    dataset: dataset.dataset,
    table: "events_*",
  };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  const unitOf = async (more: Partial<SourceConfig>) =>
    (await fetchPartitioned(client, { ...config, read: "incremental", ...more }, null, signal))?.timePartitioning?.type;
  expect(await unitOf({ cursor_column: "_partitiontime" })).toBe("YEAR");
  expect(await unitOf({ cursor_column: "_PARTITIONDATE" })).toBe("YEAR");
  expect(await unitOf({ cursor_column: "_TABLE_SUFFIX" })).toBeUndefined();
  expect(await unitOf({ cursor_column: "id" })).toBeUndefined();
});
