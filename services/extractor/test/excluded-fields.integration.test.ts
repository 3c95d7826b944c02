/** A table without its excluded fields is the same whether its rows are listed or a query reads them. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import { SandboxDataset } from "@datamantri/testkit";
import type { Mapping, SourceConfig } from "@datamantri/api";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { chooseRead, fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { pinSnapshot } from "../src/bigquery/snapshot/pin-snapshot.ts";
import { readRows } from "../src/bigquery/snapshot/read-rows.ts";
import { leaveOut } from "../src/bigquery/snapshot/select-list.ts";
import { toColumns } from "../src/bigquery/tables/table.ts";
import { mapColumns } from "../src/mapping/map-columns.ts";
import { toPageColumns } from "../src/mapping/page-columns.ts";
import { selectFields } from "../src/mapping/selected-fields.ts";
import { unreadSources } from "../src/mapping/unread-sources.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";

let sandbox: Sandbox;
const { signal } = new AbortController();
const billing = { maximumBytesBilled: 100 * 2 ** 30, pricePerTibUsd: 6.25 };

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

let runNumber = 0;

/** @returns the rows as PostgreSQL gets them, and the bytes that were estimated. */
async function read(source: Partial<SourceConfig>, mapping: Mapping) {
  const config: SourceConfig = { project: "sandbox", api_endpoint: sandbox.url, ...source };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => {});
  const table = await fetchTable(client, config, signal);
  const known = toColumns(table!.schema!.fields);
  const chosen = chooseRead(config, table, null, { leftOut: leaveOut(mapping, known) });
  const runId = `excluded-${process.pid}-${runNumber++}`;
  const options = { runId, pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };
  const { columns: found, snapshot, rowCount, bytesEstimated } = await pinSnapshot(client, config, chosen, options);
  const columns = mapColumns(found, { mapping, leftOut: unreadSources(mapping, known) });
  const transcoder = openTranscoder(toPageColumns(columns, { mapping, maskKey: null }));
  const pages: Uint8Array[] = [];
  const page = { pageRows: 100, selectedFields: selectFields(columns, mapping), signal };
  await readRows(client, snapshot, { split: 0, firstRow: 0, rowCount }, transcoder, page, async ({ tuples }) => {
    pages.push(Buffer.from(tuples));
  });
  return { kind: chosen.kind, rowCount, tuples: Buffer.concat(pages).toString("hex"), bytesEstimated };
}

const exclude = (...sources: string[]) => sources.map((source) => ({ source, exclude: true }));

test.each<Mapping>([
  { columns: exclude("struct.x") },
  { columns: exclude("STRUCT.inner_struct.ok", "struct_array.tags") },
  { columns: exclude("struct.name", "struct.inner_struct.day", "struct_array.n", "id") },
  { structs: "flatten", columns: exclude("struct.inner_struct.day", "struct.name") },
  { structs: "flatten", columns: [...exclude("struct.x"), { source: "struct.inner_struct", as: "jsonb" }] },
])("%j", async (mapping) => {
  const table = { dataset: "types", table: "all_types_small" };
  const listed = await read(table, mapping);
  const queried = await read({ ...table, filter: "TRUE" }, mapping);
  expect([listed.kind, queried.kind]).toEqual(["table", "query"]);
  expect(listed.rowCount).toBe(12);
  expect(queried.tuples).toBe(listed.tuples);
});

// https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/data-types#data_type_sizes
test("an excluded field is not billed", async () => {
  await using dataset = await SandboxDataset.create(sandbox.url);
  const fields = ["kept", "large"].map((name) => ({ name, type: "STRING" }));
  const table = await dataset.createTable({
    name: "t",
    schema: { id: "INT64", s: { type: "RECORD", fields } },
  });
  const rows = "SELECT i, STRUCT('ab' AS kept, REPEAT('x', 1000000) AS large) FROM UNNEST(GENERATE_ARRAY(1, 12)) AS i";
  await dataset.query(`INSERT INTO t (id, s) ${rows}`);
  const filtered = { ...table, filter: "TRUE" };
  const whole = await read(filtered, { columns: exclude("id") });
  const part = await read(filtered, { columns: exclude("s.large") });
  // At least 10 MB for each table: https://cloud.google.com/bigquery/pricing#on_demand_pricing
  expect([whole.bytesEstimated, part.bytesEstimated]).toEqual([12 * 2 ** 20, 10 * 2 ** 20]);
});
