/** Secrets go in and never come out: canaries are planted through the API, then everything there is, is searched. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, type Msg } from "@nats-io/transport-node";
import { jetstreamManager } from "@nats-io/jetstream";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { freePort } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { readOperations } from "./fuzz/operations.ts";
import { awaitEnd, pipelineBody, startTestStack, trigger, type TestStack } from "./test-stack.ts";

const metricsPort = await freePort();
let product: TestStack;

beforeAll(async () => {
  product = await startTestStack({
    registry: { LOG_LEVEL: "debug", WEBHOOK_NETWORKS: "127.0.0.1" },
    gateway: { LOG_LEVEL: "debug", METRICS_PORT: String(metricsPort) },
    extractor: { LOG_LEVEL: "debug" },
    loader: { LOG_LEVEL: "debug" },
  });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

/** What must not be found, by what it is. */
const secrets = new Map<string, string>();
function plant(what: string): string {
  const secret = `canary-${what.replaceAll(" ", "-")}-${crypto.randomUUID()}`;
  secrets.set(what, secret);
  return secret;
}

/** A place that was searched, with its text. */
type Found = readonly [place: string, text: string];

test("no secret is in any answer, log, message, table or metric", async () => {
  const { api, access } = product;
  secrets.set("the first user's password", access.password);
  secrets.set("the destination's real password", decodeURIComponent(new URL(access.postgres).password));
  await using hook = await listenForHooks();
  await using tap = await tapMessages();
  await api.post("/api/v1/webhooks", { name: "hook", url: `${hook.url}/${plant("webhook path")}`, format: "slack" });
  const signed = await api.post<{ secret: string }>("/api/v1/webhooks", { name: "signed", url: hook.url });
  secrets.set("webhook secret", signed.secret);
  const member = { email: "member@example.com", role: "admin", password: plant("user password") };
  await api.post("/api/v1/users", member);
  const session = await logIn(member.email, member.password);
  secrets.set("refresh token", session.refresh_token);
  secrets.set("access token", session.access_token);
  const { secret: key } = await api.post<{ secret: string }>("/api/v1/api-keys", { name: "key", role: "viewer" });
  secrets.set("api key", key);
  await runPipelines();
  const tried = await tryStored(session.access_token);
  await askWrongly(member.email, key);
  await waitFor(() => hook.count() >= 4, { what: "the webhooks to be sent" });

  const places = [
    ...tried,
    ...(await answers(session.access_token)),
    ...logs(),
    ...(await stored()),
    ...tap.found(),
    ...(await tables()),
    ["metrics", await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()] as const,
    ["webhook bodies", hook.bodies()] as const,
  ];
  // What is searched is there.
  const all = places.map(([place]) => place).join("\n");
  for (const place of ["yaml", "audit", "log of loader", "EVENTS", "KV_", "run_events", "metrics", ...tapped]) {
    expect(all).toContain(place);
  }
  const leaks = places.flatMap(([place, text]) =>
    [...secrets].filter(([, secret]) => isIn(text, secret)).map(([what]) => `${what} in ${place}`),
  );
  expect(leaks).toEqual([]);
});

/** As it is, or in the ways that texts are written in other texts; bytes of a table are shown as hexadecimal digits. */
function isIn(text: string, secret: string): boolean {
  const written = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").replace(/..=*$/, "")];
  return [...written, Buffer.from(secret).toString("hex")].some((form) => text.includes(form));
}

async function logIn(email: string, password: string): Promise<{ access_token: string; refresh_token: string }> {
  const body = new URLSearchParams({ username: email, password });
  const response = await fetch(`${product.access.url}/api/v1/auth/login`, { method: "POST", body });
  return (await response.json()) as { access_token: string; refresh_token: string };
}

/** One that succeeds, and one for each thing that fails for its secret or beside it. */
async function runPipelines(): Promise<void> {
  const table = { dataset: "movies", table: "movies" };
  const mapping = () => ({
    columns: [{ source: "title", mask: { method: "hmac" } }],
    mask_key: plant(`mask key ${secrets.size}`),
  });
  const credentials = () => ({ type: "service_account", private_key: plant(`credentials ${secrets.size}`) });
  const variants = [
    { name: "well", source: table, mapping: mapping(), ends: "success" },
    { name: "bad_password", source: table, destination: { password: plant("destination password") }, ends: "failed" },
    { name: "bad_credentials", source: { ...table, credentials: credentials() }, ends: "failed" },
    { name: "bad_key", source: { ...table, credentials: `{"x":"${plant("credentials text")}"` }, ends: "failed" },
    { name: "bad_table", source: { ...table, table: "none" }, mapping: mapping(), ends: "failed" },
  ];
  for (const { ends, ...variant } of variants) {
    const { id } = await product.api.post<{ id: string }>("/api/v1/pipelines", pipelineBody(product, variant));
    const run = await awaitEnd(product, await trigger(product, id));
    expect([variant.name, run.status]).toEqual([variant.name, ends]);
  }
}

/** The servers of each pipeline are tried with what is stored of it, and so are others, which must not get it. */
async function tryStored(token: string): Promise<Found[]> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const ask = async (path: string, body: unknown): Promise<Found> => {
    const asked = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${product.access.url}/api/v1${path}`, asked);
    return [`POST ${path}`, `${response.status} ${await response.text()}`];
  };
  const warehouse = new URL(product.access.postgres);
  const [host, port, database] = [warehouse.hostname, Number(warehouse.port), warehouse.pathname.slice(1)];
  const config = { host, port, database, user: decodeURIComponent(warehouse.username) };
  const source = { project: "sandbox", api_endpoint: product.access.bigquery };
  const found: Found[] = [];
  for (const { id } of await product.api.get<readonly { id: string }[]>("/api/v1/pipelines")) {
    const test = (more: object) =>
      ask("/connections/test", { kind: "postgres", config: { ...config, ...more }, pipeline_id: id });
    found.push(await test({}), await test({ port: 9 }));
    expect(found.at(-1)![1]).toContain("needed again, because port changed");
    const other = { ...source, api_endpoint: "http://127.0.0.1:9" };
    found.push(await ask("/connections/browse-source", { ...source, pipeline_id: id }));
    found.push(await ask("/connections/browse-source", { ...other, pipeline_id: id }));
    found.push(await ask("/connections/browse-destination", { ...config, pipeline_id: id }));
    const body = pipelineBody(product, { name: "n", source: { dataset: "movies", table: "movies" } });
    found.push(await ask(`/pipelines/estimate?pipeline_id=${id}`, body));
  }
  return found;
}

/** Secrets in requests that are refused, in each field that may have one, and in the wrong ones. */
async function askWrongly(email: string, key: string): Promise<void> {
  const wrong = plant("wrong password");
  await logIn(email, wrong);
  const post = async (path: string, body: unknown, bearer: string): Promise<void> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${bearer}` };
    await (
      await fetch(`${product.access.url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })
    ).text();
  };
  const { access_token } = await logIn(product.access.email, product.access.password);
  const destination = { host: "127.0.0.1", port: 9, database: "d", user: "u", password: plant("tried password") };
  await post("/connections/test", { kind: "postgres", config: destination }, access_token);
  const warehouse = new URL(product.access.postgres);
  const reached = { ...destination, port: Number(warehouse.port), password: plant("refused password") };
  await post("/connections/test", { kind: "postgres", config: reached }, access_token);
  const credentials = { private_key: plant("tried credentials") };
  const source = { project: "p", api_endpoint: product.access.bigquery, credentials };
  await post("/connections/test", { kind: "bigquery", config: source }, access_token);
  await post("/connections/browse-source", { ...source, credentials: plant("no credentials") }, access_token);
  await post(
    "/pipelines",
    { name: 1, destination_config: { ...destination, password: [plant("odd password")] } },
    access_token,
  );
  await post("/pipelines/validate", { mapping: { mask_key: { odd: plant("odd mask key") } } }, access_token);
  await post("/auth/refresh", { refresh_token: plant("unknown refresh token") }, access_token);
  await post("/users", { email: "x", role: "admin", password: plant("password of nobody") }, access_token);
  await post("/pipelines", {}, key);
  await post("/pipelines", {}, `dm_00000000_${plant("unknown key")}`);
}

/** Of every operation that reads, about everything that there is. */
async function answers(token: string): Promise<Found[]> {
  const headers = { authorization: `Bearer ${token}` };
  const read = async (path: string): Promise<Found> => {
    const response = await fetch(product.access.url + path, { headers });
    const isEndless = (response.headers.get("content-type") ?? "").includes("event-stream");
    if (isEndless) await response.body?.cancel();
    return [`GET ${path}`, isEndless ? "" : JSON.stringify([...response.headers]) + (await response.text())];
  };
  const idsOf = async (path: string): Promise<string[]> =>
    (JSON.parse(await (await fetch(product.access.url + path, { headers })).text()) as { id: string }[]).map(
      ({ id }) => id,
    );
  const ids: Record<string, string[]> = {};
  for (const kind of ["pipelines", "runs", "webhooks", "users"]) ids[kind] = await idsOf(`/api/v1/${kind}`);
  const paths = (await readOperations(product.access.url))
    .filter(({ method }) => method === "GET")
    .flatMap(({ path }) => {
      const of = ids[path.split("/")[3] ?? ""] ?? [];
      if (path.includes("{name}")) return [path.replace("{name}", "well")];
      return path.includes("{id}") ? of.map((id) => path.replace("{id}", id)) : [path];
    });
  return Promise.all(paths.map(read));
}

function logs(): Found[] {
  return Object.keys(product.stack.pids()).map((name) => [
    `log of ${name}`,
    readFileSync(product.stack.logPath(name), "utf8"),
  ]);
}

async function connectNats() {
  const { host, username, password } = new URL(product.access.nats);
  return connect({ servers: host, user: username, pass: decodeURIComponent(password) });
}

function toText({ subject, headers, data }: Pick<Msg, "subject" | "headers" | "data">): string {
  const values = headers?.keys().map((key) => headers.get(key)) ?? [];
  return [subject, values.join(" "), Buffer.from(data).toString("latin1")].join("\n");
}

/** First words of the subjects in streams. */
const tapped = ["cmd", "task", "batch", "event", "$KV"];

/** Work that is done is kept nowhere: it is heard as it passes. Questions between services are not stored and may have secrets. */
async function tapMessages() {
  const connection = await connectNats();
  const heard = new Map(tapped.map((word) => [word, [] as string[]]));
  for (const [word, texts] of heard) {
    connection.subscribe(`${word}.>`, {
      callback: (failure, message) => void (failure ?? texts.push(toText(message))),
    });
  }
  await connection.flush();
  return {
    found: (): Found[] =>
      [...heard].filter(([, texts]) => texts.length > 0).map(([word, texts]) => [`messages ${word}`, texts.join("\n")]),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** Everything that is stored in NATS: streams and buckets. */
async function stored(): Promise<Found[]> {
  const connection = await connectNats();
  const manager = await jetstreamManager(connection);
  const found: Found[] = [];
  for await (const { config, state } of manager.streams.list()) {
    const texts: string[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(config.name, { seq }).catch(() => null);
      if (message !== null)
        texts.push(toText({ subject: message.subject, headers: message.header, data: message.data }));
    }
    found.push([`stream ${config.name}`, texts.join("\n")]);
  }
  await connection.close();
  return found;
}

/** Every row of the metadata database as text, and the ledger in the destination. */
async function tables(): Promise<Found[]> {
  const found: Found[] = [];
  for (const [name, schema] of [
    ["datamantri_registry", "public"],
    ["warehouse", "datamantri"],
  ] as const) {
    const client = new Client({ connectionString: product.stack.adminUrl(name) });
    await client.connect();
    const { rows } = await client.query<{ table: string }>(
      "select table_name as table from information_schema.tables where table_schema = $1",
      [schema],
    );
    for (const { table } of rows) {
      const all = await client.query<{ row: string }>(`select "${table}"::text as row from ${schema}."${table}"`);
      found.push([`table ${table}`, all.rows.map(({ row }) => row).join("\n")]);
    }
    await client.end();
  }
  return found;
}

async function listenForHooks() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => (body += data.toString()));
    request.on("end", () => {
      bodies.push(body);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => bodies.length,
    bodies: () => bodies.join("\n"),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
