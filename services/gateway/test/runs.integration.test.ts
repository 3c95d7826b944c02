import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Resources } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

describe("runs", () => {
  test("are shown in detail", async () => {
    const path = `/api/v1/runs/${await product.trigger((await product.create()).id)}`;
    expect((await product.call("GET", path)).body).toMatchObject({
      cause: "manual",
      phases: [{ phase: "queued" }, { phase: "planning" }],
      splits: null,
      attempt: 1,
    });
    expect(await product.call("GET", `${path}/events`)).toMatchObject({ status: 200, body: [{ name: "RunQueued" }] });
    expect(await product.call("GET", `${path}/splits`)).toMatchObject({ status: 200, body: [] });
    for (const part of ["splits", "events"]) {
      expect((await product.call("GET", `/api/v1/runs/${crypto.randomUUID()}/${part}`)).status).toBe(404);
    }
  });

  test("that were cancelled are retried, once for each Idempotency-Key", async () => {
    const runId = await product.trigger((await product.create()).id);
    const path = `/api/v1/runs/${runId}/retry`;
    expect((await product.call("POST", path)).status).toBe(409);
    await product.cancel(runId);
    const headers = { "idempotency-key": "again" };
    const first = await product.call("POST", path, { headers });
    expect(first.status).toBe(202);
    const { task_id } = first.body as { task_id: string };
    expect(first.headers.get("location")).toBe(`/api/v1/runs/${task_id}`);
    expect((await product.call("GET", first.headers.get("location")!)).body).toMatchObject({
      cause: "retry",
      retry_of: runId,
    });
    expect((await product.call("POST", path, { headers })).body).toEqual(first.body);
  });

  test("are resumed only where rows are kept, otherwise the answer has the reason", async () => {
    const runId = await product.trigger((await product.create()).id);
    await product.cancel(runId);
    const path = `/api/v1/runs/${runId}`;
    expect((await product.call("GET", path)).body).toMatchObject({ resumable_until: null, records_resumed: null });
    const detail = "a cancelled run cannot be resumed; retry it from the start";
    expect(await product.call("POST", `${path}/retry`, { body: { from: "failure" } })).toMatchObject({
      status: 409,
      body: { code: "conflict", detail },
    });
    const many = { action: "retry", run_ids: [runId], from: "failure" };
    expect((await product.call("POST", "/api/v1/runs/bulk", { body: many })).body).toMatchObject({
      results: [{ accepted: false, code: "conflict", detail }],
    });
    expect(await product.call("POST", `${path}/discard`)).toMatchObject({
      status: 409,
      body: { detail: "the run has no loaded rows to discard" },
    });
    expect((await product.call("POST", `/api/v1/runs/${crypto.randomUUID()}/discard`)).status).toBe(404);
    expect((await product.call("POST", `${path}/retry`, { body: { from: "the middle" } })).status).toBe(400);
    expect(await product.call("POST", `${path}/retry`, { body: { from: "start" } })).toMatchObject({ status: 202 });
  });

  test("are undone only where former rows are kept, otherwise the answer has the reason", async () => {
    const runId = await product.trigger((await product.create()).id);
    const path = `/api/v1/runs/${runId}`;
    expect((await product.call("GET", path)).body).toMatchObject({ can_undo: false, undo_of: null, undone_by: null });
    await product.cancel(runId);
    expect(await product.call("POST", `${path}/undo`)).toMatchObject({
      status: 409,
      body: { code: "conflict", detail: "the run was cancelled and has changed nothing" },
    });
    expect((await product.call("POST", `/api/v1/runs/${crypto.randomUUID()}/undo`)).status).toBe(404);
  });

  test("are cancelled and retried in bulk, each separately", async () => {
    const { id } = await product.create();
    const [one, two, unknown] = [await product.trigger(id), await product.trigger(id), crypto.randomUUID()];
    const cancelled = await product.call("POST", "/api/v1/runs/bulk", {
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
    await product.cancel(one);
    await product.cancel(two);
    const { body } = await product.call("POST", "/api/v1/runs/bulk", {
      body: { action: "retry", run_ids: [one, one] },
    });
    const { results } = body as { results: { task_id: string }[] };
    expect(results).toMatchObject([{ run_id: one, accepted: true, code: null }]);
    expect((await product.call("GET", `/api/v1/runs/${results[0]!.task_id}`)).body).toMatchObject({ retry_of: one });
    expect((await product.call("POST", "/api/v1/runs/bulk", { body: { action: "retry", run_ids: [] } })).status).toBe(
      400,
    );

    // Each cancelled run has its own audit entry with the actor.
    for (const [runId, actions] of [
      [two, ["POST /api/v1/runs/{id}/cancel", "cancel"]],
      [one, ["retry", "POST /api/v1/runs/{id}/cancel", "cancel"]],
      [unknown, ["cancel"]],
    ] as const) {
      const { body: entries } = await product.call("GET", `/api/v1/audit?object=${runId}`);
      const told = entries as { action: string; facts: { action?: string }; actor: { name: string } }[];
      expect(told.map(({ action, facts }) => facts.action ?? action)).toEqual(actions);
      for (const { actor } of told) expect(actor.name).toBe(product.api.email);
    }
  });
});
