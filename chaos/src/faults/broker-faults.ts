/** nats-server, what it stores, and messages that come again. */
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

import { wipeJetStream } from "@datamantri/local-stack";

import { messageNameOf, workerEventNames } from "@datamantri/contracts";

import { Random } from "../plan/random.ts";
import { JetStream } from "../world/jetstream.ts";
import type { World } from "../world/world.ts";
import { comparedSince, readGeneration } from "./compared-since.ts";
import { nothingToHeal, startAgain, type Fault } from "./fault.ts";

/** Enough for several runs. */
const mostMessages = 200;

const restart: Fault = async (world) => {
  await world.supervisor.child("nats").stop();
  return () => startAgain(world, "nats");
};

const kill: Fault = async ({ supervisor }) => {
  await supervisor.child("nats").kill("SIGKILL");
  return nothingToHeal;
};

const freeze: Fault = async ({ supervisor }) => {
  await supervisor.child("nats").kill("SIGSTOP");
  return () => supervisor.child("nats").kill("SIGCONT");
};

const wipe: Fault = async (world) => {
  const { supervisor, nats } = world;
  await supervisor.child("nats").kill("SIGSTOP"); // or it would write once more
  await rm(nats.storeDir, { recursive: true, force: true });
  await supervisor.child("nats").stop();
  wipeJetStream(nats);
  return () => startAgain(world, "nats");
};

/**
 * The store as it is now comes back when the fault ends, and registries have compared it with the metadata database in between:
 * an older state from within one of their passes is not seen (docs/reliability.md).
 */
const rollback: Fault = async (world) => {
  const { supervisor, nats, dataDir } = world;
  const older = join(dataDir, "older-jetstream");
  await supervisor.child("nats").kill("SIGSTOP");
  await rm(older, { recursive: true, force: true });
  await cp(nats.storeDir, older, { recursive: true });
  await supervisor.child("nats").kill("SIGCONT");
  const copied = await readGeneration(world);
  return async () => {
    await comparedSince(world, copied);
    await supervisor.child("nats").stop();
    await rm(nats.storeDir, { recursive: true, force: true });
    await cp(older, nats.storeDir, { recursive: true });
    await startAgain(world, "nats");
  };
};

function again(stream: string, wants: (subject: string) => boolean): Fault {
  return async (world, { random }) => {
    const source = new Random(Math.floor(random * 2 ** 32));
    await sendAgain(world, stream, wants, () => source.next());
    return () => sendAgain(world, stream, wants, () => source.next());
  };
}

/** Without NATS there is nothing to send. */
async function sendAgain(
  world: World,
  stream: string,
  wants: (subject: string) => boolean,
  shuffle: () => number,
): Promise<void> {
  try {
    await using jetstream = await JetStream.connect(world.nats.url);
    await jetstream.sendAgain(stream, wants, mostMessages, shuffle);
  } catch {
    // Another fault has taken it away.
  }
}

const isReport = (subject: string): boolean =>
  (workerEventNames as readonly (string | undefined)[]).includes(messageNameOf(subject));

export const brokerFaultsByKind = {
  "nats.restart": restart,
  "nats.kill": kill,
  "nats.freeze": freeze,
  "nats.wipe": wipe,
  "nats.rollback": rollback,
  "messages.tasks_again": again("TASKS", () => true),
  "messages.commands_again": again("COMMANDS", () => true),
  "messages.events_again": again("EVENTS", isReport),
} as const satisfies Record<string, Fault>;
