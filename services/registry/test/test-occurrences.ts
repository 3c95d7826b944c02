/** Pipelines with schedules, and a real scheduler that answers when they were due. */
import { join } from "node:path";
import { scheduledRunId } from "@datamantri/contracts";
import type { PipelineConfiguration } from "@datamantri/api";
import { TestService } from "@datamantri/testkit";
import { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";
import { test as base, type Api } from "./fixtures.ts";

/** Answers with due times; never ticks by itself, because no schedules are published here. */
export const test = base.extend("scheduler", { scope: "file", auto: true }, async ({ nats }, { onCleanup }) => {
  const main = join(import.meta.dirname, "../../scheduler/src/main.ts");
  const scheduler = new TestService(main, { NATS_URL: nats.url });
  onCleanup(() => scheduler[Symbol.asyncDispose]());
  await scheduler.started();
  return scheduler;
});

test.beforeEach(async ({ registry }) => {
  await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).execute();
});

/** Times on a day in the future, so that nothing is old. */
export const hour = (hours: number, minutes = 0): Date => new Date(Date.UTC(2030, 0, 1, hours, minutes));
export const now = hour(5, 10);
export const requested_by = "tester";

export async function create(
  registry: TestRegistry,
  more: Partial<PipelineConfiguration> = {},
  since = hour(0),
): Promise<string> {
  const { id } = await registry.createPipeline({ schedule: "0 * * * *", ...more });
  await begin(registry, id, since);
  return id;
}

/** Makes its schedule active since then, with nothing checked yet. */
export async function begin(registry: TestRegistry, id: string, since: Date): Promise<void> {
  const past = { scheduled_since: since, checked_until: since };
  await registry.db.updateTable("pipelines").set(past).where("id", "=", id).execute();
}

export const tick = (registry: TestRegistry, pipelineId: string, due: Date) =>
  registry.handle("Tick", { pipelineId, scheduledForMs: due.getTime(), version: 0 });
export const runOf = (registry: TestRegistry, id: string, due: Date) =>
  new TestRun(registry, id, scheduledRunId(id, due.getTime()));
export const list = async (api: Api, id: string) => (await api["pipelines.occurrences"]({ id, limit: 1_000 })).items;

/** Oldest first, such as `02:00 missed policy_none`. */
export async function told(api: Api, id: string): Promise<string[]> {
  return (await list(api, id))
    .map(({ scheduled_for, status, reason, clock_change }) =>
      [scheduled_for.slice(11, 16), status, reason, clock_change].filter((part) => part !== null).join(" "),
    )
    .toReversed();
}

export async function runCount(registry: TestRegistry, pipelineId: string): Promise<number> {
  const rows = await registry.db.selectFrom("runs").select("id").where("pipeline_id", "=", pipelineId).execute();
  return rows.length;
}

export const all = { policy: "all", window_seconds: 86_400 } as const;
export const last = { policy: "last", window_seconds: 86_400 } as const;
