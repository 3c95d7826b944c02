import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { parse } from "yaml";

import { pipelineBody } from "./call-api.ts";
import { Resources, type Thing } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

describe("a change of a pipeline", () => {
  test("names the version that it is based on; without one it is 428, with an old one 412", async () => {
    const { id, name } = await product.create();
    const path = `/api/v1/pipelines/${id}`;
    const read = await product.call("GET", path);
    expect(read.headers.get("etag")).toBe('"1"');
    const body = pipelineBody({ name, description: "new" });

    expect(await product.call("PUT", path, { body })).toMatchObject({
      status: 428,
      body: { code: "precondition_required" },
    });
    const changed = await product.call("PUT", path, { body, headers: { "if-match": '"1"' } });
    expect(changed).toMatchObject({ status: 200, body: { description: "new", version: 2 } });
    expect(changed.headers.get("etag")).toBe('"2"');
    expect(await product.call("PUT", path, { body, headers: { "if-match": '"1"' } })).toMatchObject({
      status: 412,
      body: { code: "precondition_failed", solution: expect.stringContaining("Read it again") as string },
    });
    expect((await product.call("PUT", path, { body, headers: { "if-match": 'W/"2"' } })).status).toBe(200);
    expect((await product.call("PUT", path, { body, headers: { "if-match": "*" } })).status).toBe(200);
    expect((await product.call("PUT", path, { body, headers: { "if-match": "2" } })).status).toBe(400);
    expect(JSON.stringify(changed.body)).not.toContain("canary");
  });

  test("may name the version to delete", async () => {
    const { id } = await product.create();
    const path = `/api/v1/pipelines/${id}`;
    const remove = (etag: string) => product.call("DELETE", path, { headers: { "if-match": etag } });
    expect(await remove('"2"')).toMatchObject({ status: 412, body: { code: "precondition_failed" } });
    expect((await product.call("GET", path)).status).toBe(200);
    expect((await remove('"1"')).status).toBe(200);
    expect((await remove("*")).status).toBe(404);
  });

  test("is validated like a new pipeline", async () => {
    const { id } = await product.create();
    const headers = { "if-match": "*" };
    for (const wrong of [{ schedule: "0 0 30 2 *" }, { mode: "merge" }, { batch_size: 0 }, { prot: 1 }]) {
      const answer = await product.call("PUT", `/api/v1/pipelines/${id}`, { body: pipelineBody(wrong), headers });
      expect([wrong, answer.status]).toEqual([wrong, 400]);
    }
    const unknown = `/api/v1/pipelines/${crypto.randomUUID()}`;
    expect((await product.call("PUT", unknown, { body: pipelineBody(), headers })).status).toBe(404);
  });

  test("pause, resume, duplicate", async () => {
    const { id, name } = await product.create({ schedule: "0 5 * * *" });
    const path = `/api/v1/pipelines/${id}`;
    expect(await product.call("POST", `${path}/pause`)).toMatchObject({
      status: 200,
      body: { is_active: false, version: 2 },
    });
    const { body } = await product.call("GET", `${path}/schedule-preview`);
    expect(body).toMatchObject({ warnings: [{ code: "paused" }] });
    expect(await product.call("POST", `${path}/resume`)).toMatchObject({
      status: 200,
      body: { is_active: true, version: 3 },
    });
    expect(await product.call("POST", `${path}/duplicate`)).toMatchObject({
      status: 201,
      body: { name: `${name} (copy)`, is_active: false },
    });
    expect(await product.call("POST", `${path}/duplicate`, { body: { name: "another" } })).toMatchObject({
      status: 201,
      body: { name: "another" },
    });
    expect((await product.call("POST", `${path}/duplicate`, { body: { name: "another" } })).status).toBe(409);
    expect((await product.call("POST", `${path}/duplicate`, { body: { nam: "x" } })).status).toBe(400);
  });
});

describe("the history of a pipeline", () => {
  test("shows changes and authors, in pages, also for an archived pipeline", async () => {
    const { id, name } = await product.create({ schedule: "0 5 * * *" });
    const body = { ...pipelineBody({ schedule: "0 6 * * *" }), name };
    await product.call("PUT", `/api/v1/pipelines/${id}`, { body, headers: { "if-match": '"1"' } });
    await product.call("POST", `/api/v1/pipelines/${id}/pause`);
    await product.call("DELETE", `/api/v1/pipelines/${id}`);
    const path = `/api/v1/pipelines/${id}/changes`;
    const parts = (await product.follow(`${path}?limit=3`)) as unknown as object[][];
    expect(parts.map((part) => part.length)).toEqual([3, 1]);
    const change = { field: "schedule", before: "0 5 * * *", after: "0 6 * * *" };
    expect(parts.flat()).toMatchObject([
      { version: 4, action: "archived" },
      { version: 3, action: "paused" },
      { version: 2, action: "changed", changes: [change], changed_by: product.api.email },
      { version: 1, action: "created", changes: [], secrets_changed: ["destination_config.password"] },
    ]);
    expect((await product.call("GET", `${path}/1`)).body).toMatchObject({
      configuration: { name, schedule: "0 5 * * *" },
      restoring: [{ ...change, before: change.after, after: change.before }],
    });
    for (const version of ["5", "0", "one"]) expect((await product.call("GET", `${path}/${version}`)).status).toBe(404);
    expect((await product.call("GET", `/api/v1/pipelines/${crypto.randomUUID()}/changes`)).status).toBe(404);
  });
});

describe("lists", () => {
  test("continue at the URL in Link, filters included", async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await product.create({ description: "in parts", mode: "replace" }));
    await product.create();
    const parts = await product.follow("/api/v1/pipelines?q=in%20parts&mode=replace&limit=2");
    expect(parts.map((part) => part.length)).toEqual([2, 2, 1]);
    expect(parts.flat().map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed());

    const runs = [
      await product.trigger(made[0]!.id),
      await product.trigger(made[1]!.id),
      await product.trigger(made[0]!.id),
    ];
    const all = await product.follow(`/api/v1/runs?limit=1&cause=manual`);
    expect(all.flat().map(({ id }) => id)).toEqual(runs.toReversed());
    expect((await product.follow(`/api/v1/runs?pipeline_id=${made[1]!.id}`)).flat()).toMatchObject([{ id: runs[1] }]);
    expect((await product.follow(`/api/v1/pipelines/${made[0]!.id}/runs?limit=1`)).map((part) => part.length)).toEqual([
      1, 1,
    ]);
  });

  test("refuse unknown parameters", async () => {
    for (const query of [
      "pipelines?status=open",
      "pipelines?cursor=1",
      "runs?since=yesterday",
      "runs?status=done",
      "runs?pipeline_id=1",
      "runs?cursor=%27",
      "runs?limit=501",
    ]) {
      expect([query, (await product.call("GET", `/api/v1/${query}`)).status]).toEqual([query, 400]);
    }
  });
});

describe("a pipeline as code", () => {
  const apply = (body: { name: string }, query = "") =>
    product.call("PUT", `/api/v1/pipelines/by-name/${encodeURIComponent(body.name)}${query}`, { body });

  test("is created by its name, changed where it differs, and otherwise left unchanged", async () => {
    const body = pipelineBody({ name: "as code / 100%" });
    expect(await apply(body, "?dry_run=true")).toMatchObject({
      status: 200,
      body: { action: "created", pipeline: null },
    });
    const path = `/api/v1/pipelines/by-name/${encodeURIComponent(body.name)}`;
    expect((await product.call("GET", path)).status).toBe(404);
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
    expect((await product.call("GET", path)).body).toMatchObject({ version: 1 });
    expect((await apply(next)).body).toMatchObject({ action: "updated", pipeline: { version: 2 } });
    expect((await apply(next)).body).toMatchObject({ action: "unchanged" });
    expect(JSON.stringify(planned.body)).not.toContain("canary");
  });

  test("is exported as a file that, applied, changes nothing", async () => {
    const made = await product.create({ description: "line one\nline: two", schedule: "*/5 * * * *", mode: "replace" });
    const { headers, body } = await product.call("GET", `/api/v1/pipelines/${made.id}/yaml`);
    expect(headers.get("content-type")).toContain("application/yaml");
    expect(body).not.toContain("canary");
    expect((await product.call("GET", `/api/v1/pipelines/${made.id}.yaml`)).body).toBe(body);
    await product.call("POST", `/api/v1/pipelines/${made.id}/pause`);
    expect((await product.call("GET", `/api/v1/pipelines/${made.id}.yaml`)).body).toContain("# It was paused");
    expect((await product.call("GET", `/api/v1/pipelines/${crypto.randomUUID()}.yaml`)).status).toBe(404);
    expect((await apply(parse(body as string) as { name: string })).body).toMatchObject({ action: "unchanged" });
  });

  test("has the name in its URL, and is validated like every other", async () => {
    const body = pipelineBody();
    expect((await product.call("PUT", "/api/v1/pipelines/by-name/other", { body })).status).toBe(400);
    expect((await apply({ ...body, schedule: "0 0 30 2 *" } as { name: string })).status).toBe(400);
  });
});

describe("a request repeated with its Idempotency-Key", () => {
  const headers = { "idempotency-key": "made once" };

  test("creates one pipeline, also when both come at once", async () => {
    const body = pipelineBody();
    const answers = await Promise.all(
      [1, 2, 3].map(() => product.call("POST", "/api/v1/pipelines", { body, headers })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [{ id }] = answers.map((answer) => answer.body as Thing) as [Thing];
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    expect((await product.follow(`/api/v1/pipelines?q=${encodeURIComponent(body.name)}`)).flat()).toHaveLength(1);

    const other = await product.call("POST", "/api/v1/pipelines", { body: pipelineBody(), headers });
    expect(other).toMatchObject({ status: 409, body: { detail: expect.stringContaining(body.name) as string } });
    await product.call("DELETE", `/api/v1/pipelines/${id}`);
    const gone = await product.call("POST", "/api/v1/pipelines", { body, headers });
    expect(gone).toMatchObject({ status: 409, body: { detail: expect.stringContaining("deleted") as string } });
  });

  test("creates one copy", async () => {
    const path = `/api/v1/pipelines/${(await product.create()).id}/duplicate`;
    const key = { "idempotency-key": "copied once" };
    const first = await product.call("POST", path, { headers: key });
    expect((await product.call("POST", path, { headers: key })).body).toEqual(first.body);
  });
});
