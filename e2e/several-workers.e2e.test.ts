import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checksumParquet,
  checksumPostgres,
  ensureExamplePipeline,
  flightColumns,
  flightsFile,
  type RunView,
  startStack,
  triggerRun,
  waitUntilItServes,
} from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";
import { expect, inject, test } from "vitest";

test("2 extractors and 3 loaders move 3 million rows, each once, while one of each is killed", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-e2e-"));
  const stack = await startStack({ dataDir, usualPorts: false, natsServer: inject("natsServer") });
  try {
    const api = await waitUntilItServes(stack.access);
    await Promise.all([stack.addService("extractor"), stack.addService("loader"), stack.addService("loader")]);
    expect(Object.keys(stack.pids())).toEqual(expect.arrayContaining(["extractor-2", "loader-2", "loader-3"]));

    const { id } = await ensureExamplePipeline(api, stack.access);
    const runId = await triggerRun(api, id);
    const look = () => api.get<RunView>(`/api/v1/runs/${runId}`);
    await waitFor(async () => (await look()).records_processed > 300_000, {
      what: "the first rows",
      timeoutMs: 60_000,
    });
    await Promise.all([stack.kill("loader", "SIGKILL"), stack.kill("extractor", "SIGKILL")]);
    const run = await waitFor(async () => ((await look()).end_time === null ? undefined : look()), {
      what: "the end of the run",
      timeoutMs: 120_000,
    });

    expect(run).toMatchObject({ status: "success", records_processed: 3_000_000 });
    const target = await checksumPostgres(stack.access.postgres, "public.flights_3m", flightColumns);
    expect(target).toEqual(await checksumParquet(flightsFile, flightColumns));
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
});
