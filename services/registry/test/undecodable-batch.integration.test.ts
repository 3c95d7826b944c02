/** A batch that no loader can decode: stored as a dead letter; its rows are read again, so that the run continues. */
import { expect, inject, test } from "vitest";

import { consumeBatches, publish } from "@datamantri/bus";
import { loaderBatches, subjectOf } from "@datamantri/contracts";
import { startNats, waitFor } from "@datamantri/testkit";

import { TestRegistry } from "./test-registry.ts";
import { allBatches, TestRun } from "./test-run.ts";

test("its split is issued again, and the run finishes loading", async () => {
  await using nats = await startNats({ server: inject("natsServer") });
  await using registry = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url });
  await registry.reconciler.restoreStreams(true);
  const { id } = await registry.createPipeline();
  const run = new TestRun(registry, id);
  await run.reach("loading");
  await run.loaded(allBatches.slice(2));
  await registry.drainOutbox();

  const stop = new AbortController();
  const { signal } = stop;
  const told: string[] = [];
  const working = consumeBatches(
    registry.bus,
    loaderBatches,
    {
      maxDeliveries: 5,
      handle: async () => void told.push("handled"),
      delayed: async () => void told.push("delayed"),
      failed: async () => void told.push("failed"),
    },
    { sessions: 1, groupBytes: 1_000, signal },
  );
  const subject = subjectOf("RowBatch", { runId: run.runId, split: 0 });
  await publish(registry.bus, { subject, payload: Buffer.from("garbage"), messageId: "garbage" }, { signal });
  const isEmpty = async () => (await registry.bus.jsm.streams.info("BATCHES")).state.messages === 0;
  await waitFor(isEmpty, { what: "the batch to be settled" });
  stop.abort();
  await working;

  expect(told).toEqual([]);
  const letter = await registry.bus.jsm.streams.getMessage("DEADLETTERS", { seq: 1 });
  expect(letter?.subject).toBe(`deadletter.BATCHES.${subject}`);

  await registry.db
    .updateTable("runs")
    .set({ progress_at: new Date(Date.now() - 60_000) })
    .execute();
  await registry.reconciler.reconcile();
  const issued = (await registry.drainOutbox()).map(({ messageId }) => messageId);
  expect(issued).toEqual([`${subjectOf("ReadSplit", { runId: run.runId, split: { split: 0 } })}:a2`]);
  await run.loaded();
  expect(await run.phase()).toBe("finalizing");
});
