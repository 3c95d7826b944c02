/** Servers that speak BigQuery's API without its snapshots: https://github.com/goccy/bigquery-emulator and others. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json as readJson } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { SourceConfig } from "@datamantri/api";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import type { Billing } from "../src/bigquery/jobs/cost.ts";
import { dryRunQuery } from "../src/bigquery/jobs/query-job.ts";
import { browseSource } from "../src/bigquery/inspect/browse-source.ts";
import { inspectSource } from "../src/bigquery/inspect/inspect-source.ts";
import { chooseRead, fetchTable } from "../src/bigquery/snapshot/choose-read.ts";
import { assertUnchanged } from "../src/bigquery/snapshot/fix-in-time.ts";
import { readRows } from "../src/bigquery/snapshot/read-rows.ts";
import { describeDeclared } from "../src/bigquery/tables/declared.ts";
import { toPageColumns } from "../src/mapping/page-columns.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";
import { assertNextIncrement } from "../src/bigquery/snapshot/next-increment.ts";
import { pinSnapshot } from "../src/bigquery/snapshot/pin-snapshot.ts";
import { nothingLeftOut } from "../src/bigquery/snapshot/select-list.ts";

const { signal } = new AbortController();
const billing = { maximumBytesBilled: 2 ** 30, pricePerTibUsd: 6.25 };
const options = { runId: "run", pipelineId: "pipeline", attempt: 1, billing, signal, runEnded: signal };

type DryRuns = "checked" | "unknown" | "without a type" | "without columns";

/** What the server has, and how it differs from Google's. */
let state: {
  rows: number;
  modified: string;
  etag: string;
  list: 200 | 403;
  decorators: boolean;
  dryRun: DryRuns;
  /** Rows of each page; default: those asked for. */
  sent?: number;
  total?: string | number | null;
  /** True if each page begins with the first row. */
  ignoresStart?: boolean;
  /** Answer to a name with a time decorator. */
  refusal?: readonly [status: number, reason: string];
  /** Optional fields that BigQuery would leave out. */
  optional?: object;
};
let asked: string[];
/** What the last request for rows asked for. */
let page: { first: number; most: number };
/** Fields of which rows were asked for; null: all. */
let selected: (string | null)[];
let server: Server;
let config: SourceConfig;

beforeAll(async () => {
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url!, "http://x");
    const path = pathname.replace("/bigquery/v2/projects/p/", "");
    asked.push(`${request.method} ${path}`);
    if (path.endsWith("/data")) selected.push(searchParams.get("selectedFields"));
    const sent = (await json(request)) as { configuration?: { dryRun?: boolean } };
    const numberOf = (name: string, other: number) => Number(searchParams.get(name) ?? other);
    page = {
      first: state.ignoresStart === true ? 0 : numberOf("startIndex", 0),
      most: numberOf("maxResults", Number.POSITIVE_INFINITY),
    };
    const [status, body] = answer(`${request.method} ${path}`, sent.configuration?.dryRun === true);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  config = { project: "p", api_endpoint: url, dataset: "d", table: "t" };
});
afterAll(() => void server.close());
beforeEach(() => {
  state = { rows: 3, modified: "1700000000000", etag: "a", list: 200, decorators: false, dryRun: "checked" };
  asked = [];
  selected = [];
});

const json = async (request: IncomingMessage): Promise<object> =>
  request.method === "POST" ? ((await readJson(request)) as object) : {};

const schema = { fields: [{ name: "id", type: "INTEGER" }] };
const refused = (status: number, reason: string, message: string) =>
  [status, { error: { code: status, message, errors: [{ reason, message }] } }] as const;

/** Rows of a page of this many. */
const lengthOf = (rows: number) => Math.min(page.most, Math.max(0, rows - page.first));
const row = (_: unknown, i: number) => ({ f: [{ v: String(i) }] });

function answer(request: string, isDryRun = false): readonly [number, object] {
  const { rows, modified, etag, list } = state;
  const table = { type: "TABLE", schema, numRows: String(rows), lastModifiedTime: modified, etag, ...state.optional };
  switch (request) {
    case "GET datasets":
      return [200, { datasets: [{ datasetReference: { datasetId: "d" } }], nextPageToken: null }];
    case "GET datasets/d/tables/t":
      return [200, table];
    case "GET datasets/d/tables/t/data":
      if (list === 403)
        return refused(403, "accessDenied", "Access Denied: Table p:d.t: User does not have permission");
      return [
        200,
        {
          totalRows: state.total === undefined ? String(rows) : state.total,
          rows: Array.from({ length: state.sent ?? lengthOf(rows) }, row),
          pageToken: null,
        },
      ];
    case "POST jobs": {
      if (state.dryRun === "without columns" && isDryRun) {
        return [200, { statistics: { query: { statementType: "SELECT" } } }];
      }
      if (state.dryRun !== "checked" && isDryRun) return state.dryRun === "unknown" ? [501, {}] : [200, { status: {} }];
      const statistics = { totalBytesProcessed: "24", query: { statementType: "SELECT", schema } };
      const configuration = { query: { destinationTable: { projectId: "p", datasetId: "r", tableId: "result" } } };
      return [
        200,
        { jobReference: { projectId: "p", jobId: "j" }, status: { state: "DONE" }, configuration, statistics },
      ];
    }
    case "GET datasets/r/tables/result":
      return [200, { ...table, numRows: "2" }];
    case "GET datasets/r/tables/result/data":
      return [200, { totalRows: "2", rows: Array.from({ length: lengthOf(2) }, row) }];
    default:
      if (request.startsWith("GET jobs/")) return answer("POST jobs");
      if (state.decorators && request.endsWith("/data")) return answer("GET datasets/d/tables/t/data");
      return refused(...(state.refusal ?? ([404, "notFound"] as const)), "Not found: Table p:d.t@1700000000000");
  }
}

async function pin(more: Partial<SourceConfig> = {}, rules: Partial<Billing> = {}) {
  const source = { ...config, ...more };
  const client = await BigQueryClient.open({ config: source, credentials: null }, openSourceNetwork(""), () => {});
  const read = chooseRead(source, await fetchTable(client, source, signal), null);
  const pinned = await pinSnapshot(client, source, read, { ...options, billing: { ...billing, ...rules } });
  return { client, pinned };
}

test("a table is read as it is, the run says so, and an unchanged table passes", async () => {
  const { client, pinned } = await pin();
  expect(pinned).toMatchObject({ rowCount: 3, snapshot: { table: "t", jobId: "" } });
  expect(pinned.notes.join()).toContain("no snapshot");
  selected = [];
  await assertUnchanged(client, pinned.snapshot, "id", signal);
  expect(selected).toEqual(["id"]);
});

test("a name with a time may be refused as invalid", async () => {
  state.refusal = [400, "invalid"];
  expect((await pin()).pinned).toMatchObject({ rowCount: 3, snapshot: { table: "t" } });
});

test("null means absent, as in every optional field of a table", async () => {
  const field = { ...schema.fields[0], mode: null, description: null, fields: null, maxLength: null, policyTags: null };
  state.optional = {
    schema: { fields: [field] },
    description: null,
    location: null,
    streamingBuffer: null,
    tableConstraints: null,
    timePartitioning: null,
    externalDataConfiguration: null,
  };
  const { client, pinned } = await pin();
  const { fields, policyTags: _tags, ...plain } = field;
  expect(fields).toBeNull();
  expect(pinned.columns).toEqual([
    expect.objectContaining({ name: plain.name, type: "INT64", repeated: false, required: false, fields: [] }),
  ]);
  expect(pinned.snapshot.location).toBe("");
  expect(describeDeclared(pinned.columns, await fetchTable(client, config, signal))).toEqual({
    description: "",
    columnDescriptions: [],
    primaryKey: [],
  });
});

test.each([
  ["counts the rows of a page", { total: "1" }],
  ["counts some rows", { total: "2" }],
  ["counts rows that are gone", { total: "4" }],
  ["does not know startIndex", { ignoresStart: true }],
  ["has snapshots and does not know startIndex", { ignoresStart: true, decorators: true }],
])("a server that %s is not believed", async (_, other) => {
  Object.assign(state, other);
  await expect(pin()).rejects.toMatchObject({
    code: "source_response_refused",
    message: expect.stringContaining("its pages cannot be relied on") as string,
  });
});

test("the result of a query is looked at likewise", async () => {
  const query = { dataset: undefined, table: undefined, query: "SELECT 1 AS id" };
  expect((await pin(query)).pinned.rowCount).toBe(2);
  state.ignoresStart = true;
  await expect(pin(query)).rejects.toMatchObject({ code: "source_response_refused" });
});

test("a table whose rows the server does not count has no count", async () => {
  state.optional = { numRows: null };
  const { client } = await pin();
  expect(await inspectSource(client, config, { mapping: null }, billing, signal)).toMatchObject({ row_count: null });
  expect(await browseSource(client, config, { dataset: "d", table: "t" }, signal)).toMatchObject({
    table: { row_count: null },
  });
});

test("a count may be a number", async () => {
  state.total = 3;
  const { client, pinned } = await pin();
  const transcoder = openTranscoder(toPageColumns(pinned.columns, { mapping: null, maskKey: null }));
  let rows = 0;
  await readRows(
    client,
    pinned.snapshot,
    { split: 0, firstRow: 0, rowCount: 3 },
    transcoder,
    { pageRows: 1, signal },
    async (page) => {
      rows += page.rowCount;
    },
  );
  expect(rows).toBe(3);
});

test("a server with snapshots is asked once, and nothing is compared", async () => {
  state.decorators = true;
  const { client, pinned } = await pin();
  expect(pinned.snapshot).toMatchObject({ version: "", table: expect.stringMatching(/^t@\d+$/) as string });
  expect(pinned.notes).toEqual([]);
  asked = [];
  await assertUnchanged(client, pinned.snapshot, undefined, signal);
  expect(asked).toEqual([]);
});

test.each([
  ["rows", { rows: 4 }],
  ["the time of its last change", { modified: "1700000000001" }],
  ["the etag", { etag: "b" }],
])("a table that has another state afterwards (%s) ends the run", async (_, change) => {
  const { client, pinned } = await pin();
  Object.assign(state, change);
  await expect(assertUnchanged(client, pinned.snapshot, undefined, signal)).rejects.toMatchObject({
    code: "source_changed",
    isRetryable: false,
  });
});

test("null for the next page is the end of a list", async () => {
  const { client } = await pin();
  expect(await browseSource(client, config, {}, signal)).toMatchObject({ datasets: ["d"], is_complete: true });
});

// https://docs.cloud.google.com/bigquery/docs/row-level-security-intro#limitations
test("a table whose rows may not be listed is read by a query, if that is allowed", async () => {
  state.list = 403;
  await expect(pin()).rejects.toMatchObject({
    code: "source_permission_denied",
    message: expect.stringContaining("set allow_query_billing") as string,
  });
  expect(asked.filter((request) => request.startsWith("POST"))).toEqual([]);
  const { pinned } = await pin({ allow_query_billing: true });
  expect(pinned).toMatchObject({ rowCount: 2, snapshot: { table: "result", version: "" } });
  expect(pinned.notes[0]).toContain("row access policies");
});

test("a validation finds that rows may not be listed", async () => {
  const inspect = async (more: Partial<SourceConfig> = {}) => {
    const source = { ...config, ...more };
    const client = await BigQueryClient.open({ config: source, credentials: null }, openSourceNetwork(""), () => {});
    return inspectSource(client, source, { mapping: null }, billing, signal);
  };
  expect((await inspect()).problems).toEqual([]);
  state.list = 403;
  expect((await inspect()).problems).toEqual([
    { code: "source_permission_denied", message: expect.stringContaining("allow_query_billing") as string },
  ]);
  expect(await inspect({ allow_query_billing: true })).toMatchObject({ problems: [], estimate: { read: "query" } });
});

describe.each(["unknown", "without a type"] as const)("a server whose dry run is %s", (dryRun) => {
  const query = { dataset: undefined, table: undefined, query: "SELECT 1 AS id" };

  beforeEach(() => void (state.dryRun = dryRun));

  test("runs no query, unless its operator lets it", async () => {
    await expect(pin(query)).rejects.toMatchObject({
      code: "source_query_invalid",
      message: expect.stringContaining("UNCHECKED_QUERIES") as string,
    });
    expect(asked).toEqual(["POST jobs"]);
    expect((await pin(query, { allowsUncheckedQueries: true })).pinned.rowCount).toBe(2);
  });

  test("never runs what does not look like a SELECT", async () => {
    const statement = { ...query, query: "DELETE FROM d.t WHERE TRUE" };
    await expect(pin(statement, { allowsUncheckedQueries: true })).rejects.toThrow(/must be one SELECT/);
    expect(asked).toEqual(["POST jobs"]);
  });

  test("reads tables, and refuses increments before their first run", async () => {
    const { client, pinned } = await pin();
    expect(pinned.rowCount).toBe(3);
    const source = { ...config, read: "incremental", cursor_column: "id" } as const;
    const first = (rules: Partial<Billing>) =>
      assertNextIncrement(source, null, pinned.columns, nothingLeftOut, (asked) =>
        dryRunQuery(client, source, asked, { labels: {}, billing: { ...billing, ...rules }, signal }),
      );
    await expect(first({})).rejects.toThrow(/UNCHECKED_QUERIES/);
    await first({ allowsUncheckedQueries: true });
  });
});

// As https://github.com/goccy/bigquery-emulator does.
describe("a server that sends every row whatever is asked for", () => {
  test("is asked for one page", async () => {
    state.sent = 3;
    expect((await pin()).pinned).toMatchObject({ rowCount: 3, isOnePage: true });
    delete state.sent;
    expect((await pin()).pinned).toMatchObject({ rowCount: 3, isOnePage: false });
  });

  test("is not believed when its page has more rows than were asked for", async () => {
    const { client, pinned } = await pin();
    state.sent = 3;
    const transcoder = openTranscoder(toPageColumns(pinned.columns, { mapping: null, maskKey: null }));
    const split = { split: 0, firstRow: 0, rowCount: 3 };
    const reading = readRows(client, pinned.snapshot, split, transcoder, { pageRows: 2, signal }, async () => {});
    await expect(reading).rejects.toMatchObject({ code: "source_response_refused" });
  });
});

test("a statement that a server calls a SELECT has to look like one", async () => {
  const query = "DELETE FROM d.t WHERE TRUE";
  await expect(pin({ dataset: undefined, table: undefined, query })).rejects.toThrow(/must be one SELECT/);
  expect(asked.filter((request) => request.startsWith("POST"))).toEqual(["POST jobs"]);
});

test("an increment of a query runs where dry runs tell no columns", async () => {
  state.dryRun = "without columns";
  const query = { dataset: undefined, table: undefined, query: "SELECT 1 AS id" };
  const incremental = { ...query, read: "incremental", cursor_column: "id" } as const;
  expect((await pin(incremental)).pinned.rowCount).toBe(2);
  await expect(pin({ ...incremental, cursor_column: "at" })).rejects.toMatchObject({ code: "sink_key_invalid" });
  await expect(pin({ ...incremental, cursor_start: "5" })).rejects.toThrow(/cursor_start/);
});

test("a page that does not fit the columns is asked for twice, and ends the run", async () => {
  const { client, pinned } = await pin();
  const columns = [...pinned.columns, { ...pinned.columns[0]!, name: "second" }];
  const transcoder = openTranscoder(toPageColumns(columns, { mapping: null, maskKey: null }));
  asked = [];
  const split = { split: 0, firstRow: 0, rowCount: 1 };
  const reading = readRows(client, pinned.snapshot, split, transcoder, { pageRows: 1, signal }, async () => {});
  await expect(reading).rejects.toMatchObject({
    code: "source_response_refused",
    isRetryable: false,
    message: expect.stringContaining("do not fit the columns") as string,
  });
  expect(asked).toHaveLength(2);
});

test.each([null, "many", "0"])("an answer that counts %j rows is no count, and nothing is planned", async (total) => {
  state.total = total;
  await expect(pin()).rejects.toMatchObject({ code: "source_response_refused", isRetryable: false });
});
