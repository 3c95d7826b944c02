/** Ten thousand pipelines: what people, schedulers and registries do with them stays quick. */
import type { PipelineView, SystemView } from "@datamantri/api";
import { triggerRun, type ApiClient, type Stack } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";
import { Client } from "pg";

import { awaitSuccess } from "../follow-run.ts";
import { makePipelines } from "../make-pipelines.ts";
import { onOwnStack } from "../on-own-stack.ts";
import type { Measurement } from "./measurement.ts";
import { measurePeaks } from "./peaks.ts";
import { logsPasses, timeCalls, timePasses, timeStarts } from "./timing.ts";

const part = "pipelines";
const count = 10_000;
/** Made by the API, the others copied from them in the database: each takes the API a tenth of a second. */
const madeCount = 500;

/** Milliseconds. A person notices more than a few hundred. The schedules of the copies reach NATS with the reconciler. */
const bounds = { restored: 60_000, list: 300, create: 500, edit: 300, run: 5_000, start: 10_000, pass: 2_000 };

/** Not part of what is sent back. */
const onlyShown: ReadonlySet<string> = new Set(["id", "is_active", "status", "version", "created_at", "updated_at"]);

export function measurePipelines(): Promise<readonly Measurement[]> {
  return onOwnStack(
    async (stack, api) => {
      const { access } = stack;
      // Due once a year, in the middle of it.
      const schedule = `0 12 ${new Date().getUTCMonth() < 6 ? "1 12" : "1 3"} *`;
      const ids = await makePipelines(api, access, { name: "many", count: madeCount, schedule });
      const restored = await copyPipelines(stack, api);
      const list = (query: string) => api.get<readonly PipelineView[]>(`/api/v1/pipelines?${query}`);
      const measured = [
        restored,
        await timeCalls(part, "list of the first 50", bounds.list, () => list("limit=50")),
        await timeCalls(part, "list of 50 in the middle", bounds.list, () => list(`limit=50&cursor=${ids.at(-1)!}`)),
        await timeCalls(part, "search that finds few", bounds.list, (index) => list(`q=many_${index}_copy_9&limit=50`)),
        await timeCalls(part, "search that finds none", bounds.list, () => list("q=nothing&limit=50")),
        await timeCalls(part, "filter that finds none", bounds.list, () => list("mode=stream&limit=50")),
        await timeCalls(part, "create", bounds.create, (index) =>
          makePipelines(api, access, { name: `more_${index}`, count: 1, schedule }),
        ),
        await timeCalls(part, "read one", bounds.list, (index) => api.get(`/api/v1/pipelines/${ids[index * 7]!}`)),
        await timeCalls(part, "edit", bounds.edit, async (index) => {
          const path = `/api/v1/pipelines/${ids[index * 11]!}`;
          const input = Object.entries(await api.get<PipelineView>(path)).filter(([name]) => !onlyShown.has(name));
          await api.put(path, { ...Object.fromEntries(input), description: "changed" });
        }),
        await timeCalls(part, "run of a small table, to its end", bounds.run, async (index) => {
          await awaitSuccess(api, await triggerRun(api, ids[index * 13]!));
        }),
        await timeCalls(part, "system page", bounds.list, () => api.get("/api/v1/system")),
        await timePasses(part, stack, bounds.pass),
        ...(await timeStarts(part, stack, bounds.start)),
      ];
      return [...measured, ...measurePeaks(part, stack)];
    },
    { settings: logsPasses },
  );
}

const copy = `
  insert into pipelines (configuration, secrets, estimate, type_report, created_by, created_at, scheduled_since, checked_until)
  select
    jsonb_set(configuration::jsonb, '{name}', to_jsonb(name || '_copy_' || copies.n))::json,
    secrets, estimate, type_report, created_by, created_at - copies.n * interval '1 hour', now(), now()
  from pipelines cross join generate_series(1, $1::int) as copies (n)
`;

/** @returns the time until every scheduler holds all schedules. */
async function copyPipelines(stack: Stack, api: ApiClient): Promise<Measurement> {
  const client = new Client({ connectionString: stack.adminUrl("datamantri_registry") });
  await client.connect();
  try {
    await client.query(copy, [count / madeCount - 1]);
    await client.query("analyze pipelines");
  } finally {
    await client.end();
  }
  const startedAt = performance.now();
  const areHeld = async (): Promise<boolean> => {
    const { services } = await api.get<SystemView>("/api/v1/system");
    const schedulers = services?.find(({ service }) => service === "scheduler")?.instances ?? [];
    return schedulers.length > 0 && schedulers.every(({ metadata }) => metadata["schedules"] === String(count));
  };
  await waitFor(areHeld, { what: "schedulers to hold the schedules", timeoutMs: 600_000 });
  const value = Math.round(performance.now() - startedAt);
  return {
    part,
    what: `schedules of ${count} pipelines reach the schedulers`,
    value,
    unit: "ms",
    bound: bounds.restored,
  };
}
