/** Inspections describe a source and its cost; they leave no job behind. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceInspection } from "@datamantri/contracts";
import { SandboxDataset, testConfiguration } from "@datamantri/testkit";
import type { Mapping, SourceConfig } from "@datamantri/api";
import { openLog } from "@datamantri/runtime";

import { answerRequests } from "../src/answer-requests.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { openSourceResolver } from "../src/resolve-source.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

const mebibyte = 2 ** 20;
const billing = { maximumBytesBilled: 200 * mebibyte, pricePerTibUsd: 6.25 };
/** Nothing is stored here. */
const unknown = () => Promise.reject(new Error("unknown"));
const places = { directory: "", environment: {} };
const resolve = openSourceResolver({ connection: unknown, credentials: unknown }, places);
const { inspect: answer } = answerRequests(
  billing,
  resolve,
  openSourceNetwork(""),
  openLog("extractor", "silent"),
  new AbortController().signal,
);

function inspect(
  source: Partial<SourceConfig>,
  timeout_ms = 20_000,
  mapping: Mapping | null = null,
): Promise<SourceInspection> {
  const source_config = { project: "inspecting", data_project: "sandbox", api_endpoint: sandbox.url, ...source };
  const configuration = testConfiguration({ source_config, mapping });
  return answer({ configuration, credentials: null, has_mask_key: false, timeout_ms });
}

test("a mapping is validated against the schema, and the type report shows its effect", async () => {
  const mapping = { columns: [{ source: "id", cast: "integer" }, { source: "nope" }] };
  const { type_report, problems } = await inspect({ dataset: "types", table: "empty" }, 20_000, mapping);
  const message = 'the source has no column "nope", which the mapping names';
  expect(problems).toEqual([{ code: "mapping_invalid", message }]);
  expect(type_report).toMatchObject({ columns: [{ target_type: "integer" }, {}], problems: [message] });
});

// https://docs.cloud.google.com/bigquery/docs/column-level-security
test("columns with policy tags are named, with all columns, so that they can be excluded", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  const tagged = { type: "STRING", policyTags: { names: ["projects/p/locations/us/taxonomies/1/policyTags/2"] } };
  const fields = [
    { name: "name", type: "STRING" },
    { name: "ssn", ...tagged },
  ];
  const table = await dataset.createTable({
    name: "t",
    schema: { id: "INT64", email: tagged, p: { type: "RECORD", fields } },
    rows: [{ id: 1 }],
  });
  for (const source of [table, { ...table, filter: "id = 1" }]) {
    const { columns, problems } = await inspect(source, 20_000, { columns: [{ source: "EMAIL", exclude: true }] });
    expect(columns.map(({ name }) => name)).toEqual(["id", "email", "p"]);
    expect(problems).toEqual([
      {
        code: "source_permission_denied",
        message:
          "BigQuery said: Access denied: the account may not read data that a policy tag protects (accessDenied). " +
          'Exclude "p.ssn" in the mapping, or grant the account the role Fine-Grained Reader on their policy tags',
      },
    ]);
  }
  const mapping = { columns: ["email", "p.ssn"].map((source) => ({ source, exclude: true })) };
  expect((await inspect({ ...table, filter: "id = 1" }, 20_000, mapping)).problems).toEqual([]);
  const { problems } = await inspect({ ...table, filter: "p.ssn = '1'" }, 20_000, mapping);
  expect(problems[0]!.message).toContain("name none in a query, filter or view");
});

// https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables
test("several tables with policy tags have the columns of the newest", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  const email = { type: "STRING", policyTags: { names: ["projects/p/locations/us/taxonomies/1/policyTags/2"] } };
  const schema = { id: "INT64", email };
  const rows = [{ id: 1 }];
  await dataset.createTable({ name: "t_2", schema, rows });
  await dataset.createTable({ name: "t_1", schema: { ...schema, more: "STRING" }, rows });
  await dataset.createTable({ name: "u", schema: { other: "INT64" }, rows: [{ other: 1 }] });
  const source = { dataset: dataset.dataset, table: "t_*", allow_query_billing: true };
  const mapping = { columns: [{ source: "email", exclude: true }] };
  const { columns, problems, estimate, location } = await inspect(source, 20_000, mapping);
  expect(columns.map(({ name }) => name)).toEqual(["id", "email", "more"]);
  expect([problems, estimate.read, location]).toEqual([[], "query", "US"]);
  expect((await inspect(source)).problems).toMatchObject([
    { message: expect.stringContaining('Exclude "email" in the mapping') as string },
  ]);
});

test("nested types are written out", async () => {
  const { columns } = await inspect({ dataset: "types", table: "all_types_small" });
  const types = columns.map(({ type }) => type);
  expect(types).toContain("RANGE<DATE>");
  expect(types.some((type) => /^ARRAY<INT64>$/.test(type))).toBe(true);
  expect(types.some((type) => /^STRUCT<\w+ \w+.*>$/.test(type))).toBe(true);
});

const flights = { dataset: "flights", table: "flights_3m" };

test("a table costs nothing and is known completely", async () => {
  expect(await inspect({ dataset: "types", table: "empty" })).toEqual({
    columns: [
      { name: "id", type: "INT64", is_nullable: false },
      { name: "name", type: "STRING", is_nullable: true },
    ],
    estimate: {
      read: "table",
      is_billed: false,
      reason: "the table is read as it is",
      bytes_processed: 0,
      bytes_billed: 0,
      cost_usd: 0,
      price_per_tib_usd: 6.25,
      maximum_bytes_billed: 200 * mebibyte,
    },
    row_count: 0,
    location: "US",
    last_modified: "2024-01-01T00:00:00.000Z",
    type_report: {
      columns: [
        expect.objectContaining({ source: "id", target_type: "bigint" }),
        expect.objectContaining({ source: "name" }),
      ],
      problems: [],
    },
    problems: [],
  });
});

test("a query returns its columns and billed bytes, and runs no job", async () => {
  const query = "SELECT title, imdb_votes FROM `sandbox.movies.movies`";
  const { columns, estimate, row_count, problems } = await inspect({ query });
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ["title", "STRING"],
    ["imdb_votes", "INT64"],
  ]);
  expect(estimate).toMatchObject({ read: "query", is_billed: true, bytes_billed: 10 * mebibyte });
  expect(estimate.bytes_processed).toBeGreaterThan(1_000);
  expect([row_count, problems]).toEqual([null, []]);
  const jobs = await fetch(`${sandbox.url}/bigquery/v2/projects/inspecting/jobs`);
  expect(((await jobs.json()) as { jobs: unknown[] }).jobs).toEqual([]);
});

test("an incremental pipeline is estimated by its increments", async () => {
  const { estimate, row_count } = await inspect({ ...flights, read: "incremental", cursor_column: "date" });
  expect(estimate).toMatchObject({ read: "query", is_billed: true });
  expect(estimate.reason).toContain("rows with date after the watermark");
  expect(row_count).toBe(3_000_000);
  const other = await inspect({ ...flights, read: "incremental", cursor_column: "delay" });
  expect(other.estimate).toMatchObject({ read: "query", is_billed: true });
});

test("errors that a run would have are reported", async () => {
  const dear = await inspect({ query: "SELECT * FROM `sandbox.flights.flights_3m`", maximum_bytes_billed: "5" });
  expect(dear.problems).toMatchObject([{ code: "cost_limit_exceeded" }]);
  const view = { dataset: "movies", table: "movies_view" };
  const refused = await inspect(view);
  expect(refused.problems).toMatchObject([{ code: "billed_query_not_allowed" }]);
  expect(refused).toMatchObject({ row_count: null, estimate: { is_billed: true } });
  expect((await inspect({ ...view, allow_query_billing: true })).problems).toEqual([]);
  const nowhere = await inspect({ ...flights, cursor_column: "nope" });
  expect(nowhere.problems).toMatchObject([{ code: "sink_key_invalid" }]);
});

test("a source that does not exist, is not SQL or does not answer is reported as such", async () => {
  await expect(inspect({ dataset: "flights", table: "nope" })).rejects.toMatchObject({ code: "source_not_found" });
  await expect(inspect({ query: "SELEC 1" })).rejects.toMatchObject({ code: "source_query_invalid" });
  const api_endpoint = "http://127.0.0.1:1";
  await expect(inspect({ ...flights, api_endpoint }, 700)).rejects.toMatchObject({ code: "source_unavailable" });
});
