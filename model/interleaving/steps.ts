/** What can happen in an interleaving. A step that does not fit what is there does nothing, so that any list of steps is one. */
import { messageNameOf, type MessageName } from "@datamantri/contracts";

import type { Fault } from "../crash.ts";
import { pipelines } from "../world/databases.ts";
import type { Refusal } from "../world/destination.ts";
import type { ProcessName, World } from "../world/world.ts";
import { discardByHand } from "./discard-by-hand.ts";
import {
  checkDueTimes,
  describe,
  goOn,
  goOnOrWait,
  publishOutbox,
  reconcile,
  takeMessage,
  type RegistryName,
} from "./work.ts";

export type Step =
  | { readonly do: "ask"; readonly pipeline: number; readonly key: number }
  | { readonly do: "tick"; readonly pipeline: number; readonly later: number }
  | { readonly do: "go on"; readonly pieces: number }
  | { readonly do: "take"; readonly who: ProcessName; readonly pick: number; readonly fault?: Fault | undefined }
  | Reach
  | { readonly do: "outbox" | "reconcile" | "due"; readonly who: RegistryName; readonly fault?: Fault | undefined }
  | { readonly do: "wake"; readonly who: ProcessName }
  | { readonly do: "kill"; readonly who: ProcessName }
  | { readonly do: "deliver again"; readonly what: MessageName }
  | { readonly do: "lose"; readonly pick: number }
  | { readonly do: "wipe" | "keep store" | "roll back" }
  | { readonly do: "refuse"; readonly refusal: Refusal }
  | { readonly do: "return" }
  | { readonly do: "discard by hand" | "cancel"; readonly pick: number }
  | { readonly do: "retry"; readonly pick: number; readonly from: "start" | "failure" }
  | { readonly do: "wait"; readonly seconds: number };

/** Goes on until such a message waits, which the process then takes; the destination may refuse for as long. */
interface Reach {
  readonly do: "reach";
  readonly who: ProcessName;
  readonly what: MessageName;
  readonly fault?: Fault | undefined;
  readonly refusal?: Refusal | undefined;
}

export async function apply(world: World, step: Step): Promise<void> {
  world.clock.advance(50);
  switch (step.do) {
    case "ask": {
      const pipeline = pipelines[step.pipeline]!;
      await world.askForRun(pipeline, step.key);
      return;
    }
    case "tick": {
      const pipeline = pipelines[step.pipeline]!;
      await world.tick(pipeline, step.later);
      return;
    }
    case "go on":
      for (let piece = 0; piece < step.pieces; piece++) if (!(await goOnOrWait(world))) return;
      return;
    case "take":
      await takeMessage(world, step.who, step.pick, step.fault);
      return;
    case "reach":
      return reach(world, step);
    case "outbox":
      return publishOutbox(world, step.who, step.fault);
    case "reconcile":
      return reconcile(world, step.who, step.fault);
    case "due":
      return checkDueTimes(world, step.who, step.fault);
    case "wake":
      return wake(world, step.who);
    case "kill":
      if (!world.member(step.who).crashes.isFrozen) return;
      world.say(`${step.who} is killed`);
      world.member(step.who).crashes.kill();
      return;
    case "deliver again": {
      const message = world.broker.forgetAcknowledgement((subject) => messageNameOf(subject) === step.what);
      if (message) world.say(`NATS loses the acknowledgement of ${describe(world, message)}`);
      return;
    }
    case "lose":
      return lose(world, step.pick);
    case "wipe":
      world.say("NATS loses everything");
      world.broker.wipe();
      return;
    case "keep store":
      world.keepStore();
      return;
    case "roll back":
      world.rollBackBroker();
      return;
    case "refuse":
      return refuse(world, step.refusal);
    case "return":
      return giveBack(world);
    case "discard by hand":
      return discardByHand(world, step.pick);
    case "cancel":
      return cancel(world, step.pick);
    case "retry":
      return retry(world, step.pick, step.from);
    case "wait":
      world.say(`${step.seconds} seconds pass`);
      world.clock.advance(step.seconds * 1_000);
      return;
  }
  return step satisfies never;
}

/** Pieces of work from the request of a run to its end. */
const maxPieces = 30;

async function reach(world: World, { who, what, fault, refusal }: Reach): Promise<void> {
  const find = (): number =>
    world.member(who).crashes.isFrozen
      ? -1
      : world
          .member(who)
          .waiting()
          .findIndex(({ subject }) => messageNameOf(subject) === what);
  for (let piece = 0; piece < maxPieces && find() === -1; piece++) if (!(await goOn(world))) return;
  if (find() === -1) return;
  if (refusal) await refuse(world, refusal);
  await takeMessage(world, who, find(), fault);
  if (refusal) await giveBack(world);
}

async function refuse(world: World, refusal: Refusal): Promise<void> {
  world.say(`the destination ${refusal}`);
  await world.destination.refuse(refusal);
}

async function giveBack(world: World): Promise<void> {
  if (world.destination.refusal !== undefined) world.say("the destination is as before");
  await world.destination.return();
}

export async function wake(world: World, who: ProcessName): Promise<void> {
  const { crashes } = world.member(who);
  if (!crashes.isFrozen) return;
  world.say(`${who} goes on`);
  await crashes.wake();
}

function lose(world: World, pick: number): void {
  const losable = world.broker.losable();
  const lost = losable[pick % Math.max(1, losable.length)];
  if (!lost) return;
  world.say(`NATS loses ${describe(world, lost.message)}`);
  world.broker.remove(lost.stream, lost.message.seq);
}

async function cancel(world: World, pick: number): Promise<void> {
  const ids = world.runIds();
  const id = ids[pick % Math.max(1, ids.length)];
  if (id === undefined) return;
  world.say(`somebody cancels ${world.nameOf(id)}`);
  await world.cancel(id);
}

async function retry(world: World, pick: number, from: "start" | "failure"): Promise<void> {
  const ids = world.runIds();
  const id = ids[pick % Math.max(1, ids.length)];
  if (id === undefined) return;
  const refusal = await world.retry(id, from);
  if (refusal === undefined)
    world.say(`somebody retries ${world.nameOf(id)} from the ${from}: ${world.nameOf(world.runIds().at(-1)!)}`);
}
