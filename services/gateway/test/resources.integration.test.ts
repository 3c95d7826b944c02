/** Pipelines, schedules and runs over HTTP, with registry and scheduler behind the gateway and no workers. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import pg from "pg";
import { parse } from "yaml";

import { startApi, waitFor, type TestApi } from "@datamantri/testkit";

import { callAnonymously, pipelineBody, signIn, type Call } from "./call-api.ts";

let api: TestApi;
let call: Call;

beforeAll(async () => {
  const gateway = { CORS_ORIGINS: "https://console.example.com, http://localhost:5173" };
  api = await startApi({ postgres: inject("postgres").url, natsServer: inject("natsServer"), gateway });
  call = await signIn(api);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

async function create(more: object = {}): Promise<Thing> {
  const { status, body } = await call("POST", "/api/v1/pipelines", { body: pipelineBody(more) });
  expect(status).toBe(201);
  return body as Thing;
}

async function trigger(pipelineId: string): Promise<string> {
  const { body } = await call("POST", `/api/v1/pipelines/${pipelineId}/trigger`);
  return (body as { task_id: string }).task_id;
}

async function cancel(runId: string): Promise<void> {
  await call("POST", `/api/v1/runs/${runId}/cancel`);
  const isOver = async () => ((await call("GET", `/api/v1/runs/${runId}`)).body as Thing & { status: string }).status;
  await waitFor(async () => (await isOver()) === "cancelled", { what: "the run to be cancelled" });
}

/** Every part of a list, by its links. */
async function follow(path: string): Promise<Thing[][]> {
  const parts: Thing[][] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { headers, body } = await call("GET", next);
    parts.push(body as Thing[]);
    next = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
  }
  return parts;
}

describe("a change of a pipeline", () => {
  test("names the version that was read; without one it is 428, with an old one 412", async () => {
    const { id, name } = await create();
    const path = `/api/v1/pipelines/${id}`;
    const read = await call("GET", path);
    expect(read.headers.get("etag")).toBe('"1"');
    const body = pipelineBody({ name, description: "new" });

    expect(await call("PUT", path, { body })).toMatchObject({ status: 428, body: { code: "precondition_required" } });
    const changed = await call("PUT", path, { body, headers: { "if-match": '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { description: "new", version: 2 } });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect(await call("PUT", path, { body, headers: { "if-match": '"1"' } })).toMatchObject({
      status: 412,
      body: { code: "precondition_failed", solution: expect.stringContaining("Read it again") as string },
    });
    expect((await call("PUT", path, { body, headers: { "if-match": 'W/"2"' } })).status).toBe(200);
    expect((await call("PUT", path, { body, headers: { "if-match": "*" } })).status).toBe(200);
    expect((await call("PUT", path, { body, headers: { "if-match": "2" } })).status).toBe(400);
    expect(JSON.stringify(changed.body)).not.toContain("canary");
  });

  test("is checked as a new pipeline is", async () => {
    const { id } = await create();
    const headers = { "if-match": "*" };
    for (const wrong of [{ schedule: "0 0 30 2 *" }, { mode: "merge" }, { batch_size: 0 }, { prot: 1 }]) {
      const answer = await call("PUT", `/api/v1/pipelines/${id}`, { body: pipelineBody(wrong), headers });
      expect([wrong, answer.status]).toEqual([wrong, 400]);
    }
    const unknown = `/api/v1/pipelines/${crypto.randomUUID()}`;
    expect((await call("PUT", unknown, { body: pipelineBody(), headers })).status).toBe(404);
  });

  test("pause, resume, duplicate", async () => {
    const { id, name } = await create({ schedule: "0 5 * * *" });
    const path = `/api/v1/pipelines/${id}`;
    expect(await call("POST", `${path}/pause`)).toMatchObject({ status: 200, body: { is_active: false, version: 2 } });
    const { body } = await call("GET", `${path}/schedule-preview`);
    expect(body).toMatchObject({ warnings: [{ code: "paused" }] });
    expect(await call("POST", `${path}/resume`)).toMatchObject({ status: 200, body: { is_active: true, version: 3 } });
    expect(await call("POST", `${path}/duplicate`)).toMatchObject({
      status: 201,
      body: { name: `${name} (copy)`, is_active: false },
    });
    expect(await call("POST", `${path}/duplicate`, { body: { name: "another" } })).toMatchObject({
      status: 201,
      body: { name: "another" },
    });
    expect((await call("POST", `${path}/duplicate`, { body: { name: "another" } })).status).toBe(409);
    expect((await call("POST", `${path}/duplicate`, { body: { nam: "x" } })).status).toBe(400);
  });
});

describe("lists", () => {
  test("go on at the address in Link, filters included", async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await create({ description: "in parts", mode: "replace" }));
    await create();
    const parts = await follow("/api/v1/pipelines?q=in%20parts&mode=replace&limit=2");
    expect(parts.map((part) => part.length)).toEqual([2, 2, 1]);
    expect(parts.flat().map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed());

    const runs = [await trigger(made[0]!.id), await trigger(made[1]!.id), await trigger(made[0]!.id)];
    const all = await follow(`/api/v1/runs?limit=1&cause=manual`);
    expect(all.flat().map(({ id }) => id)).toEqual(runs.toReversed());
    expect((await follow(`/api/v1/runs?pipeline_id=${made[1]!.id}`)).flat()).toMatchObject([{ id: runs[1] }]);
    expect((await follow(`/api/v1/pipelines/${made[0]!.id}/runs?limit=1`)).map((part) => part.length)).toEqual([1, 1]);
  });

  test("refuse what they do not understand", async () => {
    for (const query of [
      "pipelines?status=open",
      "pipelines?cursor=1",
      "runs?since=yesterday",
      "runs?status=done",
      "runs?pipeline_id=1",
      "runs?cursor=%27",
      "runs?limit=501",
    ]) {
      expect([query, (await call("GET", `/api/v1/${query}`)).status]).toEqual([query, 400]);
    }
  });
});

describe("runs", () => {
  test("are shown in detail", async () => {
    const path = `/api/v1/runs/${await trigger((await create()).id)}`;
    expect((await call("GET", path)).body).toMatchObject({
      cause: "manual",
      phases: [{ phase: "queued" }, { phase: "planning" }],
      splits: null,
      attempt: 1,
    });
    expect(await call("GET", `${path}/events`)).toMatchObject({ status: 200, body: [{ name: "RunQueued" }] });
    expect(await call("GET", `${path}/splits`)).toMatchObject({ status: 200, body: [] });
    for (const part of ["splits", "events"]) {
      expect((await call("GET", `/api/v1/runs/${crypto.randomUUID()}/${part}`)).status).toBe(404);
    }
  });

  test("that were cancelled are repeated, once for each Idempotency-Key", async () => {
    const runId = await trigger((await create()).id);
    const path = `/api/v1/runs/${runId}/retry`;
    expect((await call("POST", path)).status).toBe(409);
    await cancel(runId);
    const headers = { "idempotency-key": "again" };
    const first = await call("POST", path, { headers });
    expect(first.status).toBe(202);
    const { task_id } = first.body as { task_id: string };
    expect(first.headers.get("location")).toBe(`/api/v1/runs/${task_id}`);
    expect((await call("GET", first.headers.get("location")!)).body).toMatchObject({ cause: "retry", retry_of: runId });
    expect((await call("POST", path, { headers })).body).toEqual(first.body);
  });

  test("are gone on from only where something is kept, and the answer says why not", async () => {
    const runId = await trigger((await create()).id);
    await cancel(runId);
    const path = `/api/v1/runs/${runId}`;
    expect((await call("GET", path)).body).toMatchObject({ resumable_until: null, records_taken_over: null });
    const detail = "of a cancelled run nothing is kept; retry it from the start";
    expect(await call("POST", `${path}/retry`, { body: { from: "failure" } })).toMatchObject({
      status: 409,
      body: { code: "conflict", detail },
    });
    const many = { action: "retry", run_ids: [runId], from: "failure" };
    expect((await call("POST", "/api/v1/runs/bulk", { body: many })).body).toMatchObject({
      results: [{ accepted: false, code: "conflict", detail }],
    });
    expect(await call("POST", `${path}/discard`)).toMatchObject({
      status: 409,
      body: { detail: "nothing is kept of this run" },
    });
    expect((await call("POST", `/api/v1/runs/${crypto.randomUUID()}/discard`)).status).toBe(404);
    expect((await call("POST", `${path}/retry`, { body: { from: "the middle" } })).status).toBe(400);
    expect(await call("POST", `${path}/retry`, { body: { from: "start" } })).toMatchObject({ status: 202 });
  });

  test("are cancelled and repeated by many, each by itself", async () => {
    const { id } = await create();
    const [one, two, unknown] = [await trigger(id), await trigger(id), crypto.randomUUID()];
    const cancelled = await call("POST", "/api/v1/runs/bulk", {
      body: { action: "cancel", run_ids: [one, unknown, two] },
    });
    expect(cancelled).toMatchObject({
      status: 200,
      body: {
        results: [
          { run_id: one, accepted: true },
          { run_id: unknown, accepted: false, code: "not_found" },
          { run_id: two, accepted: true },
        ],
      },
    });
    await cancel(one);
    await cancel(two);
    const { body } = await call("POST", "/api/v1/runs/bulk", { body: { action: "retry", run_ids: [one, one] } });
    const { results } = body as { results: { task_id: string }[] };
    expect(results).toMatchObject([{ run_id: one, accepted: true, code: null }]);
    expect((await call("GET", `/api/v1/runs/${results[0]!.task_id}`)).body).toMatchObject({ retry_of: one });
    expect((await call("POST", "/api/v1/runs/bulk", { body: { action: "retry", run_ids: [] } })).status).toBe(400);

    // Who cancelled this run? Each one is named by an entry of its own.
    for (const [runId, actions] of [
      [two, ["POST /api/v1/runs/{id}/cancel", "cancel"]],
      [one, ["retry", "POST /api/v1/runs/{id}/cancel", "cancel"]],
      [unknown, ["cancel"]],
    ] as const) {
      const { body: entries } = await call("GET", `/api/v1/audit?object=${runId}`);
      const told = entries as { action: string; facts: { action?: string }; actor: { name: string } }[];
      expect(told.map(({ action, facts }) => facts.action ?? action)).toEqual(actions);
      for (const { actor } of told) expect(actor.name).toBe(api.email);
    }
  });

  test("have a history of what was changed, by whom, in parts, also when they were archived", async () => {
    const { id, name } = await create({ schedule: "0 5 * * *" });
    const body = { ...pipelineBody({ schedule: "0 6 * * *" }), name };
    await call("PUT", `/api/v1/pipelines/${id}`, { body, headers: { "if-match": '"1"' } });
    await call("POST", `/api/v1/pipelines/${id}/pause`);
    await call("DELETE", `/api/v1/pipelines/${id}`);
    const path = `/api/v1/pipelines/${id}/changes`;
    const parts = (await follow(`${path}?limit=3`)) as unknown as object[][];
    expect(parts.map((part) => part.length)).toEqual([3, 1]);
    const change = { field: "schedule", before: "0 5 * * *", after: "0 6 * * *" };
    expect(parts.flat()).toMatchObject([
      { version: 4, action: "archived" },
      { version: 3, action: "paused" },
      { version: 2, action: "changed", changes: [change], changed_by: api.email },
      { version: 1, action: "created", changes: [], secrets_changed: ["destination_config.password"] },
    ]);
    expect((await call("GET", `${path}/1`)).body).toMatchObject({
      configuration: { name, schedule: "0 5 * * *" },
      restoring: [{ ...change, before: change.after, after: change.before }],
    });
    for (const version of ["5", "0", "one"]) expect((await call("GET", `${path}/${version}`)).status).toBe(404);
    expect((await call("GET", `/api/v1/pipelines/${crypto.randomUUID()}/changes`)).status).toBe(404);
  });
});

describe("a schedule", () => {
  const preview = (body: object) => call("POST", "/api/v1/schedules/preview", { body });

  test("tells its next due times and what may surprise", async () => {
    const { body } = await preview({ schedule: "0 5 13 * FRI", count: 3 });
    const { next, warnings } = body as { next: string[]; warnings: object[] };
    expect(next).toHaveLength(3);
    for (const due of next) expect(due).toMatch(/T05:00:00\.000Z$/);
    expect(warnings).toMatchObject([{ code: "either_day" }]);
    expect((await preview({ schedule: "0 0 30 2 *" })).body).toMatchObject({
      next: [],
      warnings: [{ code: "never_fires" }],
    });
    expect(await preview({ schedule: "61 * * * *" })).toMatchObject({ status: 400, body: { code: "request_invalid" } });
    expect((await preview({ schedule: "0 5 * * *", timezone: "Mars" })).status).toBe(400);
  });

  test("of a pipeline is told, and there may be none", async () => {
    const [scheduled, other] = [await create({ schedule: "0 5 * * *", timezone: "Asia/Kolkata" }), await create()];
    const { body } = await call("GET", `/api/v1/pipelines/${scheduled.id}/schedule-preview?count=1`);
    expect(body).toEqual({ next: [expect.stringMatching(/T23:30:00\.000Z$/)], warnings: [] });
    const none = await call("GET", `/api/v1/pipelines/${other.id}/schedule-preview`);
    expect(none.body).toEqual({ next: [], warnings: [] });
  });

  test("says what is to become of due times that nobody fired", async () => {
    const { id, name } = await create({ schedule: "0 5 * * *", catch_up: { policy: "last" } });
    const path = `/api/v1/pipelines/${id}`;
    const kept = { policy: "last", window_seconds: 86_400 };
    expect((await call("GET", path)).body).toMatchObject({ catch_up: kept });
    const file = parse((await call("GET", `${path}/yaml`)).body as string) as object;
    expect(file).toMatchObject({ catch_up: kept });
    const byName = `/api/v1/pipelines/by-name/${encodeURIComponent(name)}`;
    expect(await call("PUT", byName, { body: file })).toMatchObject({ status: 200, body: { action: "unchanged" } });
    const changed = await call("PUT", byName, { body: { ...file, catch_up: { policy: "all", window_seconds: 60 } } });
    expect(changed.body).toMatchObject({
      action: "updated",
      changes: [
        { field: "catch_up.policy", before: "last", after: "all" },
        { field: "catch_up.window_seconds", before: 86_400, after: 60 },
      ],
    });
    const { catch_up: _catchUp, ...without } = file as { catch_up: object };
    await call("PUT", byName, { body: without });
    expect((await call("GET", path)).body).toMatchObject({ catch_up: null });

    const stream = { mode: "stream", source_config: { project: "p", dataset: "d", table: "t", cursor_column: "at" } };
    for (const wrong of [
      { catch_up: { policy: "some" } },
      { catch_up: { window_seconds: 60 } },
      { catch_up: { policy: "all", window_seconds: 59 } },
      { catch_up: { policy: "all", window_seconds: 2_592_001 } },
      { ...stream, catch_up: { policy: "last" } },
    ]) {
      const { status } = await call("POST", "/api/v1/pipelines", { body: pipelineBody(wrong) });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
  });

  test("is caught up after nobody fired it", async () => {
    // Not due while this test runs.
    const schedule = `${(new Date().getUTCMinutes() + 30) % 60} * * * *`;
    const { id } = await create({ schedule, catch_up: { policy: "last" } });
    const database = new pg.Client({ connectionString: api.databaseUrl });
    await database.connect();
    const since = "now() - interval '3 hours'";
    await database.query(`update pipelines set scheduled_since = ${since}, checked_until = ${since} where id = $1`, [
      id,
    ]);
    await database.end();
    const read = async () => (await call("GET", `/api/v1/pipelines/${id}/occurrences`)).body as { status: string }[];
    await waitFor(async () => (await read()).length > 0, { what: "what was missed", timeoutMs: 20_000 });
    const caughtUp = (await read()).filter(({ status }) => status === "caught_up");
    expect(caughtUp).toMatchObject([{ reason: null, run_id: expect.any(String) as string }]);
    expect(new Set((await read()).map(({ status }) => status))).toEqual(new Set(["caught_up", "missed"]));
  });

  test("has a list of what became of its due times", async () => {
    const { id } = await create({ schedule: "* * * * * *" });
    const path = `/api/v1/pipelines/${id}/occurrences`;
    interface Occurrence {
      readonly status: string;
      readonly reason: string | null;
      readonly run_id: string | null;
    }
    const read = async (query = "") => (await call("GET", path + query)).body as Occurrence[];
    await waitFor(async () => (await read("?status=skipped")).length > 0, { what: "an occurrence without a run" });
    await call("DELETE", `/api/v1/pipelines/${id}`);

    const [first, second, third] = (await read()).toReversed();
    expect([first, second, third]).toMatchObject([
      { status: "fired", reason: null },
      { status: "fired", reason: null },
      { status: "skipped", reason: "overlap", run_id: null },
    ]);
    const run = await call("GET", `/api/v1/runs/${first!.run_id}`);
    expect(run).toMatchObject({ status: 200, body: { pipeline_id: id, cause: "schedule" } });
    expect((await read("?status=missed")).length).toBe(0);
    const parts = await follow(`${path}?limit=2`);
    expect(parts[0]).toHaveLength(2);
    expect(parts.flat()).toEqual(await read());
    for (const wrong of ["?status=lost", "?cursor=x", "?limit=0"]) {
      expect([wrong, (await call("GET", path + wrong)).status]).toEqual([wrong, 400]);
    }
    expect((await call("GET", `/api/v1/pipelines/${crypto.randomUUID()}/occurrences`)).status).toBe(404);
  });
});

describe("connections", () => {
  const destination = { host: "db.example.com", database: "d", user: "u" };

  test("are refused when they are none, and wait for a worker otherwise", async () => {
    for (const [path, wrong] of [
      ["test", { kind: "postgres", config: { ...destination, sslmode: "require" } }],
      ["test", { kind: "postgres", config: { ...destination, port: 0 } }],
      ["test", { kind: "bigquery", config: { project: "no project!" } }],
      ["browse-source", { project: "p", table: "t" }],
    ] as const) {
      const { status } = await call("POST", `/api/v1/connections/${path}`, { body: wrong });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
    // No worker runs here.
    const answer = await call("POST", "/api/v1/connections/test", { body: { kind: "postgres", config: destination } });
    expect(answer).toMatchObject({ status: 503, body: { detail: "the loader does not answer" } });
  });
});

describe("stored connections", () => {
  const path = "/api/v1/connections";
  const config = { host: "db.example.com", database: "d", user: "u" };

  test("are made, changed with If-Match, used by pipelines, and never show their secret", async () => {
    const body = { name: "warehouse", kind: "postgres", config: { ...config, password: "canary" } };
    const made = await call("POST", path, { body });
    expect(made).toMatchObject({ status: 201, body: { name: "warehouse", config: { ...config, port: 5_432 } } });
    expect(made.headers.get("etag")).toBe('"1"');
    const { id } = made.body as Thing;
    expect((await call("POST", path, { body })).status).toBe(409);
    const changed = { ...body, config: { ...config, user: "other" } };
    expect((await call("PUT", `${path}/${id}`, { body: changed })).status).toBe(428);
    const change = (etag: string) => call("PUT", `${path}/${id}`, { body: changed, headers: { "if-match": etag } });
    expect(await change('"1"')).toMatchObject({ status: 200, body: { version: 2, config: { user: "other" } } });
    expect((await change('"1"')).status).toBe(412);

    const destination_config = { connection_id: id, table: "t" };
    const pipeline = await create({ destination_config });
    expect(pipeline).toMatchObject({ destination_config: { ...destination_config, schema: "public" } });
    const inUse = await call("DELETE", `${path}/${id}`);
    expect(inUse).toMatchObject({ status: 409, body: { detail: expect.stringContaining(pipeline.name) as string } });
    const seen = [made, await call("GET", path), await call("GET", `${path}/${id}`), inUse, pipeline];
    expect(JSON.stringify(seen)).not.toContain("canary");
    await call("DELETE", `/api/v1/pipelines/${pipeline.id}`);
    expect((await call("DELETE", `${path}/${id}`)).status).toBe(200);
    expect((await call("GET", `${path}/${id}`)).status).toBe(404);
  });

  test("go with nothing that they say themselves, and are of the right kind", async () => {
    const made = await call("POST", path, { body: { name: "source", kind: "bigquery", config: { project: "p" } } });
    const { id: connection_id } = made.body as Thing;
    for (const wrong of [
      { source_config: { connection_id, project: "p", dataset: "d", table: "t" } },
      { source_config: { connection_id, credentials: "x1", dataset: "d", table: "t" } },
      { source_config: { dataset: "d", table: "t" } },
      { destination_config: { connection_id, table: "t" } },
      { destination_config: { connection_id, password: "x", table: "t" } },
      { destination_config: { host: "db", table: "t" } },
    ]) {
      const { status } = await call("POST", "/api/v1/pipelines", { body: pipelineBody(wrong) });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
    // No worker runs here.
    expect((await call("POST", `${path}/${connection_id}/test`, { body: {} })).status).toBe(503);
    expect((await call("POST", `${path}/${connection_id}/browse`, { body: { schema: "s" } })).status).toBe(400);
  });
});

describe("a pipeline as code", () => {
  const apply = (body: { name: string }, query = "") =>
    call("PUT", `/api/v1/pipelines/by-name/${encodeURIComponent(body.name)}${query}`, { body });

  test("is made by its name, changed where it differs, and else left as it is", async () => {
    const body = pipelineBody({ name: "as code / 100%" });
    expect(await apply(body, "?dry_run=true")).toMatchObject({
      status: 200,
      body: { action: "created", pipeline: null },
    });
    const path = `/api/v1/pipelines/by-name/${encodeURIComponent(body.name)}`;
    expect((await call("GET", path)).status).toBe(404);
    expect((await apply(body)).body).toMatchObject({ action: "created", pipeline: { version: 1 } });
    expect((await apply(body)).body).toMatchObject({ action: "unchanged", changes: [], pipeline: { version: 1 } });

    const destination_config = { ...body.destination_config, password: "another canary", table: "t2", key: ["id"] };
    const next = { ...body, schedule: "0 5 * * *", destination_config };
    const changes = [
      { field: "destination_config.table", before: "t", after: "t2" },
      { field: "destination_config.key", before: null, after: ["id"] },
      { field: "schedule", before: null, after: "0 5 * * *" },
      { field: "destination_config.password", before: "(secret)", after: "(another secret)" },
    ];
    const planned = await apply(next, "?dry_run=true");
    expect(planned.body).toMatchObject({ action: "updated", pipeline: { version: 1 } });
    expect((planned.body as { changes: object[] }).changes).toEqual(expect.arrayContaining(changes));
    expect((planned.body as { changes: object[] }).changes).toHaveLength(changes.length);
    expect((await call("GET", path)).body).toMatchObject({ version: 1 });
    expect((await apply(next)).body).toMatchObject({ action: "updated", pipeline: { version: 2 } });
    expect((await apply(next)).body).toMatchObject({ action: "unchanged" });
    expect(JSON.stringify(planned.body)).not.toContain("canary");
  });

  test("is exported as a file that, applied, changes nothing", async () => {
    const made = await create({ description: "line one\nline: two", schedule: "*/5 * * * *", mode: "replace" });
    const { headers, body } = await call("GET", `/api/v1/pipelines/${made.id}/yaml`);
    expect(headers.get("content-type")).toContain("application/yaml");
    expect(body).not.toContain("canary");
    expect((await apply(parse(body as string) as { name: string })).body).toMatchObject({ action: "unchanged" });
  });

  test("has the name that its address says, and is checked as every other", async () => {
    const body = pipelineBody();
    expect((await call("PUT", "/api/v1/pipelines/by-name/other", { body })).status).toBe(400);
    expect((await apply({ ...body, schedule: "0 0 30 2 *" } as { name: string })).status).toBe(400);
  });
});

describe("a request that is repeated with its Idempotency-Key", () => {
  const headers = { "idempotency-key": "made once" };

  test("makes one pipeline, also when both come at once", async () => {
    const body = pipelineBody();
    const answers = await Promise.all([1, 2, 3].map(() => call("POST", "/api/v1/pipelines", { body, headers })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [{ id }] = answers.map((answer) => answer.body as Thing) as [Thing];
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    expect((await follow(`/api/v1/pipelines?q=${encodeURIComponent(body.name)}`)).flat()).toHaveLength(1);

    const other = await call("POST", "/api/v1/pipelines", { body: pipelineBody(), headers });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining(body.name) as string } });
    await call("DELETE", `/api/v1/pipelines/${id}`);
    const gone = await call("POST", "/api/v1/pipelines", { body, headers });
    expect(gone).toMatchObject({ status: 409, body: { detail: expect.stringContaining("deleted") as string } });
  });

  test("makes one copy", async () => {
    const path = `/api/v1/pipelines/${(await create()).id}/duplicate`;
    const key = { "idempotency-key": "copied once" };
    const first = await call("POST", path, { headers: key });
    expect((await call("POST", path, { headers: key })).body).toEqual(first.body);
  });
});

describe("every answer", () => {
  test("has the request's id, the client's own where it is one, and the log has it too", async () => {
    const anonymous = callAnonymously(api.url);
    const own = await anonymous("GET", "/health", { headers: { "x-request-id": "my-request-1" } });
    expect(own.headers.get("x-request-id")).toBe("my-request-1");
    await waitFor(() => api.services.gateway.output.includes('"request_id":"my-request-1"'), {
      what: "the log's line",
    });
    const forged = await anonymous("GET", "/health", { headers: { "x-request-id": "a b" } });
    expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect((await anonymous("GET", "/api/v1/runs?q=secret")).headers.get("x-request-id")).not.toBeNull();
    expect(api.services.gateway.output).not.toContain("q=secret");
  });

  test("may be read by the pages of the sites that were named, and by no others", async () => {
    const preflight = (origin: string) =>
      callAnonymously(api.url)("OPTIONS", "/api/v1/pipelines", {
        headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": "if-match" },
      });
    const allowed = await preflight("http://localhost:5173");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("If-Match");
    expect(allowed.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await preflight("https://evil.example.com")).headers.get("access-control-allow-origin")).toBeNull();

    const origin = { origin: "https://console.example.com" };
    const listed = await call("GET", "/api/v1/pipelines", { headers: origin });
    expect(listed.headers.get("access-control-allow-origin")).toBe("https://console.example.com");
    expect(listed.headers.get("access-control-expose-headers")).toContain("ETag");
    const refused = await callAnonymously(api.url)("GET", "/api/v1/pipelines", { headers: origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, origin.origin]);
  });
});

test("the reference page is for everybody, strictly confined", async () => {
  const { status, headers } = await callAnonymously(api.url)("GET", "/docs");
  expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(headers.get("content-security-policy")).toContain("script-src 'self'");
  expect((await callAnonymously(api.url)("GET", "/docs/other.js")).status).toBe(401);
});
