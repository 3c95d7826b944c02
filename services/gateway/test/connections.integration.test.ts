import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { pipelineBody } from "./call-api.ts";
import { Resources, type Thing } from "./resources.ts";

let product: Resources;

beforeAll(async () => {
  product = await Resources.open();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

describe("connections", () => {
  const destination = { host: "db.example.com", database: "d", user: "u" };

  test("are refused when they are none, and wait for a worker otherwise", async () => {
    for (const [path, wrong] of [
      ["test", { kind: "postgres", config: { ...destination, sslmode: "require" } }],
      ["test", { kind: "postgres", config: { ...destination, port: 0 } }],
      ["test", { kind: "bigquery", config: { project: "no project!" } }],
      ["test", { kind: "bigquery", config: { project: "p", api_endpoint: "http://user:secret@bigquery.example.com" } }],
      ["test", { kind: "bigquery", config: { project: "p", api_endpoint: "http://bigquery.example.com/?key=secret" } }],
      ["browse-source", { project: "p", table: "t" }],
    ] as const) {
      const { status } = await product.call("POST", `/api/v1/connections/${path}`, { body: wrong });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
    // No worker runs here.
    const answer = await product.call("POST", "/api/v1/connections/test", {
      body: { kind: "postgres", config: destination },
    });
    expect(answer).toMatchObject({ status: 503, body: { detail: "the loader does not answer" } });
  });
});

describe("stored connections", () => {
  const path = "/api/v1/connections";
  const config = { host: "db.example.com", database: "d", user: "u" };

  test("are made, changed with If-Match, used by pipelines, and never show their secret", async () => {
    const body = { name: "warehouse", kind: "postgres", config: { ...config, password: "canary" } };
    const made = await product.call("POST", path, { body });
    expect(made).toMatchObject({ status: 201, body: { name: "warehouse", config: { ...config, port: 5_432 } } });
    expect(made.headers.get("etag")).toBe('"1"');
    const { id } = made.body as Thing;
    expect((await product.call("POST", path, { body })).status).toBe(409);
    const changed = { ...body, config: { ...config, user: "other" } };
    expect((await product.call("PUT", `${path}/${id}`, { body: changed })).status).toBe(428);
    const change = (etag: string) =>
      product.call("PUT", `${path}/${id}`, { body: changed, headers: { "if-match": etag } });
    expect(await change('"1"')).toMatchObject({ status: 200, body: { version: 2, config: { user: "other" } } });
    expect((await change('"1"')).status).toBe(412);

    const destination_config = { connection_id: id, table: "t" };
    const pipeline = await product.create({ destination_config });
    expect(pipeline).toMatchObject({ destination_config: { ...destination_config, schema: "public" } });
    const inUse = await product.call("DELETE", `${path}/${id}`);
    expect(inUse).toMatchObject({ status: 409, body: { detail: expect.stringContaining(pipeline.name) as string } });
    const seen = [made, await product.call("GET", path), await product.call("GET", `${path}/${id}`), inUse, pipeline];
    expect(JSON.stringify(seen)).not.toContain("canary");
    await product.call("DELETE", `/api/v1/pipelines/${pipeline.id}`);
    expect((await product.call("DELETE", `${path}/${id}`)).status).toBe(200);
    expect((await product.call("GET", `${path}/${id}`)).status).toBe(404);
  });

  test("go with nothing that they say themselves, and are of the right kind", async () => {
    const made = await product.call("POST", path, {
      body: { name: "source", kind: "bigquery", config: { project: "p" } },
    });
    const { id: connection_id } = made.body as Thing;
    for (const wrong of [
      { source_config: { connection_id, project: "p", dataset: "d", table: "t" } },
      { source_config: { connection_id, credentials: "x1", dataset: "d", table: "t" } },
      { source_config: { dataset: "d", table: "t" } },
      { destination_config: { connection_id, table: "t" } },
      { destination_config: { connection_id, password: "x", table: "t" } },
      { destination_config: { host: "db", table: "t" } },
    ]) {
      const { status } = await product.call("POST", "/api/v1/pipelines", { body: pipelineBody(wrong) });
      expect([wrong, status]).toEqual([wrong, 400]);
    }
    // No worker runs here.
    expect((await product.call("POST", `${path}/${connection_id}/test`, { body: {} })).status).toBe(503);
    expect((await product.call("POST", `${path}/${connection_id}/browse`, { body: { schema: "s" } })).status).toBe(400);
  });
});
