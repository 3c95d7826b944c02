/** A source's address may belong to anybody: its responses are limited, and not requested again. */
import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Snapshot } from "@datamantri/contracts";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { readRows } from "../src/bigquery/snapshot/read-rows.ts";
import { openTranscoder } from "../src/transcode/open-transcoder.ts";

const maxBytes = 100_000;
const never = new AbortController().signal;
const sent: ServerResponse[] = [];

const answers: Record<string, RequestListener> = {
  large: (_request, response) => response.end(Buffer.alloc(10 * maxBytes)),
  endless: (_request, response) => {
    const more = (): void => void response.write(Buffer.alloc(maxBytes), (error) => error ?? setImmediate(more));
    more();
  },
};
const server = createServer((request, response) => {
  sent.push(response);
  answers[/projects\/(\w+)/.exec(request.url!)![1]!]!(request, response);
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function openClient(): Promise<BigQueryClient> {
  const config = { project: "p", api_endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return BigQueryClient.open(
    { config, credentials: null },
    openSourceNetwork("", undefined, maxBytes),
    () => undefined,
  );
}

test.each(["large", "endless"])("%s: a response that is too large ends at its limit", async (kind) => {
  const client = await openClient();
  sent.length = 0;
  await expect(client.json({ path: `${kind}/datasets` }, never)).rejects.toMatchObject({
    code: "row_too_large",
    message: expect.stringMatching(
      /^BigQuery at 127\.0\.0\.1:\d+ sent too much: .* larger than 100000 bytes$/,
    ) as string,
  });
  expect(sent).toHaveLength(1);
  if (!sent[0]!.closed) await once(sent[0]!, "close");
});

test("a page that is too large names its row", async () => {
  const client = await openClient();
  const snapshot: Snapshot = {
    project: "large",
    dataset: "d",
    table: "t",
    jobId: "",
    location: "EU",
    takenAtMs: 1,
    version: "",
  };
  const split = { split: 0, firstRow: 7, rowCount: 1 };
  const transcoder = openTranscoder([]);
  const reading = readRows(client, snapshot, split, transcoder, { pageRows: 10, signal: never }, async () => undefined);
  await expect(reading).rejects.toMatchObject({
    code: "row_too_large",
    message: expect.stringMatching(/^cannot read row 7 of the snapshot: BigQuery at/) as string,
    facts: { row: 7 },
  });
});
