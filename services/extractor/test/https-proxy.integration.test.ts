/** An extractor that reaches Google only through a proxy, with credentials of the source's and of its own. */
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import { ensureTopology, openBus, request, type Bus } from "@datamantri/bus";
import type { ExtractorApi } from "@datamantri/contracts";
import { openLog, Secret } from "@datamantri/runtime";
import {
  HttpProxy,
  makeDataFolder,
  startNats,
  testCertificates,
  TestService,
  type TestNats,
} from "@datamantri/testkit";

import { authorizedUser, serviceAccount } from "./test-google.ts";

let nats: TestNats;
let sandbox: Sandbox;
let bus: Bus;
let folder: string;
let proxy: HttpProxy;
const stop = new AbortController();
const login = "us@er:correct horse battery staple";

/** Google's token endpoint, and BigQuery as the sandbox has it. */
const google = createServer(
  { cert: testCertificates.googleCertificate, key: testCertificates.googleKey },
  (incoming, response) => void answerAsGoogle(incoming, response),
);

async function answerAsGoogle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat((await incoming.toArray()) as Buffer[]);
  if (incoming.url === "/token") {
    const token = { access_token: "ya29.token", expires_in: 3_600, token_type: "Bearer" };
    response.setHeader("content-type", "application/json").end(JSON.stringify(token));
    return;
  }
  const { method = "GET" } = incoming;
  const sent = { method, ...(method === "POST" ? { body, headers: { "content-type": "application/json" } } : {}) };
  const answer = await fetch(`${sandbox.url}${incoming.url}`, sent);
  response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
}

beforeAll(async () => {
  folder = await makeDataFolder("datamantri-test-proxy-");
  await writeFile(join(folder, "ca.pem"), testCertificates.googleCertificate);
  await writeFile(join(folder, "own.json"), JSON.stringify(serviceAccount));
  [nats, sandbox] = await Promise.all([startNats({ server: inject("natsServer") }), startSandbox()]);
  const options = { url: new Secret(nats.url), log: openLog("registry", "silent"), onClosed: () => undefined };
  bus = await openBus({ ...options, service: "registry", signal: stop.signal });
  await ensureTopology(bus, { maxBatchMessages: 500, replicas: 1 });
  google.listen(0, "127.0.0.1");
  await once(google, "listening");
});
afterAll(async () => {
  stop.abort();
  google.close();
  google.closeAllConnections();
  await bus[Symbol.asyncDispose]();
  await sandbox.close();
  await nats[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const { port } = google.address() as AddressInfo;
  const targets = { "oauth2.googleapis.com:443": port, "bigquery.googleapis.com:443": port };
  proxy = await HttpProxy.start({ login, targets });
  return () => proxy[Symbol.asyncDispose]();
});

const main = join(import.meta.dirname, "../src/main.ts");

const withLogin = () => `http://us%40er:correct%20horse%20battery%20staple@127.0.0.1:${proxy.port}`;

const startExtractor = (settings: Readonly<Record<string, string>>) =>
  new TestService(main, {
    NATS_URL: nats.url,
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    GOOGLE_APPLICATION_CREDENTIALS: join(folder, "own.json"),
    ...settings,
  }).started();

async function check(credentials: object | null) {
  const asked = {
    config: { project: "sandbox" },
    credentials: credentials && JSON.stringify(credentials),
    timeout_ms: 20_000,
  };
  return request<ExtractorApi, "check_source">(bus, "extractor", "check_source", asked, 25_000);
}

describe("through a proxy", () => {
  test.each([
    ["a service account's key", serviceAccount, "HTTPS_PROXY"],
    ["a user's refresh token", authorizedUser, "https_proxy"],
    ["the extractor's own credentials", null, "HTTPS_PROXY"],
  ])("%s is exchanged, and BigQuery is reached", async (_, credentials, name) => {
    await using extractor = await startExtractor({ [name]: withLogin() });
    const checks = await check(credentials);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(new Set(proxy.asked)).toEqual(new Set(["oauth2.googleapis.com:443", "bigquery.googleapis.com:443"]));
    expect(extractor.output).not.toMatch(/horse|us%40er|us@er/);
  });

  test.each([
    ["the source's", serviceAccount],
    ["the extractor's own", null],
  ])("that wants a login, %s credentials fail for that reason, which names no login", async (_, credentials) => {
    await using extractor = await startExtractor({ HTTPS_PROXY: `http://us%40er:incorrect@127.0.0.1:${proxy.port}` });
    const failed = (await check(credentials)).find(({ ok }) => !ok);
    expect(failed).toMatchObject({ check: "tcp", code: "source_proxy_refused" });
    expect(failed!.message).toContain("407");
    expect(`${failed!.message}${failed!.vendor_message}${extractor.output}`).not.toMatch(/incorrect|us%40er|us@er/);
  });

  test("nothing goes for a host in NO_PROXY", async () => {
    await using _extractor = await startExtractor({ https_proxy: withLogin(), no_proxy: ".googleapis.com" });
    await check(serviceAccount).catch(() => undefined);
    expect(proxy.asked).toEqual([]);
  });
});

test("an invalid proxy ends the extractor with 78, without its URL in the log", async () => {
  await using extractor = new TestService(main, { NATS_URL: nats.url, HTTPS_PROXY: "socks5://us:incorrect@127.0.0.1" });
  expect(await extractor.ended()).toBe(78);
  expect(extractor.output).toContain("HTTPS_PROXY must look like");
  expect(extractor.output).not.toContain("incorrect");
});
