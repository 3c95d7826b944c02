/** The extractor as a process: its settings apply to all its requests. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { startSandbox, type Sandbox } from "@datamantri/bigquery-sandbox";
import { ensureTopology, listenFor, openBus, publish, request, serveRequests, type Bus } from "@datamantri/bus";
import {
  subjectOf,
  encodeMessage,
  noRange,
  type ExtractorApi,
  type SecretsApi,
  type RunSource,
  secretsSubject,
} from "@datamantri/contracts";
import { openLog, Secret } from "@datamantri/runtime";
import { startNats, TestService, waitFor, type TestNats, testConfiguration } from "@datamantri/testkit";

let nats: TestNats;
let sandbox: Sandbox;
let bus: Bus;
let registry: { close(): Promise<void> };
const stop = new AbortController();
/** Failed runs: code and message. */
const failed = new Map<string, { readonly code: string; readonly message: string }>();
/** Notes of the plans. */
const planned = new Map<string, readonly string[]>();
/** What differs from the source of the other tests. */
let more: Partial<RunSource> = {};

beforeAll(async () => {
  nats = await startNats({ server: inject("natsServer") });
  sandbox = await startSandbox();
  bus = await openBus({
    url: new Secret(nats.url),
    service: "registry",
    log: openLog("registry", "silent"),
    onClosed: () => undefined,
    signal: stop.signal,
  });
  await ensureTopology(bus, { maxBatchMessages: 500, replicas: 1 });
  registry = serveRequests<Pick<SecretsApi, "runs.source">>(
    bus,
    { "runs.source": async () => ({ ...source(), ...more }) },
    secretsSubject,
  );
  listenFor(bus, "StepFailed", ({ runId, code, message }) => void failed.set(runId, { code, message }));
  listenFor(bus, "RunPlanned", ({ runId, notes }) => void planned.set(runId, notes));
});
afterAll(async () => {
  stop.abort();
  await registry.close();
  await bus[Symbol.asyncDispose]();
  await sandbox.close();
  await nats[Symbol.asyncDispose]();
});

const source = (): RunSource => ({
  configuration: testConfiguration({
    source_config: { api_endpoint: sandbox.url, dataset: "movies", table: "movies" },
  }),
  watermark: null,
  credentials: null,
  mask_key: null,
  digest_key: "key",
});

const main = join(import.meta.dirname, "../src/main.ts");
const startExtractor = (networks: string) =>
  new TestService(main, { NATS_URL: nats.url, SOURCE_NETWORKS: networks }).started();

async function plan(): Promise<string> {
  const ids = { runId: crypto.randomUUID(), pipelineId: crypto.randomUUID(), attempt: 1 };
  const task = { ...ids, batchSize: 0, skipVersion: "", range: noRange };
  const subject = subjectOf("PlanRun", task);
  const message = { subject, payload: encodeMessage("PlanRun", task), messageId: subject };
  await publish(bus, message, { signal: stop.signal });
  return ids.runId;
}

const asked = () => ({
  config: { project: "sandbox", api_endpoint: sandbox.url },
  credentials: null,
  timeout_ms: 10_000,
});
const check = () => request<ExtractorApi, "check_source">(bus, "extractor", "check_source", asked());
const browse = () => request<ExtractorApi, "browse">(bus, "extractor", "browse", asked());

test("an extractor contacts only what its operator allows, for runs, checks and browsing", async () => {
  await using _extractor = await startExtractor("10.9.0.0/16,*.googleapis.com");
  const message = `${new URL(sandbox.url).hostname} is blocked: the setting SOURCE_NETWORKS does not allow it`;
  const refusal = { code: "egress_refused", message };
  const runId = await plan();
  expect(await waitFor(() => failed.get(runId), { what: "the refusal" })).toEqual(refusal);
  expect(await check()).toMatchObject([{ check: "tcp", ok: false, ...refusal }]);
  await expect(browse()).rejects.toMatchObject(refusal);
});

test("and it does contact the allowed ones", async () => {
  await using _extractor = await startExtractor(`10.9.0.0/16,${new URL(sandbox.url).hostname}`);
  const runId = await plan();
  await waitFor(() => planned.has(runId), { what: "the plan" });
  expect((await check()).every(({ ok }) => ok)).toBe(true);
  expect((await browse()).datasets).toContain("movies");
});

test("what a mapping excludes may be gone after a first success; before, it may be misspelt", async () => {
  await using _extractor = await startExtractor("");
  const { configuration } = source();
  more = { configuration: { ...configuration, mapping: { columns: [{ source: "titel", exclude: true }] } } };
  const first = await plan();
  expect(await waitFor(() => failed.get(first), { what: "the refusal" })).toEqual({
    code: "mapping_invalid",
    message: 'the source has no column "titel", which the mapping names',
  });
  more = { ...more, has_succeeded: true };
  const later = await plan();
  expect(await waitFor(() => planned.get(later), { what: "the plan" })).toEqual([
    'the source no longer has "titel", which the mapping excludes',
  ]);
});
