/** Every POST of the API, sent twice with one Idempotency-Key, creates at most one object. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import pg from "pg";

import { startApi, waitFor, type TestApi } from "@datamantri/testkit";

import { pipelineBody, signIn, type Answer, type Call } from "./call-api.ts";

interface Maker {
  readonly path: string;
  readonly body?: object;
  /** A different body, refused with the same key; absent where a request has no body, or each part counts alone. */
  readonly other?: object;
  /** The table to which it adds a row. */
  readonly table:
    | "pipelines"
    | "runs"
    | "users"
    | "api_keys"
    | "connections"
    | "webhooks"
    | "webhook_deliveries"
    | "requests";
}

/** Requests whose repeats do no harm: docs/api.md describes each. */
const repeatable = [
  "browseDestination",
  "browseSource",
  "browseStoredConnection",
  "cancelRun",
  "changeOwnPassword",
  "confirmIdentity",
  "discardRun",
  "estimatePipeline",
  "login",
  "logout",
  "logoutAll",
  "openSession",
  "pausePipeline",
  "previewSchedule",
  "refresh",
  "replayRejects",
  "replayWebhookDelivery",
  "resumePipeline",
  "testConnection",
  "testStoredConnection",
  "validatePipeline",
];

let api: TestApi;
let call: Call;
let database: pg.Client;
let posts: readonly { readonly id: string; readonly takesKey: boolean }[];
let makers: Readonly<Record<string, Maker>>;

beforeAll(async () => {
  api = await startApi({ postgres: inject("postgres").url, natsServer: inject("natsServer") });
  call = await signIn(api);
  database = new pg.Client({ connectionString: api.databaseUrl });
  await database.connect();
  posts = await readPosts();
  makers = await makeMakers();
});
afterAll(async () => {
  await database.end();
  await api[Symbol.asyncDispose]();
});

async function readPosts() {
  const { body } = await call("GET", "/openapi.json");
  const { paths } = body as {
    paths: Record<string, { post?: { operationId: string; parameters?: { name: string }[] } }>;
  };
  return Object.values(paths).flatMap(({ post }) =>
    post === undefined
      ? []
      : [{ id: post.operationId, takesKey: post.parameters?.some(({ name }) => name === "Idempotency-Key") === true }],
  );
}

/** Creates the objects, and the requests about them. */
async function makeMakers(): Promise<Record<string, Maker>> {
  const pipeline = await made("/api/v1/pipelines", pipelineBody());
  const { task_id: run } = (await call("POST", `/api/v1/pipelines/${pipeline}/trigger`)).body as { task_id: string };
  await call("POST", `/api/v1/runs/${run}/cancel`);
  const isCancelled = async () => ((await call("GET", `/api/v1/runs/${run}`)).body as { status: string }).status;
  await waitFor(async () => (await isCancelled()) === "cancelled", { what: "the run to be cancelled" });
  const undone = await keptRun(pipeline);
  const hook = { name: "hook", url: "http://127.0.0.1:9/hook" };
  const { webhook } = (await call("POST", "/api/v1/webhooks", { body: hook })).body as { webhook: { id: string } };
  const range = { from: "2026-01-01", to: "2026-02-01", column: "at" };
  const connection = { name: "c", kind: "bigquery", config: { project: "my-project", credentials: "env:CANARY" } };
  const user = { email: "made@example.com", role: "viewer" };
  const key = { name: "made", role: "viewer" };
  return {
    createPipeline: { path: "/pipelines", body: pipelineBody(), other: pipelineBody(), table: "pipelines" },
    duplicatePipeline: {
      path: `/pipelines/${pipeline}/duplicate`,
      body: { name: "a copy" },
      other: { name: "another copy" },
      table: "pipelines",
    },
    triggerPipeline: { path: `/pipelines/${pipeline}/trigger`, table: "runs" },
    backfillPipeline: {
      path: `/pipelines/${pipeline}/backfill`,
      body: range,
      other: { ...range, to: "2026-03-01" },
      table: "runs",
    },
    retryRun: { path: `/runs/${run}/retry`, body: {}, other: { from: "failure" }, table: "runs" },
    undoRun: { path: `/runs/${undone}/undo`, table: "runs" },
    changeRuns: { path: "/runs/bulk", body: { action: "retry", run_ids: [run] }, table: "runs" },
    createUser: { path: "/users", body: user, other: { ...user, role: "admin" }, table: "users" },
    createApiKey: { path: "/api-keys", body: key, other: { ...key, role: "editor" }, table: "api_keys" },
    createConnection: {
      path: "/connections",
      body: connection,
      other: { ...connection, config: { ...connection.config, credentials: "env:OTHER" } },
      table: "connections",
    },
    createWebhook: { path: "/webhooks", body: hook, other: { ...hook, url: `${hook.url}?other` }, table: "webhooks" },
    // A rotation adds only the request's own row.
    rotateWebhookSecret: { path: `/webhooks/${webhook.id}/rotate-secret`, table: "requests" },
    testWebhook: { path: `/webhooks/${webhook.id}/test`, table: "webhook_deliveries" },
  };
}

/** A run that has succeeded, and of whose target the former rows are kept. */
async function keptRun(pipeline: string): Promise<string> {
  const { task_id: run } = (await call("POST", `/api/v1/pipelines/${pipeline}/trigger`)).body as { task_id: string };
  await database.query("update runs set state = 'success', ended_at = now() where id = $1", [run]);
  await database.query("update pipelines set undoable_run_ids = array[$2::uuid] where id = $1", [pipeline, run]);
  return run;
}

async function made(path: string, body: object): Promise<string> {
  return ((await call("POST", path, { body })).body as { id: string }).id;
}

function send({ path }: Maker, key: string, body?: object): Promise<Answer> {
  const headers = { "idempotency-key": key };
  return call("POST", `/api/v1${path}`, body === undefined ? { headers } : { headers, body });
}

async function countOf({ table }: Maker): Promise<number> {
  return (await database.query<{ count: number }>(`select count(*)::integer as count from ${table}`)).rows[0]!.count;
}

test("every POST either takes the key or is known to be repeatable", () => {
  const taking = posts.filter(({ takesKey }) => takesKey).map(({ id }) => id);
  expect(taking.toSorted()).toEqual(Object.keys(makers).toSorted());
  const others = posts.filter(({ takesKey }) => !takesKey).map(({ id }) => id);
  expect(others.toSorted()).toEqual(repeatable);
});

test("each that creates something creates one, also concurrently, and refuses to create something else", async () => {
  for (const [operation, maker] of Object.entries(makers)) {
    const key = `made once: ${operation}`;
    const before = await countOf(maker);
    const both = await Promise.all([send(maker, key, maker.body), send(maker, key, maker.body)]);
    const again = await send(maker, key, maker.body);
    const statuses = [...both, again].map(({ status }) => status);
    expect([operation, new Set(statuses).size, statuses[0]! < 300]).toEqual([operation, 1, true]);
    expect([operation, (await countOf(maker)) - before]).toEqual([operation, 1]);
    if (maker.other === undefined) continue;
    const other = await send(maker, key, maker.other);
    expect([operation, other.status, (await countOf(maker)) - before]).toEqual([operation, 409, 1]);
    expect((other.body as { detail: string }).detail).toContain("Idempotency-Key");
  }
});

test("another password is a different request", async () => {
  const withPassword = (password: string) => {
    const body = pipelineBody({ name: "with a password" });
    return { ...body, destination_config: { ...body.destination_config, password } };
  };
  const maker = { path: "/pipelines", table: "pipelines" } as const;
  expect((await send(maker, "password", withPassword("one"))).status).toBe(201);
  expect((await send(maker, "password", withPassword("one"))).status).toBe(201);
  expect((await send(maker, "password", withPassword("two"))).status).toBe(409);
});

describe("a repeat returns", () => {
  const connectionBody = (name: string) => ({
    name,
    kind: "postgres",
    config: { host: "h", database: "d", user: "u" },
  });

  test("what the first one returned, also a webhook's secret, until there is another", async () => {
    const maker = { path: "/webhooks", table: "webhooks" } as const;
    const body = { name: "told", url: "http://127.0.0.1:9/hook" };
    const first = await send(maker, "told", body);
    expect(first.body).toMatchObject({ secret: expect.stringMatching(/^whsec_/) as string });
    expect((await send(maker, "told", body)).body).toEqual(first.body);

    const { webhook } = first.body as { webhook: { id: string } };
    const rotate = { path: `/webhooks/${webhook.id}/rotate-secret`, table: "requests" } as const;
    const rotated = await send(rotate, "rotated");
    expect((await send(rotate, "rotated")).body).toEqual(rotated.body);
    expect((await send(maker, "told", body)).body).toMatchObject({ secret: null });
    expect((await send(rotate, "rotated again")).body).not.toEqual(rotated.body);
    expect(await send(rotate, "rotated")).toMatchObject({ status: 409 });
  });

  test("no API key and no first password: only their hashes are stored", async () => {
    for (const [path, body, field, table] of [
      ["/api-keys", { name: "k", role: "viewer" }, "secret", "api_keys"],
      ["/users", { email: "first@example.com", role: "viewer" }, "initial_password", "users"],
    ] as const) {
      const first = await send({ path, table }, "secret once", body);
      expect(first.body).toMatchObject({ [field]: expect.any(String) as string });
      expect((await send({ path, table }, "secret once", body)).body).toEqual({
        ...(first.body as object),
        [field]: null,
      });
    }
  });

  test("that the created object was deleted", async () => {
    const maker = { path: "/connections", table: "connections" } as const;
    const { id } = (await send(maker, "gone", connectionBody("gone"))).body as { id: string };
    await call("DELETE", `/api/v1/connections/${id}`);
    const repeat = await send(maker, "gone", connectionBody("gone"));
    expect(repeat).toMatchObject({ status: 409, body: { detail: expect.stringContaining("deleted") as string } });
  });

  test("nothing of a refused request: corrected, it may use the same key", async () => {
    const maker = { path: "/connections", table: "connections" } as const;
    await send(maker, "first", connectionBody("taken"));
    expect((await send(maker, "corrected", connectionBody("taken"))).status).toBe(409);
    expect((await send(maker, "corrected", connectionBody("free"))).status).toBe(201);
  });

  test("its own object: keys belong to a user and to one URL", async () => {
    const pipelines = [
      await made("/api/v1/pipelines", pipelineBody()),
      await made("/api/v1/pipelines", pipelineBody()),
    ];
    const copies = await Promise.all(
      pipelines.map((id) => send({ path: `/pipelines/${id}/duplicate`, table: "pipelines" }, "copied", {})),
    );
    const [one, other] = copies.map(({ body }) => (body as { id: string }).id);
    expect(one).not.toBe(other);

    const password = "another user's password";
    const body = { email: "other@example.com", role: "editor", password };
    await call("POST", "/api/v1/users", { body });
    const theirs = await signIn({ ...api, email: body.email, password });
    const path = `/api/v1/pipelines/${pipelines[0]}/trigger`;
    const headers = { "idempotency-key": "tonight" };
    const tasks = [await call("POST", path, { headers }), await theirs("POST", path, { headers })];
    expect(new Set(tasks.map((task) => (task.body as { task_id: string }).task_id)).size).toBe(2);
  });
});
