/** Single pieces of the processes' work. */
import { messageNameOf } from "@datamantri/contracts";

import type { Fault } from "../crash.ts";
import type { LoaderMember } from "../services/loader.ts";
import { isBatch, type Member, type Waiting } from "../services/member.ts";
import { processNames, type ProcessName, type World } from "../world/world.ts";

export type RegistryName = "registry 1" | "registry 2";

/** Lets a process take one of the messages that wait for it. @returns false if none waits or the process is frozen. */
export async function takeMessage(world: World, name: ProcessName, pick: number, fault?: Fault): Promise<boolean> {
  const member = world.member(name);
  if (member.crashes.isFrozen) return false;
  const waiting = member.waiting();
  const wanted = waiting[pick % Math.max(1, waiting.length)];
  if (!wanted) return false;
  const group = isBatch(wanted) ? groupOf(wanted, waiting, pick) : [wanted];
  world.say(`${name} takes ${group.map((each) => describe(world, each)).join(" and ")}`);
  await member.crashes.during(fault, () => take(member, group));
  return true;
}

/** A loader takes batches of a run together, or one. */
function groupOf(wanted: Waiting, waiting: readonly Waiting[], pick: number): readonly Waiting[] {
  if (pick % 2 === 1) return [wanted];
  return waiting.filter((each) => isBatch(each) && runOf(each.subject) === runOf(wanted.subject));
}

function take(member: Member, group: readonly Waiting[]): Promise<void> {
  return isBatch(group[0]!) ? (member as LoaderMember).takeBatches(group) : member.take(group[0]!);
}

const runOf = (subject: string): string => subject.split(".")[2]!;

export function describe(
  world: World,
  { subject, deliveries = 0 }: Pick<Waiting, "subject"> & Partial<Waiting>,
): string {
  const name = messageNameOf(subject) ?? subject;
  const run = world.runIds().find((id) => subject.includes(id));
  const again = deliveries > 0 ? ", delivered again" : "";
  return `${name}${run === undefined ? "" : ` of ${world.nameOf(run)}`}${again}`;
}

export async function publishOutbox(world: World, name: RegistryName, fault?: Fault): Promise<void> {
  const registry = world.registry(name);
  if (registry.crashes.isFrozen) return;
  if (!(await world.hasOutbox())) return;
  world.say(`${name} publishes its outbox`);
  await registry.crashes.during(fault, () => registry.publishOutbox().catch(ignoreOutage));
}

export async function reconcile(world: World, name: RegistryName, fault?: Fault): Promise<void> {
  const registry = world.registry(name);
  if (registry.crashes.isFrozen) return;
  world.say(`${name} reconciles`);
  await registry.crashes.during(fault, () => registry.reconcile().catch(ignoreOutage));
}

export async function checkDueTimes(world: World, name: RegistryName, fault?: Fault): Promise<void> {
  const registry = world.registry(name);
  if (registry.crashes.isFrozen) return;
  world.say(`${name} looks for missed due times`);
  await registry.crashes.during(fault, () => registry.checkDueTimes().catch(ignoreOutage));
}

/** The loops that call these try again after any error of NATS. */
function ignoreOutage(error: unknown): void {
  if ((error as { readonly code?: unknown }).code !== "bus_unavailable") throw error;
}

/** After it, messages that a dead or frozen process has taken are delivered again. */
const takenForMs = 21_000;

/** Goes on; if there is nothing to do, time passes until there is. */
export async function goOnOrWait(world: World): Promise<boolean> {
  if (await goOn(world)) return true;
  if (!world.broker.hasUnacknowledged()) return false;
  world.clock.advance(takenForMs);
  return goOn(world);
}

/** Does the next piece of work as healthy processes do it: the outbox first, then the oldest message. @returns false if there is none. */
export async function goOn(world: World): Promise<boolean> {
  world.clock.advance(50);
  const registry = world.member("registry 1").crashes.isFrozen ? "registry 2" : "registry 1";
  if (!world.member(registry).crashes.isFrozen && (await world.hasOutbox()) && world.broker.streams.size > 0) {
    await publishOutbox(world, registry);
    return true;
  }
  const able = processNames.filter((name) => !world.member(name).crashes.isFrozen);
  const next = able
    .map((name) => ({ name, oldest: world.member(name).waiting()[0] }))
    .filter(({ oldest }) => oldest !== undefined)
    .toSorted((a, b) => a.oldest!.atMs - b.oldest!.atMs)[0];
  return next !== undefined && takeMessage(world, next.name, 0);
}
