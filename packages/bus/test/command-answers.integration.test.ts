import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";

import { PipelineError } from "@datamantri/runtime";
import type { TestNats } from "@datamantri/testkit";

import { answerCommand, CommandAnswers, ensureTopology, type Bus } from "../src/index.ts";
import { neverAborted, openTestBus, startTestNats, stopTestNats, topology } from "./open-test-bus.ts";

let nats: TestNats;
let registry: Bus;
let gateways: readonly Bus[];

beforeAll(async () => {
  nats = await startTestNats();
  registry = await openTestBus(nats.serviceUrls.registry);
  const url = nats.serviceUrls.gateway;
  gateways = [await openTestBus(url, { service: "gateway" }), await openTestBus(url, { service: "gateway" })];
  await ensureTopology(registry, topology);
});
afterAll(() => stopTestNats(nats));

const commandOf = (id: string) => ({ subject: "cmd.run.start", payload: new Uint8Array(), messageId: id });

/** Sends a command as one of the gateways. */
function send(answers: CommandAnswers, id: string, waitMs = 60_000): Promise<void> {
  return answers.send(id, commandOf(id), { signal: neverAborted }, waitMs);
}

test("a sender gets the answer to its command, among those of others", async () => {
  const senders = gateways.map((bus) => new CommandAnswers(bus));
  await Promise.all(gateways.map((bus) => bus.control.flush()));
  const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
  const sent = Promise.allSettled([send(senders[0]!, one), send(senders[1]!, two), send(senders[0]!, three)]);
  answerCommand(registry, two, new PipelineError("not_found", "no such thing"));
  answerCommand(registry, randomUUID());
  answerCommand(registry, three);
  answerCommand(registry, one);
  expect(await sent).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { code: "not_found", message: "no such thing" } },
    { status: "fulfilled" },
  ]);
});

test("without an answer the command is stored, and nobody says that it was executed", async () => {
  const { messages } = (await registry.jsm.streams.info("COMMANDS")).state;
  const sent = send(new CommandAnswers(gateways[0]!), randomUUID(), 20);
  await expect(sent).rejects.toMatchObject({ code: "bus_unavailable" });
  expect((await registry.jsm.streams.info("COMMANDS")).state.messages).toBe(messages + 1);
});

test("a command that cannot be stored is an error, whatever is answered", async () => {
  const answers = new CommandAnswers(gateways[0]!);
  const id = randomUUID();
  const tooLarge = { ...commandOf(id), payload: new Uint8Array(9 * 2 ** 20) };
  await expect(answers.send(id, tooLarge, { signal: neverAborted }, 60_000)).rejects.toMatchObject({
    code: "row_too_large",
  });
});
