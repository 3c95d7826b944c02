/** Responses that are small when compressed and would fill the memory when decompressed. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import type { Snapshot } from "@datamantri/contracts";
import type { GuardedHttp } from "@datamantri/runtime";
import { bombKinds, BombServer, makeBomb, measureGrowth } from "@datamantri/testkit";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork, type SourceNetwork } from "../src/bigquery/api/source-network.ts";
import { readRows } from "../src/bigquery/snapshot/read-rows.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";
import { Google, serviceAccount, typed } from "./test-google.ts";

const never = new AbortController().signal;
const maxBytes = 100 * 2 ** 20;
/** Besides the bytes themselves, which exist twice while they are joined. */
const maxGrowth = 3 * maxBytes;

/** Google's own address, which may compress, redirected to a server of ours. */
async function openGoogle(url: string): Promise<BigQueryClient> {
  const { api } = openSourceNetwork("", undefined, maxBytes);
  const led = {
    request: (asked: URL, request: object) => api.request(new URL(asked.pathname + asked.search, url), request),
  };
  const network = { api: led as GuardedHttp, identity: new Google() as unknown as GuardedHttp } satisfies SourceNetwork;
  return BigQueryClient.open(typed(serviceAccount), network, () => undefined);
}

describe.each(bombKinds)("%s", (kind) => {
  test("from a source's address is not decompressed, and not requested again", async () => {
    await using server = await BombServer.start(await makeBomb(kind));
    const access = { config: { project: "p", api_endpoint: server.url }, credentials: null };
    const client = await BigQueryClient.open(access, openSourceNetwork(""), () => undefined);
    const growth = await measureGrowth(async () => {
      await expect(client.json({ path: "p/datasets" }, never)).rejects.toMatchObject({
        code: "source_response_refused",
        message: expect.stringContaining("a Content-Encoding that was not asked for") as string,
      });
      const snapshot: Snapshot = {
        project: "p",
        dataset: "d",
        table: "t",
        jobId: "",
        location: "EU",
        takenAtMs: 1,
        version: "",
      };
      const options = { pageRows: 10, signal: never };
      const split = { split: 0, firstRow: 0, rowCount: 10 };
      const reading = readRows(client, snapshot, split, openTranscoder([]), options, async () => undefined);
      await expect(reading).rejects.toMatchObject({ code: "source_response_refused" });
    });
    expect(growth).toBeLessThan(maxGrowth);
    expect(server.requestCount).toBe(2);
  });

  test("from Google's address ends after one more try", async () => {
    await using server = await BombServer.start(await makeBomb(kind));
    const client = await openGoogle(server.url);
    const growth = await measureGrowth(async () => {
      await expect(client.json({ path: "p/datasets" }, never)).rejects.toMatchObject({
        code: kind === "gzip of empty members" ? "row_too_large" : "source_response_refused",
      });
    });
    expect(growth).toBeLessThan(maxGrowth);
    expect(server.requestCount).toBeLessThanOrEqual(2);
  });
});

test("a row of one repeated letter, which gzip compresses as well as any bomb, is read", async () => {
  const value = "a".repeat(64 * 2 ** 20);
  const body = Buffer.from(JSON.stringify({ rows: [{ f: [{ v: value }] }] }));
  const encodings: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    encodings.push(headers["accept-encoding"]);
    if (headers["accept-encoding"] === "identity") return response.end(body);
    return response.setHeader("content-encoding", "gzip").end(gzipSync(body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const client = await openGoogle(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { rows } = await client.json<{ rows: { f: { v: string }[] }[] }>({ path: "p/data" }, never);
    expect(rows[0]!.f[0]!.v.length).toBe(value.length);
    expect(encodings).toEqual(["gzip", "identity"]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
