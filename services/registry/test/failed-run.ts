/** A run that failed half-way, and the actions of users on it. */
import { randomUUID } from "node:crypto";
import type { RegistryApi, SecretsApi } from "@datamantri/contracts";
import type { PipelineConfiguration } from "@datamantri/api";
import { type ErrorCode } from "@datamantri/runtime";
import { answerAll } from "./answer-all.ts";
import { pipelineInput, TestRegistry } from "./test-registry.ts";
import { allBatches, plannedEvent, TestRun } from "./test-run.ts";
import { isolatedTest } from "./fixtures.ts";

export const hourMs = 3_600_000;
export const input = pipelineInput({ schedule: "0 * * * *" });

export const test = isolatedTest.extend("input", input);

export function ask<Operation extends keyof (RegistryApi & SecretsApi)>(
  registry: TestRegistry,
  operation: Operation,
  body: (RegistryApi & SecretsApi)[Operation][0],
) {
  return answerAll(registry)[operation](body as never) as Promise<(RegistryApi & SecretsApi)[Operation][1]>;
}

export const retry = (registry: TestRegistry, id: string, more: Partial<RegistryApi["runs.retry"][0]> = {}) =>
  ask(registry, "runs.retry", { id, run_id: randomUUID(), requested_by: "tester", from: "failure", ...more });

export const detail = (registry: TestRegistry, id: string) => ask(registry, "runs.get", { id });

export const change = (registry: TestRegistry, pipelineId: string, changes: Partial<PipelineConfiguration>) =>
  ask(registry, "pipelines.replace", {
    id: pipelineId,
    version: null,
    pipeline: { ...input, ...changes },
    secrets: {},
    requested_by: "tester",
  });

/** @param snapshot its time, and whether a query made it. */
export async function loading(
  registry: TestRegistry,
  pipelineId: string,
  snapshot: { agoMs?: number; jobId?: string } = {},
): Promise<TestRun> {
  const run = new TestRun(registry, pipelineId);
  await run.start();
  const { agoMs = 0, jobId = "" } = snapshot;
  const { snapshot: planned } = plannedEvent(run.ids);
  await run.planned({ snapshot: { ...planned, jobId, takenAtMs: Date.now() - agoMs } });
  await run.prepared();
  return run;
}

/** A run that failed when the first of two splits was loaded: 100 of 150 rows. */
export async function failedHalfway(
  registry: TestRegistry,
  pipelineId: string,
  code: ErrorCode = "sink_full",
): Promise<TestRun> {
  const run = await loading(registry, pipelineId);
  await run.extracted(0, 100);
  await run.loaded(allBatches.slice(0, 2));
  await run.failed("load", code);
  return run;
}

export const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: Error) => error.message,
  );
