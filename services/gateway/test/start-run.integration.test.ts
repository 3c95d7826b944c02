/** Commands that start a run: the immediate response, and the entry in the audit log. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { Resources } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

const range = { from: "2026-01-01", to: "2026-02-01", column: "at" };

async function entriesOf(id: string): Promise<readonly object[]> {
  return (await product.call("GET", `/api/v1/audit?object=${id}`)).body as object[];
}

test("a triggered run exists at once, and the log names each request for it", async () => {
  const { id } = await product.create();
  const headers = { "idempotency-key": "twice", "x-request-id": "my-request" };
  const path = `/api/v1/pipelines/${id}/trigger`;
  const first = await product.call("POST", path, { headers });
  const location = first.headers.get("location")!;
  expect(await product.call("GET", location)).toMatchObject({ status: 200, body: { cause: "manual" } });
  expect((await product.call("POST", path, { headers })).body).toEqual(first.body);
  const entry = { action: "POST /api/v1/pipelines/{id}/trigger", outcome: "allowed", request_id: "my-request" };
  const actor = { kind: "user", name: product.api.email };
  const address = "127.0.0.1";
  expect(await entriesOf(id)).toMatchObject([
    { ...entry, actor, address },
    { ...entry, actor, address },
  ]);
});

test("a repeat returns the same run after its pipeline was deleted", async () => {
  const { id } = await product.create({ mode: "append" });
  const headers = { "idempotency-key": "kept" };
  const start = (action: string, body?: object) =>
    product.call("POST", `/api/v1/pipelines/${id}/${action}`, { headers, ...(body && { body }) });
  const triggered = await start("trigger");
  const backfilled = await start("backfill", range);
  expect([triggered.status, backfilled.status]).toEqual([202, 202]);
  expect((await product.call("DELETE", `/api/v1/pipelines/${id}`)).status).toBe(200);
  expect(await start("trigger")).toMatchObject({ status: 202, body: triggered.body as object });
  const { column: _column, ...bounds } = range;
  for (const body of [range, bounds]) {
    expect(await start("backfill", body)).toMatchObject({ status: 202, body: backfilled.body as object });
  }
  expect(await start("backfill", { ...range, to: "2026-03-01" })).toMatchObject({ status: 409 });
  expect(await entriesOf(id)).toMatchObject(Array.from({ length: 7 }, () => ({ outcome: "allowed" })));
  const others = ["trigger", "backfill"].map((action) =>
    product.call("POST", `/api/v1/pipelines/${id}/${action}`, action === "backfill" ? { body: range } : {}),
  );
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([404, 404]);
});

test("append does not backfill by a column that its rows do not have as it is", async () => {
  const columns = [
    { source: "AT", mask: { method: "sha256" } },
    { source: "secret", exclude: true },
  ];
  const start = async (mode: string, column: string) => {
    const destination = { host: "db.example.com", database: "d", user: "u", table: "t", password: "canary" };
    const destination_config = mode === "merge" ? { ...destination, key: ["id"] } : destination;
    const { id } = await product.create({ mode, mapping: { columns }, destination_config });
    return product.call("POST", `/api/v1/pipelines/${id}/backfill`, { body: { ...range, column } });
  };
  for (const column of ["at", "Secret"]) {
    expect(await start("append", column)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("excludes, masks or casts") as string },
    });
    expect(await start("merge", column)).toMatchObject({ status: 202 });
  }
});

test("a backfill that can have no rows is refused", async () => {
  const { id } = await product.create({ mode: "append" });
  const start = async (body: object) =>
    product.call("POST", `/api/v1/pipelines/${id}/backfill`, { body: { ...range, ...body } });
  for (const body of [{ from: range.to, to: range.from }, { to: range.from }, { from: 20, to: 10 }]) {
    expect(await start(body)).toMatchObject({
      status: 400,
      body: { code: "request_invalid", detail: expect.stringContaining("from is not before to") as string },
    });
  }
  expect(await start({ column: "_partitiontime" })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("the pipeline's rows do not have _PARTITIONTIME") as string },
  });
  expect((await start({ to: "" })).status).toBe(400);
  // The first value of a STRING.
  expect(await start({ from: "" })).toMatchObject({ status: 202 });
});

test("a run that cannot be started is refused, and the log has it", async () => {
  const { id } = await product.create({ mode: "replace" });
  const unknown = crypto.randomUUID();
  for (const [object, action, body, status] of [
    [unknown, "trigger", undefined, 404],
    [unknown, "backfill", range, 404],
    [id, "backfill", range, 400],
    [id, "backfill", { ...range, colum: "at" }, 400],
    ["no-id", "trigger", undefined, 404],
  ] as const) {
    const before = (await entriesOf(object)).length;
    const path = `/api/v1/pipelines/${object}/${action}`;
    const answer = await product.call("POST", path, body === undefined ? {} : { body });
    expect([object, action, answer.status]).toEqual([object, action, status]);
    const told = await entriesOf(object);
    expect(told).toHaveLength(before + 1);
    expect(told[0]).toMatchObject({ action: `POST /api/v1/pipelines/{id}/${action}`, outcome: "allowed" });
  }
  expect((await product.call("POST", `/api/v1/pipelines/${unknown}/trigger`)).body).toMatchObject({
    code: "not_found",
    detail: `no pipeline has the id ${unknown}`,
  });
});

// S9: an answer of 202 whose command was lost with NATS, because the registry had not executed it yet.
test("S9: without a registry nothing is said to be accepted; a repeat finds the run", async () => {
  const { id } = await product.create();
  const { registry } = product.api.services;
  const path = `/api/v1/pipelines/${id}/trigger`;
  const headers = { "idempotency-key": "unconfirmed" };
  // The caller is then cached for a moment.
  await product.call("GET", "/api/v1/auth/me");
  registry.signal("SIGSTOP");
  try {
    const refused = await product.call("POST", path, { headers });
    expect(refused).toMatchObject({ status: 503, body: { code: "bus_unavailable" } });
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((refused.body as { detail: string }).detail).toContain("Send it again with the same Idempotency-Key");
  } finally {
    registry.signal("SIGCONT");
  }
  const repeat = await waitFor(
    async () => {
      const answer = await product.call("POST", path, { headers });
      return answer.status === 202 ? answer : undefined;
    },
    { what: "the registry to answer" },
  );
  expect(await product.call("GET", repeat.headers.get("location")!)).toMatchObject({ status: 200 });
  expect((await product.call("GET", `/api/v1/pipelines/${id}/runs`)).body).toHaveLength(1);
});

test("S9: while admission waits for a lock nothing is said to be accepted, nor cancelled", async () => {
  const { id } = await product.create();
  const path = `/api/v1/pipelines/${id}/trigger`;
  const { run_id } = (await product.call("POST", path)).body as { run_id: string };
  const database = new Client({ connectionString: product.api.databaseUrl });
  await database.connect();
  await database.query("begin");
  await database.query("select 1 from pipelines, runs where pipelines.id = $1 and runs.pipeline_id = $1 for update", [
    id,
  ]);
  const headers = { "idempotency-key": "locked" };
  const answers = await Promise.all([
    product.call("POST", path, { headers }),
    product.call("POST", `/api/v1/runs/${run_id}/cancel`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  await database.end();
  const cancelled = async () => (await product.call("GET", `/api/v1/runs/${run_id}`)).body as { status: string };
  await waitFor(async () => (await cancelled()).status === "cancelled", { what: "the command to be executed" });
  expect((await product.call("POST", path, { headers })).status).toBe(202);
});
