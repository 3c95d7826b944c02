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

  test("are refused when invalid, and otherwise wait for a worker", async () => {
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
    expect(answer).toMatchObject({ status: 503, body: { detail: "the loader does not respond" } });
  });
});

describe("a blocked address is refused before it is stored, with its field, of", () => {
  const spellings = ["169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "::ffff:169.254.169.254"];
  const refusal = (field: string) => ({
    status: 400,
    body: {
      code: "egress_refused",
      detail: expect.stringMatching(new RegExp(`^${field}: is blocked`)) as string,
    },
  });
  const urlsOf = (host: string) => (host.includes(":") ? `http://[${host}]/` : `http://${host}/`);

  test("webhooks", async () => {
    const path = "/api/v1/webhooks";
    const made = await product.call("POST", path, { body: { name: "w", url: "https://example.com/" } });
    const { webhook } = made.body as { webhook: Thing };
    for (const url of spellings.map(urlsOf)) {
      expect(await product.call("POST", path, { body: { name: "w", url } })).toMatchObject(refusal("url"));
      expect(await product.call("PATCH", `${path}/${webhook.id}`, { body: { url } })).toMatchObject(refusal("url"));
    }
    expect((await product.call("GET", path)).body).toMatchObject([
      { id: webhook.id, url_shown: "https://example.com/" },
    ]);
    // A name is checked when it is used, and the operator may allow private addresses.
    for (const url of ["http://metadata.google.internal/", "http://127.0.0.1/"]) {
      expect((await product.call("POST", path, { body: { name: "w", url } })).status).toBe(201);
    }
  });

  test("connections", async () => {
    const path = "/api/v1/connections";
    const postgres = (host: string) => ({ name: "p", kind: "postgres", config: { host, database: "d", user: "u" } });
    const bigquery = (api_endpoint: string) => ({
      name: "b",
      kind: "bigquery",
      config: { project: "p", api_endpoint },
    });
    const { id } = (await product.call("POST", path, { body: postgres("db.example.com") })).body as Thing;
    const headers = { "if-match": '"1"' };
    for (const host of spellings) {
      const body = postgres(host);
      expect(await product.call("POST", path, { body })).toMatchObject(refusal("config.host"));
      expect(await product.call("PUT", `${path}/${id}`, { body, headers })).toMatchObject(refusal("config.host"));
      const endpoint = await product.call("POST", path, { body: bigquery(urlsOf(host)) });
      expect(endpoint).toMatchObject(refusal("config.api_endpoint"));
    }
    expect((await product.call("DELETE", `${path}/${id}`)).status).toBe(200);
  });

  test("pipelines", async () => {
    const { id } = await product.create();
    const path = "/api/v1/pipelines";
    const { source_config, destination_config } = pipelineBody();
    for (const host of spellings) {
      const destination = { destination_config: { ...destination_config, host } };
      const source = { source_config: { ...source_config, api_endpoint: urlsOf(host) } };
      for (const [change, field] of [
        [destination, "destination_config.host"],
        [source, "source_config.api_endpoint"],
      ] as const) {
        const body = pipelineBody(change);
        expect(await product.call("POST", path, { body })).toMatchObject(refusal(field));
        const headers = { "if-match": '"1"' };
        expect(await product.call("PUT", `${path}/by-name/refused`, { body, headers })).toMatchObject(refusal(field));
        expect(await product.call("PUT", `${path}/${id}`, { body, headers })).toMatchObject(refusal(field));
        const { body: validation } = await product.call("POST", `${path}/validate`, { body });
        expect(validation).toMatchObject({ valid: false, problems: [{ code: "egress_refused", field }] });
      }
    }
    const both = pipelineBody({ name: "", destination_config: { ...destination_config, host: "169.254.169.254" } });
    const answer = await product.call("POST", path, { body: both });
    expect(answer).toMatchObject({ status: 400, body: { code: "request_invalid" } });
  });
});

describe("stored connections", () => {
  const path = "/api/v1/connections";
  const config = { host: "db.example.com", database: "d", user: "u" };

  test("are created, changed with If-Match, used by pipelines, and never show their secret", async () => {
    const body = { name: "warehouse", kind: "postgres", config: { ...config, password: "canary" } };
    const made = await product.call("POST", path, { body });
    expect(made).toMatchObject({ status: 201, body: { name: "warehouse", config: { ...config, port: 5_432 } } });
    expect(made.headers.get("etag")).toBe('"1"');
    const { id } = made.body as Thing;
    expect((await product.call("POST", path, { body })).status).toBe(409);
    const changed = { ...body, config: { ...config, user: "other", password: "canary" } };
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

  test("cannot be combined with fields of their own, and must be of the right kind", async () => {
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
