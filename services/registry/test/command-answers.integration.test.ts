/** Answers to the gateway that sent a command, and the command's audit entries. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";

import { CommandAnswers } from "@datamantri/bus";
import { encodeMessage, subjectOf, type Message } from "@datamantri/contracts";

import { auditPurpose } from "../src/audit/audit-chain.ts";
import { listAuditEntries } from "../src/audit/list-audit-entries.ts";
import { verifyAuditLog } from "../src/audit/verify-audit-log.ts";
import { test } from "./fixtures.ts";
import type { TestRegistry } from "./test-registry.ts";
import { startCommand } from "./test-run.ts";

const never = new AbortController().signal;
const range = { column: "at", from: "2026-01-01", to: "2026-02-01" };

/** Resolves like the gateway's request. */
async function sendAndHandle(registry: TestRegistry, command: Message<"StartRun">): Promise<void> {
  const { id } = command.request;
  const payload = encodeMessage("StartRun", command);
  const message = { subject: subjectOf("StartRun", command), payload, messageId: id };
  const answered = new CommandAnswers(registry.bus).send(id, message, { signal: never }, 60_000);
  await Promise.all([answered, registry.handle("StartRun", command)]);
}

const verify = (registry: TestRegistry) =>
  verifyAuditLog(registry.db, registry.sealer.keysFor(auditPurpose), undefined);

const entriesOf = async (registry: TestRegistry, object: string) =>
  (await listAuditEntries(registry.db, { before: null, limit: 100, object })).items;

test("a command is answered when its run exists, and audited once however often it is delivered", async ({
  registry,
  pipelineId,
}) => {
  const command = startCommand({ runId: randomUUID(), pipelineId });
  await sendAndHandle(registry, command);
  expect(await registry.run(command.runId)).toMatchObject({ phase: "planning" });
  await Promise.all([1, 2, 3].map(() => registry.handle("StartRun", command)));
  await sendAndHandle(registry, command);
  expect(await entriesOf(registry, pipelineId)).toMatchObject([
    {
      action: "POST /api/v1/pipelines/{id}/trigger",
      outcome: "allowed",
      actor: { kind: "user", id: "1", name: "tester" },
      address: "192.0.2.1",
      request_id: null,
      facts: {},
    },
  ]);
});

test("each request for a run is answered and audited, however many share a transaction", async ({
  registry,
  pipelineId,
}) => {
  const runId = randomUUID();
  const others = await Promise.all([1, 2, 3].map(() => registry.createPipeline()));
  const ids = [pipelineId, ...others.map(({ id }) => id)];
  const repeats = [1, 2, 3].map(() => startCommand({ runId, pipelineId }));
  const rest = ids.map((id) => startCommand({ runId: randomUUID(), pipelineId: id }));
  const { entry_count } = await verify(registry);
  await Promise.all([...repeats, ...rest].map((command) => sendAndHandle(registry, command)));
  expect(await entriesOf(registry, pipelineId)).toHaveLength(4);
  expect(await verify(registry)).toMatchObject({ is_intact: true, entry_count: entry_count + 7 });
});

test("a command for an unknown or archived pipeline is refused and audited", async ({ registry, pipelineId }) => {
  await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).where("id", "=", pipelineId).execute();
  for (const id of [pipelineId, randomUUID()]) {
    const sent = sendAndHandle(registry, startCommand({ runId: randomUUID(), pipelineId: id }));
    await expect(sent).rejects.toMatchObject({ code: "not_found", message: `no pipeline has the id ${id}` });
    expect(await entriesOf(registry, id)).toMatchObject([{ outcome: "allowed" }]);
  }
});

test("a repeat finds its run also after the pipeline was archived", async ({ registry, pipelineId }) => {
  const command = startCommand({ runId: randomUUID(), pipelineId });
  await sendAndHandle(registry, command);
  await registry.db.updateTable("pipelines").set({ archived_at: new Date() }).where("id", "=", pipelineId).execute();
  await sendAndHandle(registry, startCommand(command));
  const other = sendAndHandle(registry, { ...startCommand(command), range });
  await expect(other).rejects.toMatchObject({ code: "conflict" });
  const next = sendAndHandle(registry, startCommand({ runId: randomUUID(), pipelineId }));
  await expect(next).rejects.toMatchObject({ code: "not_found" });
});

test("a command for an existing run with another range is refused", async ({ registry, pipelineId }) => {
  const command = { ...startCommand({ runId: randomUUID(), pipelineId }), cause: "backfill", range };
  await sendAndHandle(registry, command);
  const again = (more: object) => ({ ...command, ...startCommand(command), cause: "backfill", range, ...more });
  await sendAndHandle(registry, again({}));
  const other = sendAndHandle(registry, again({ range: { ...range, to: "2026-03-01" } }));
  await expect(other).rejects.toMatchObject({ code: "conflict" });
});

test("a command whose transaction fails leaves no entry and no answer", async ({ registry, pipelineId }) => {
  const bad = startCommand({ runId: "no-uuid", pipelineId });
  await expect(registry.handle("StartRun", bad)).rejects.toMatchObject({ code: "request_invalid" });
  expect(await entriesOf(registry, pipelineId)).toEqual([]);
});
