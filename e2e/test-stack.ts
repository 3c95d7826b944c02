/** What the end-to-end tests share: a whole product of their own, and the few calls a client makes. */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";

import {
  startStack,
  waitUntilItServes,
  warehouseOf,
  type ApiClient,
  type Stack,
  type StackAccess,
  type StackOptions,
} from "@datamantri/local-stack";
import type { RunDetail as Run, ServiceName, WriteMode } from "@datamantri/api";
import { copyCluster, makeDataFolder, natsLayout, natsReplicas, startNats, waitFor } from "@datamantri/testkit";
import type { TestNats } from "@datamantri/testkit";

export interface TestStack extends AsyncDisposable {
  readonly stack: Stack;
  /** Undefined where the stack runs nats-server itself, as `npm start` does. */
  readonly nats: TestNats | undefined;
  readonly access: StackAccess;
  readonly api: ApiClient;
}

export type { Run };

/** The sandbox's own default: building its sample data takes as long as starting everything else. */
export const sandboxDir = join(tmpdir(), "datamantri-bigquery-sandbox");

/**
 * Everything on free ports in a temporary folder, with nats-server in the layout of this test run; gone without a trace
 * afterwards, but for the sandbox's sample data.
 */
export async function startTestStack(
  settings: Partial<Record<ServiceName, NodeJS.ProcessEnv>> = {},
  more: Pick<StackOptions, "httpPort"> = {},
): Promise<TestStack> {
  const dataDir = await makeDataFolder("datamantri-e2e-");
  await copyCluster(inject("cluster"), dataDir);
  const natsServer = inject("natsServer");
  const nats = natsLayout() === "start" ? undefined : await startNats({ server: natsServer });
  const stack = await startStack({
    dataDir,
    sandboxDir,
    usualPorts: false,
    natsServer: nats
      ? { kind: "url", how: natsLayout(), url: nats.url, serviceUrls: nats.serviceUrls, tapUrl: nats.tapUrl }
      : natsServer,
    settings: { ...settings, registry: { STREAM_REPLICAS: String(natsReplicas()), ...settings.registry } },
    ...more,
  });
  const api = await waitUntilItServes(stack.access);
  return {
    stack,
    nats,
    access: stack.access,
    api,
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await nats?.[Symbol.asyncDispose]();
      for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Environment of the command line; a login is stored in `folder`. */
export function cliEnvironment({ access }: TestStack, folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    DATAMANTRI_CONFIG: join(folder, "connection.json"),
    DATAMANTRI_URL: access.url,
    DATAMANTRI_EMAIL: access.email,
    DATAMANTRI_PASSWORD: access.password,
  };
}

export interface PipelineOptions {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  readonly mode?: WriteMode | "batch" | "stream";
  /** Changes to the destination, which is table `name` of the warehouse. */
  readonly destination?: Readonly<Record<string, unknown>>;
  readonly schedule?: string;
  readonly batchSize?: number;
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** Seconds; default: the product's. */
  readonly maxWait?: number;
}

/** Makes a pipeline from the sandbox into the warehouse and returns its id. */
export async function createPipeline(test: TestStack, options: PipelineOptions): Promise<string> {
  const { id } = await test.api.post<{ id: string }>("/api/v1/pipelines", pipelineBody(test, options));
  return id;
}

/** What a client sends to make it. */
export function pipelineBody({ access }: TestStack, options: PipelineOptions): object {
  return {
    name: options.name,
    source_type: "bigquery",
    source_config: { project: "sandbox", api_endpoint: access.bigquery, ...options.source },
    destination_type: "postgres",
    destination_config: {
      ...warehouseOf(access),
      table: options.name,
      ...options.destination,
    },
    mode: options.mode ?? "replace",
    schedule: options.schedule ?? null,
    ...(options.batchSize === undefined ? {} : { batch_size: options.batchSize }),
    ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
    ...(options.maxWait === undefined ? {} : { max_wait: options.maxWait }),
  };
}

const onlyShown = new Set(["id", "is_active", "status", "version", "created_at", "updated_at"]);

/** A pipeline as a client got it, as it is sent back. */
export function inputOf(pipeline: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(pipeline).filter(([name]) => !onlyShown.has(name)));
}

export async function trigger({ api }: TestStack, pipelineId: string): Promise<string> {
  const { run_id } = await api.post<{ run_id: string }>(`/api/v1/pipelines/${pipelineId}/trigger`);
  return run_id;
}

/** The run, once `condition` holds. A run that ends before does not wait for the time to be up. */
export async function awaitRun(
  { api }: TestStack,
  runId: string,
  what: string,
  condition: (run: Run) => boolean,
  timeoutMs = 120_000,
): Promise<Run> {
  const run = await waitFor(
    async () => {
      const seen = await api.get<Run>(`/api/v1/runs/${runId}`);
      return condition(seen) || seen.end_time !== null ? seen : undefined;
    },
    { what: `the run to ${what}`, timeoutMs },
  );
  if (!condition(run)) throw new Error(`the run was to ${what}, but it ${run.status}:\n${run.log}`);
  return run;
}

export async function awaitEnd(test: TestStack, runId: string, timeoutMs?: number): Promise<Run> {
  return awaitRun(test, runId, "end", (run) => run.end_time !== null, timeoutMs);
}
