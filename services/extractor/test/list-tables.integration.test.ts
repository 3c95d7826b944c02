/** Lists of tables that have several pages. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, test } from "vitest";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { listAllTables } from "../src/bigquery/tables/list-tables.ts";

const { signal } = new AbortController();

/** Sends pages without end from dataset `endless`, and two from any other. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url!, "http://server");
  const isFirst = searchParams.get("pageToken") === null;
  const tables = [{ tableReference: { tableId: isFirst ? "a" : "b" }, ...(isFirst && { creationTime: "5" }) }];
  const hasNext = isFirst || pathname.includes("/endless/");
  response.end(JSON.stringify({ tables, nextPageToken: hasNext ? "next" : "" }));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function list(datasetId: string) {
  const config = { project: "p", api_endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  const client = await BigQueryClient.open({ config, credentials: null }, openSourceNetwork(""), () => undefined);
  const tables = [];
  for await (const table of listAllTables(client, { projectId: "p", datasetId }, signal)) tables.push(table);
  return tables;
}

// https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables/list
test("have the tables of all pages", async () => {
  expect(await list("d")).toEqual([
    { name: "a", type: "TABLE", createdMs: 5 },
    { name: "b", type: "TABLE", createdMs: 0 },
  ]);
});

test("are refused if they have no end", async () => {
  await expect(list("endless")).rejects.toMatchObject({ code: "source_response_refused" });
});
