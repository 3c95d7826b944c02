/**
 * What BigQuery and PostgreSQL say may quote rows. Editors see it with the run; no viewer, event, webhook, lineage, stream or log
 * has it.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "@nats-io/transport-node";
import { jetstreamManager } from "@nats-io/jetstream";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { freePort } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { openApi, type CallApi } from "../call-api.ts";
import { connectTap } from "../tap.ts";
import {
  awaitEnd,
  awaitRun,
  createPipeline,
  startTestStack,
  trigger,
  type Run,
  type TestStack,
} from "../test-stack.ts";

/** Only values of rows have it: the queries below put it together. */
const canary = "canary4711";
const value = "CONCAT('can', 'ary4711 ', title)";

const hookPort = await freePort();
let product: TestStack;
let call: CallApi;
const hooked: string[] = [];

/** Requests to the webhook and the lineage server. */
const receiver = createServer((request, response) => {
  let body = `${request.url} `;
  request.on("data", (data: Buffer) => (body += data.toString()));
  request.on("end", () => {
    hooked.push(body);
    response.end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(hookPort, "127.0.0.1", resolve));
  const debug = { LOG_LEVEL: "debug" };
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const registry = { ...debug, WEBHOOK_NETWORKS: "127.0.0.1", OPENLINEAGE_URL: `${url}/lineage` };
  product = await startTestStack({ registry, gateway: debug, extractor: debug, loader: debug, scheduler: debug });
  call = await openApi(product);
  await product.api.post("/api/v1/webhooks", { name: "hook", url: `${url}/hook` });
  await product.api.post("/api/v1/webhooks", { name: "slack", url: `${url}/slack`, format: "slack" });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  receiver.closeAllConnections();
  receiver.close();
});

async function userOf(role: string): Promise<string> {
  const email = `${role}@example.com`;
  const password = `rain ${crypto.randomUUID()}`;
  await product.api.post("/api/v1/users", { email, role, password });
  return (await call("POST", "/api/v1/auth/login", { body: { email, password } })).json["access_token"] as string;
}

async function keyOf(scopes: readonly string[]): Promise<string> {
  const body = { name: scopes.join(" "), role: "editor", scopes };
  return (await call("POST", "/api/v1/api-keys", { body })).json["secret"] as string;
}

async function failBadCast(): Promise<Run> {
  const query = `SELECT CAST(${value} AS INT64) AS number FROM movies.movies`;
  const run = await awaitEnd(
    product,
    await trigger(product, await createPipeline(product, { name: "cast", source: { query } })),
  );
  expect(run.error_message).toMatch(
    /^plan: BigQuery said: a value cannot be cast to int64 \(invalidQuery\), job [\w-]+$/,
  );
  return run;
}

const raise = (state: string): string =>
  `create or replace function public.refuse() returns trigger language plpgsql as $$
   begin
     raise exception using errcode = '${state}', message = new.name, detail = new.name, hint = new.name,
       column = new.name, constraint = new.name, table = new.name;
   end $$`;

/** The first trigger delays the run, and the second one fails it. */
async function failTrigger(): Promise<Run> {
  const warehouse = new Client({ connectionString: product.stack.adminUrl("warehouse") });
  await warehouse.connect();
  try {
    await warehouse.query(`${raise("40001")}; create table public.refusing (name text);
      create trigger refuses before insert on public.refusing for each row execute function public.refuse();
      grant all on public.refusing to public`);
    const source = { query: `SELECT ${value} AS name FROM movies.movies` };
    const id = await createPipeline(product, { name: "refusing", source, mode: "append" });
    const runId = await trigger(product, id);
    await awaitRun(product, runId, "wait", ({ waiting_reason }) => waiting_reason !== null);
    await warehouse.query(raise("P0001"));
    const run = await awaitEnd(product, runId);
    expect(run.error_message).toMatch(/^finalize: PostgreSQL refused with SQLSTATE P0001, PL\/pgSQL error/);
    return run;
  } finally {
    await warehouse.end();
  }
}

/** All that is stored in NATS but rows, and what is heard there. */
async function readStreams(): Promise<string> {
  const { host, username, password } = new URL(product.access.nats);
  const connection = await connect({ servers: host, user: username, pass: decodeURIComponent(password) });
  const manager = await jetstreamManager(connection);
  const texts: string[] = [];
  for await (const { config, state } of manager.streams.list()) {
    if (config.name === "BATCHES" || config.name === "OBJECTS") continue;
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(config.name, { seq }).catch(() => null);
      const values = message?.header.keys().map((key) => message.header.get(key)) ?? [];
      if (message !== null) texts.push(message.subject, ...values, Buffer.from(message.data).toString("latin1"));
    }
  }
  await connection.close();
  return texts.join("\n");
}

/** Every table of the metadata database but the one that is for it. */
async function readTables(): Promise<string> {
  const client = new Client({ connectionString: product.stack.adminUrl("datamantri_registry") });
  await client.connect();
  const { rows } = await client.query<{ table: string }>(
    `select table_name as table from information_schema.tables
     where table_schema = 'public' and table_name <> 'run_vendor_messages'`,
  );
  const texts: string[] = [];
  for (const { table } of rows) {
    const all = await client.query<{ row: string }>(`select "${table}"::text as row from "${table}"`);
    texts.push(...all.rows.map(({ row }) => row));
  }
  await client.end();
  return texts.join("\n");
}

test("a row's value that BigQuery or PostgreSQL quotes is seen by editors alone", async () => {
  const tap = await connectTap(product.access.natsTap!);
  const runs = [await failBadCast(), await failTrigger()];
  await waitFor(() => hooked.filter((body) => body.includes("run_failed") || body.includes("FAIL")).length >= 4, {
    what: "the webhooks and the lineage to be sent",
  });
  const viewer = await userOf("viewer");
  const editor = await userOf("editor");
  const found = new Map<string, string>();
  const read = async (who: string, token: string, path: string, accept = "application/json"): Promise<string> => {
    const { text, status } = await call("GET", path, { token, headers: { accept } });
    expect([path, status]).toEqual([path, 200]);
    found.set(`${path} as ${who}`, text);
    return text;
  };
  const readers = [
    ["viewer", viewer],
    ["operator", await userOf("operator")],
    ["key without rows:read", await keyOf(["runs:read", "pipelines:read", "pipelines:write", "system:read"])],
  ] as const;
  for (const [who, token] of readers) {
    for (const path of ["/api/v1/runs", "/api/v1/system", "/api/v1/pipelines"]) await read(who, token, path);
    for (const { id, pipeline_id } of runs) {
      const detail = await read(who, token, `/api/v1/runs/${id}`);
      expect(JSON.parse(detail)).toMatchObject({ status: "failed", vendor_message: null });
      await read(who, token, `/api/v1/runs/${id}/events`);
      await read(who, token, `/api/v1/pipelines/${pipeline_id}/runs`);
      await read(who, token, `/api/v1/pipelines/${pipeline_id}/estimate`);
      const streamed = await read(who, token, `/api/v1/runs/${id}/events?`, "text/event-stream");
      expect(streamed).toContain("step_failed");
    }
  }
  for (const token of [editor, await keyOf(["runs:read", "rows:read"])]) {
    for (const { id } of runs) {
      const { json } = await call("GET", `/api/v1/runs/${id}`, { token });
      expect(json["vendor_message"]).toContain(canary);
    }
  }
  await tap.close();
  found.set("events of the tap", JSON.stringify(tap.events));
  expect(found.get("events of the tap")).toContain("StepDelayed");
  found.set("webhooks and lineage", hooked.join("\n"));
  expect(hooked.join("\n")).toContain("/lineage");
  found.set("streams", await readStreams());
  found.set("tables", await readTables());
  for (const name of Object.keys(product.stack.pids())) {
    // PostgreSQL's own log is its administrator's, and has what was raised.
    if (name !== "postgres") found.set(`log of ${name}`, readFileSync(product.stack.logPath(name), "utf8"));
  }
  expect(found.get("log of loader")).toContain("P0001");
  const leaks = [...found].filter(([, text]) => text.includes(canary)).map(([place]) => place);
  expect(leaks).toEqual([]);
});

test("what is asked of a source or destination directly is told in the same way", async () => {
  const query = `SELECT name FROM \`sandbox.${canary}.none\``;
  const { access } = product;
  const body = {
    name: "asked",
    source_config: { project: "sandbox", api_endpoint: access.bigquery, query },
    destination_config: { host: "127.0.0.1", database: "d", user: "u", table: "t" },
  };
  const told = [await userOf("admin"), await keyOf(["pipelines:write", "rows:read"])];
  for (const token of [...told, await keyOf(["pipelines:write"])]) {
    const { text } = await call("POST", "/api/v1/pipelines/estimate", { body, token });
    expect(text).toContain("source_not_found");
    expect(text.includes("vendor_message")).toBe(told.includes(token));
  }
});
