/** The typed client against running gateway, registry and scheduler. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { startApi, type TestApi } from "@datamantri/testkit";

import { accessTokenOf, ApiError, dataOf, openClient, type Client, type components } from "../src/index.ts";

let api: TestApi;
let client: Client;

beforeAll(async () => {
  api = await startApi({ postgres: inject("postgres").url, natsServer: inject("natsServer") });
  const accessToken = await accessTokenOf(openClient({ url: api.url }), api.email, api.password);
  client = openClient({ url: api.url, accessToken });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

const input: components["schemas"]["PipelineInput"] = {
  name: "orders",
  source_config: { project: "my-project", dataset: "shop", table: "orders" },
  destination_config: { host: "db.example.com", database: "analytics", user: "loader", table: "orders" },
};

describe("the client", () => {
  test("calls the documented operations", async () => {
    const me = await dataOf(client.GET("/api/v1/auth/me"));
    expect(me.email).toBe(api.email);

    const pipeline = await dataOf(client.POST("/api/v1/pipelines", { body: input }));
    const path = { id: pipeline.id };
    expect(pipeline).toMatchObject({ name: "orders", mode: "batch", destination_config: { port: 5432 } });
    expect(await dataOf(client.GET("/api/v1/pipelines/{id}", { params: { path } }))).toEqual(pipeline);

    const { task_id } = await dataOf(client.POST("/api/v1/pipelines/{id}/trigger", { params: { path } }));
    const runs = await dataOf(client.GET("/api/v1/pipelines/{id}/runs", { params: { path, query: { limit: 10 } } }));
    expect(runs).toMatchObject([{ id: task_id, pipeline_id: pipeline.id, triggered_by: api.email }]);
    await dataOf(client.DELETE("/api/v1/pipelines/{id}", { params: { path } }));
  });

  test("reports an error by code, message and solution", async () => {
    const unknown = { params: { path: { id: crypto.randomUUID() } } };
    const refused = await dataOf(client.GET("/api/v1/pipelines/{id}", unknown)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 404, problem: { code: "not_found" } });
    expect((refused as ApiError).message).toContain("Check the id or name.");

    const { error, response } = await openClient({ url: api.url }).GET("/api/v1/auth/me");
    expect([response.status, error?.code]).toEqual([401, "unauthenticated"]);
  });

  test("requests the token for every call", async () => {
    const tokens = ["wrong", await accessTokenOf(client, api.email, api.password)];
    const renewing = openClient({ url: api.url, accessToken: () => tokens.shift() });
    expect((await renewing.GET("/api/v1/auth/me")).response.status).toBe(401);
    expect((await renewing.GET("/api/v1/auth/me")).response.status).toBe(200);
  });

  test("reports who answered if it was not the API", async () => {
    const elsewhere = openClient({ url: api.url, fetch: async () => new Response("<html>", { status: 502 }) });
    await expect(dataOf(elsewhere.GET("/api/v1/auth/me"))).rejects.toMatchObject({ status: 502 });
  });
});
