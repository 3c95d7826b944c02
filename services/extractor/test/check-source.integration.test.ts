/** Checks of BigQuery, and browsing. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import type { SourceAccessConfig } from "@datamantri/contracts";
import { openLog } from "@datamantri/runtime";
import { freePort, testConfiguration } from "@datamantri/testkit";

import { answerRequests } from "../src/answer-requests.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { openSourceResolver } from "../src/resolve-source.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
});

const billing = { maximumBytesBilled: 2 ** 30, pricePerTibUsd: 6.25 };
/** Answers like the registry. */
const store = {
  connection: async () => ({ config: { project: "sandbox", api_endpoint: sandbox.url }, credentials: "env:KEY" }),
  async credentials(pipelineId: string, server: object) {
    asked.push([pipelineId, server]);
    return "env:KEY";
  },
};
/** Requests for credentials, with their servers. */
const asked: unknown[] = [];
const environment = { DATAMANTRI_SECRET_KEY: '{"type":"nothing"}' };
const resolve = openSourceResolver(store, { directory: "", environment });
const openAnswers = (networks: string) =>
  answerRequests(
    billing,
    resolve,
    openSourceNetwork(networks),
    openLog("extractor", "silent"),
    new AbortController().signal,
  );
const answers = openAnswers("");
const access = (more: Partial<SourceAccessConfig> = {}) => ({ project: "sandbox", api_endpoint: sandbox.url, ...more });

test("a pipeline's stored credentials are used where none are given, and requested with the server", async () => {
  const pipeline_id = crypto.randomUUID();
  const check = (credentials: string | null) =>
    answers.check_source({ config: access(), credentials, pipeline_id, timeout_ms: 10_000 });
  const stored = await check(null);
  // The stored credentials are unknown to Google's library.
  expect(stored.find(({ ok }) => !ok)).toMatchObject({ check: "credentials" });
  expect(asked.splice(0)).toEqual([[pipeline_id, access()]]);
  await check('{"type":"another"}');
  expect(asked).toEqual([]);
});

describe("a check", () => {
  const check = (more: Partial<SourceAccessConfig> = {}, credentials: string | null = null) =>
    answers.check_source({ config: access(more), credentials, timeout_ms: 10_000 });

  test("of a source that can be used passes every step and leaves no job", async () => {
    const checks = await check();
    expect(checks.map(({ check, ok }) => [check, ok])).toEqual([
      ["tcp", true],
      ["credentials", true],
      ["datasets", true],
      ["jobs", true],
    ]);
    const jobs = await fetch(`${sandbox.url}/bigquery/v2/projects/sandbox/jobs`);
    expect(await jobs.json()).toMatchObject({ jobs: [] });
  });

  test("reports at once when no server answers", async () => {
    const checks = await check({ api_endpoint: `http://127.0.0.1:${await freePort()}` });
    expect(checks).toMatchObject([{ check: "tcp", ok: false, code: "source_unavailable" }]);
    expect(checks[0]!.message).toContain("ECONNREFUSED");
  });

  test.each([
    "http://169.254.169.254",
    "http://2852039166",
    "http://0xa9fea9fe/",
    "http://[::ffff:169.254.169.254]",
    "https://metadata.example@169.254.169.254",
  ])("never connects to %s, and reports so at once", async (api_endpoint) => {
    const checks = await check({ api_endpoint });
    expect(checks).toMatchObject([{ check: "tcp", ok: false, code: "egress_refused" }]);
    expect(checks[0]!.message).toContain("is blocked");
  });

  test("does not follow redirects", async () => {
    let followed = 0;
    const moved = createServer((request, response) => {
      if (request.url === "/there") followed++;
      response.writeHead(307, { location: "/there" }).end();
    });
    await once(moved.listen(0, "127.0.0.1"), "listening");
    try {
      const { port } = moved.address() as AddressInfo;
      const checks = await check({ api_endpoint: `http://127.0.0.1:${port}` });
      expect(checks).toMatchObject([{ check: "tcp", ok: false, code: "egress_refused" }]);
      expect(followed).toBe(0);
    } finally {
      moved.close();
      moved.closeAllConnections();
    }
  });

  test("reports invalid credentials", async () => {
    expect(await check({}, '{"type":"nothing"}')).toMatchObject([
      { check: "credentials", ok: false, code: "source_credentials_invalid" },
    ]);
  });
});

describe("where the operator allows only some networks and hosts", () => {
  const timeout_ms = 10_000;
  const refused = openAnswers("10.9.0.0/16,*.googleapis.com");

  test("no others are contacted, by a check, by browsing or for an estimate", async () => {
    const { port } = new URL(sandbox.url);
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      const asked = { config: access({ api_endpoint: `http://${host}:${port}` }), credentials: null, timeout_ms };
      const message = `${host} is blocked: the setting SOURCE_NETWORKS does not allow it`;
      const refusal = { code: "egress_refused", message };
      expect(await refused.check_source(asked)).toMatchObject([{ check: "tcp", ok: false, ...refusal }]);
      await expect(refused.browse(asked)).rejects.toMatchObject(refusal);
      const source_config = { ...asked.config, dataset: "flights", table: "flights_3m" };
      const configuration = testConfiguration({ source_config });
      const inspecting = { configuration, credentials: null, has_mask_key: false, timeout_ms };
      await expect(refused.inspect(inspecting)).rejects.toMatchObject(refusal);
    }
  });

  test.each(["127.0.0.0/8", "127.0.0.1", "localhost, ::1, 127.0.0.1"])(
    "those of %s are contacted",
    async (networks) => {
      const checks = await openAnswers(networks).check_source({ config: access(), credentials: null, timeout_ms });
      expect(checks.every(({ ok }) => ok)).toBe(true);
    },
  );
});

test("a stored connection is used with the secret that it refers to", async () => {
  const config = { connection_id: "one" };
  // Google's library refuses this file: the refusal shows that it was read.
  expect(await answers.check_source({ config, credentials: null, timeout_ms: 10_000 })).toMatchObject([
    { check: "credentials", ok: false, code: "source_credentials_invalid" },
  ]);
  await expect(
    answers.check_source({ config: access(), credentials: "env:NOTHING", timeout_ms: 10_000 }),
  ).rejects.toMatchObject({ code: "secret_reference_invalid" });
});

describe("browsing", () => {
  const browse = (dataset?: string, table?: string) =>
    answers.browse({ config: access(), credentials: null, timeout_ms: 10_000, dataset, table });

  test("lists datasets, then tables", async () => {
    const { datasets, tables, is_complete } = await browse();
    expect(datasets).toEqual(expect.arrayContaining(["flights", "movies", "types"]));
    expect([tables, is_complete]).toEqual([null, true]);
    expect((await browse("flights")).tables).toContainEqual({ name: "flights_3m", type: "TABLE" });
  });

  test("shows a table's columns and first rows", async () => {
    const { table } = await browse("movies", "movies");
    expect(table!.columns[0]).toMatchObject({ name: expect.any(String) as string, type: expect.any(String) as string });
    expect(table!.rows).toHaveLength(20);
    for (const row of table!.rows) expect(row).toHaveLength(table!.columns.length);
    expect(table!.row_count).toBeGreaterThan(20);
  });

  test("shows nested values without BigQuery's wrapping", async () => {
    const { table } = await browse("types", "all_types_small");
    expect(JSON.stringify(table!.rows)).not.toMatch(/"[fv]":/);
    const array = table!.columns.findIndex(({ type }) => type === "ARRAY<INT64>");
    expect(table!.rows.some((row) => Array.isArray(row[array]))).toBe(true);
  });

  test("reports what does not exist", async () => {
    await expect(browse("nothing", "nothing")).rejects.toMatchObject({ code: "source_not_found" });
  });
});
