/** Servers of an attacker, to which an editor points sources and webhooks: their answers, their addresses, their names for tables. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { DeliveryView } from "@datamantri/api";
import { makeBomb, waitFor } from "@datamantri/testkit";

import { openApi, type Answer, type CallApi } from "../call-api.ts";
import { awaitEnd, pipelineBody, startTestStack, trigger, type Run, type TestStack } from "../test-stack.ts";

let product: TestStack;
/** As an editor. */
let call: CallApi;
let pids: Record<string, number>;
const closing: (() => void)[] = [];

const password = "correct horse battery staple";
const source = { dataset: "flights", table: "airports" };
const mebibyte = 2 ** 20;

beforeAll(async () => {
  product = await startTestStack({ registry: { WEBHOOK_NETWORKS: "127.0.0.1" } });
  await product.api.post("/api/v1/users", { email: "editor@example.com", role: "editor", password });
  call = await openApi({ ...product, access: { ...product.access, email: "editor@example.com", password } });
  pids = product.stack.pids();
});
afterEach(() => {
  // A process that ended was started again, with another id.
  expect(product.stack.pids()).toEqual(pids);
});
afterAll(async () => {
  for (const close of closing) close();
  await product[Symbol.asyncDispose]();
});

/** @returns how many bytes its clients have taken from it. */
async function listen(handle: RequestListener): Promise<{ readonly url: string; readonly taken: () => number }> {
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    handle(request, response);
  }).listen(0, "127.0.0.1");
  server.on("connection", (socket) => sockets.push(socket));
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const taken = () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken };
}

/** In small pieces: what is written at once counts as taken. */
function send(response: ServerResponse, body: Uint8Array): void {
  const pieces = function* (): Generator<Uint8Array> {
    for (let at = 0; at < body.length; at += 2 ** 16) yield body.subarray(at, at + 2 ** 16);
  };
  Readable.from(pieces()).pipe(response);
}

/** The most memory that a process has had: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakBytes(service: string): number {
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pids[service]}/status`, "utf8"))![1]) * 1024;
}

async function runOf(body: object): Promise<Run> {
  const made = await call("POST", "/api/v1/pipelines", { body });
  expect([made.status, made.text]).toEqual([201, expect.anything()]);
  return awaitEnd(product, await trigger(product, made.json["id"] as string));
}

const pipelineFrom = (endpoint: string): object => ({
  ...pipelineBody(product, { name: `from-${crypto.randomUUID()}`, source }),
  source_config: { project: "p", api_endpoint: endpoint, ...source },
});

/** The newest delivery of a test message, once it was tried. */
async function deliver(url: string): Promise<DeliveryView> {
  const made = await call("POST", "/api/v1/webhooks", { body: { name: crypto.randomUUID(), url } });
  const { id } = (made.json as { webhook: { id: string } }).webhook;
  await call("POST", `/api/v1/webhooks/${id}/test`, { body: {} });
  return waitFor(
    async () => {
      const { text } = await call("GET", `/api/v1/webhooks/${id}/deliveries`);
      return (JSON.parse(text) as DeliveryView[]).find(({ status }) => status !== "pending");
    },
    { what: "the message to be sent" },
  );
}

describe("an answer of 10 GB, packed by", () => {
  test.each(["gzip", "deflate", "br", "zstd", "1,000 times gzip", "gzip of empty members"] as const)(
    "%s, is unpacked by no worker and ends the run",
    async (kind) => {
      const { encoding, body } = await makeBomb(kind);
      // Packing takes seconds, in which servers closed idle connections: the next request must not take one of them.
      await sleep(50);
      const bomb = await listen((_request, response) => {
        send(response.writeHead(200, { "content-type": "application/json", "content-encoding": encoding }), body);
      });
      const before = peakBytes("extractor");
      expect(await runOf(pipelineFrom(bomb.url))).toMatchObject({
        status: "failed",
        error_code: "source_response_refused",
        error_message: expect.stringContaining("Content-Encoding") as string,
      });
      const asked = { kind: "bigquery", config: { project: "p", api_endpoint: bomb.url } };
      const test = await call("POST", "/api/v1/connections/test", { body: asked });
      expect(test.text).toContain("source_response_refused");
      expect(peakBytes("extractor") - before).toBeLessThan(100 * mebibyte);
      // A kernel's buffers for each request, if anything.
      expect(bomb.taken()).toBeLessThan(50 * mebibyte);
    },
  );

  test("gzip, is not read by the sender of webhooks either, nor is one without an end", async () => {
    const { encoding, body } = await makeBomb("gzip");
    const packed = await listen((_request, response) => {
      send(response.writeHead(200, { "content-encoding": encoding }), body);
    });
    const endless = await listen((_request, response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(mebibyte)));
      };
      response.on("drain", write);
      write();
    });
    const before = peakBytes("registry");
    for (const { url, taken } of [packed, endless]) {
      expect((await deliver(url)).attempts).toMatchObject([{ status: 200, error: null }]);
      expect(taken()).toBeLessThan(50 * mebibyte);
    }
    expect(peakBytes("registry") - before).toBeLessThan(100 * mebibyte);
  });

  test("all of them, leaves workers that go on", async () => {
    const run = await runOf(pipelineBody(product, { name: "afterwards", source }));
    expect(run).toMatchObject({ status: "success", records_processed: 3_376 });
  });
});

/** The metadata server, 169.254.169.254, and what else is of no single machine, inside of IPv6. */
const never = [
  ["mapped (RFC 4291)", "::ffff:169.254.169.254"],
  ["mapped, in hexadecimal", "::ffff:a9fe:a9fe"],
  ["compatible (RFC 4291)", "::169.254.169.254"],
  ["translated (RFC 2765)", "::ffff:0:a9fe:a9fe"],
  ["by NAT64 (RFC 6052)", "64:ff9b::a9fe:a9fe"],
  ["by local NAT64 (RFC 8215)", "64:ff9b:1::a9fe:a9fe"],
  ["by 6to4 (RFC 3056)", "2002:a9fe:a9fe::1"],
  ["by Teredo, as its server (RFC 4380)", "2001:0:a9fe:a9fe::f7f7:f7f7"],
  ["by Teredo, as its client", "2001:0:808:808::5601:5601"],
  ["link-local", "fe80::1"],
  ["of AWS", "fd00:ec2::254"],
  ["unspecified", "::"],
] as const;

/** What is inside for a webhook: 10.0.0.1 and 192.168.0.1 in the same clothes. */
const inside = [
  ["site-local (RFC 3879)", "fec0::1"],
  ["unique local", "fd12::1"],
  ["loopback", "::1"],
  ["mapped", "::ffff:10.0.0.1"],
  ["compatible", "::10.0.0.1"],
  ["translated", "::ffff:0:a00:1"],
  ["by NAT64", "64:ff9b::a00:1"],
  ["by 6to4", "2002:a00:1::"],
  ["by Teredo, as its server", "2001:0:c0a8:1::f7f7:f7f7"],
  ["by Teredo, as its client", "2001:0:808:808::f5ff:fffe"],
] as const;

describe("an address in IPv6", () => {
  const refused = ({ status, text }: Answer): void => {
    expect([status, text]).toEqual([400, expect.stringContaining("egress_refused")]);
  };

  test.each(never)("of a metadata server, %s, is no source, destination or webhook", async (_, address) => {
    const url = `http://[${address}]/`;
    const { destination_config: destination, ...body } = pipelineBody(product, { name: "inward", source }) as {
      destination_config: object;
    };
    refused(await call("POST", "/api/v1/pipelines", { body: pipelineFrom(url) }));
    const destination_config = { ...destination, host: address };
    refused(await call("POST", "/api/v1/pipelines", { body: { ...body, destination_config } }));
    refused(await call("POST", "/api/v1/webhooks", { body: { name: "inward", url } }));
    for (const [kind, config] of [
      ["bigquery", { project: "p", api_endpoint: url }],
      ["postgres", destination_config],
    ]) {
      const { table: _table, ...server } = config as { table?: string };
      refused(await call("POST", "/api/v1/connections", { body: { name: "inward", kind, config: server } }));
      refused(await call("POST", "/api/v1/connections/test", { body: { kind, config: server } }));
    }
  });

  test.each(inside)("of a private network, %s, gets no webhook", async (_, address) => {
    const { attempts, status } = await deliver(`http://[${address}]:9/`);
    expect([status, attempts]).toMatchObject(["failed", [{ status: null, error: "egress_refused" }]]);
  });
});

describe("names that end a quoted name", () => {
  /** A name, and the one token that BigQuery's language has for it: .../standard-sql/lexical#quoted_identifiers */
  const names = [
    ["a` FROM `secrets", "a\\` FROM \\`secrets"],
    ["a\\", "a\\\\"],
    ["a\\` FROM secrets --", "a\\\\\\` FROM secrets --"],
    ["a\n`; SELECT 1; --", "a\\n\\`; SELECT 1; --"],
  ] as const;

  /** A source whose tables are all views with one column, so that reading them takes a query. Keeps the queries. */
  async function listenAsBigQuery(column: string): Promise<{ readonly url: string; readonly queries: string[] }> {
    const queries: string[] = [];
    const { url } = await listen((request, response) => {
      let text = "";
      request.on("data", (data: Buffer) => (text += data.toString()));
      request.on("end", () => {
        const query = /"query":("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
        if (query !== undefined) queries.push(JSON.parse(query) as string);
        const error = { code: 403, errors: [{ reason: "accessDenied" }], message: "no" };
        const table = { type: "VIEW", schema: { fields: [{ name: column, type: "DATE" }] }, location: "US" };
        response
          .writeHead(query === undefined ? 200 : 403, { "content-type": "application/json" })
          .end(JSON.stringify(query === undefined ? table : { error }));
      });
    });
    return { url, queries };
  }

  test.each(names)("stay one name in a query: %j", async (name, quoted) => {
    const { url, queries } = await listenAsBigQuery(name);
    const config = { project: "p", api_endpoint: url, allow_query_billing: true, table: "t", cursor_column: name };
    const made = await call("POST", "/api/v1/pipelines", {
      body: { ...pipelineFrom(url), mode: "append", source_config: { ...config, dataset: name } },
    });
    const id = made.json["id"] as string;
    expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({ status: "failed" });
    const range = { from: "2026-01-01", to: "2026-02-01", column: name };
    const filled = await call("POST", `/api/v1/pipelines/${id}/backfill`, { body: range });
    expect([filled.status, filled.text]).toEqual([202, expect.anything()]);
    await awaitEnd(product, filled.json["run_id"] as string);
    const from = `SELECT * FROM \`p.${quoted}.t\` AS datamantri_source`;
    const column = `datamantri_source.\`${quoted}\``;
    expect([...new Set(queries)]).toEqual([from, `${from} WHERE ${column} >= @from AND ${column} < @to`]);
  });
});
