/**
 * A seed's plan: which servers, pipelines, faults and crash points, and when. Kinds are taken in turn over the number of the
 * seed, not at random, so that a few seeds together have all of them; the rest is random.
 */
import { crashPoints, type CrashPoint } from "@datamantri/runtime";
import type { CrashAction } from "@datamantri/testkit";

import {
  brokerFaults,
  clockFaults,
  databaseFaults,
  linkFaults,
  otherCrashes,
  processFaults,
  rollbackFaults,
  sourceFaults,
  type FaultKind,
} from "./fault-kinds.ts";
import { Random } from "./random.ts";
import { shapeNames, type ShapeName } from "./shapes.ts";

export interface Servers {
  readonly nats: "oldest" | "newest";
  readonly metadata: 15 | 18;
  readonly destination: 15 | 18;
}

export interface PlannedFault {
  readonly kind: FaultKind;
  /** After the start of the workload. */
  readonly atMs: number;
  readonly forMs: number;
  /** Decides what else is random in it. */
  readonly random: number;
}

export interface PlannedCrash {
  readonly point: CrashPoint;
  readonly action: CrashAction;
  readonly reaches: number;
  readonly times: number;
}

export interface Plan {
  readonly seed: number;
  readonly servers: Servers;
  readonly shapes: readonly ShapeName[];
  readonly faults: readonly PlannedFault[];
  readonly crashes: readonly PlannedCrash[];
}

/** Seeds in a row that share servers: another version needs a restart of everything. */
export const seedsPerStack = 13;

const pairings: readonly Servers[] = [
  { nats: "newest", metadata: 15, destination: 18 },
  { nats: "oldest", metadata: 18, destination: 15 },
  { nats: "newest", metadata: 18, destination: 15 },
  { nats: "oldest", metadata: 15, destination: 18 },
];

const pipelinesPerSeed = 4;
/** So many seeds have killed a process at every point. */
const seedsForAllPoints = 25;
const killsPerSeed = Math.ceil(crashPoints.length / seedsForAllPoints);

/** In which faults begin; they end a few seconds later. */
const windowMs = 3_500;

export function serversOf(seed: number): Servers {
  return pairings[Math.floor(seed / seedsPerStack) % pairings.length]!;
}

function isLastOfStack(seed: number): boolean {
  return seed % seedsPerStack === seedsPerStack - 1;
}

export function makePlan(seed: number): Plan {
  const random = new Random(seed * 7_919 + 17);
  const kills = inTurn(crashPoints, seed, killsPerSeed).map((point) => ({ point, action: "kill" as const }));
  const crashes = [...kills, ...inTurn(otherCrashes, seed, 1)].map(({ point, action }) => ({
    point,
    action,
    reaches: random.isTrue(0.6) ? 1 : random.integer(2, 4),
    // Three times in a row: a service must come through a crash while it recovers.
    times: action === "kill" && random.isTrue(0.2) ? 3 : 1,
  }));
  const kinds: FaultKind[] = [
    ...inTurn(processFaults, seed, 1),
    ...inTurn(linkFaults, seed, 3),
    ...inTurn(brokerFaults, seed, 1),
    ...(isLastOfStack(seed)
      ? inTurn(rollbackFaults, Math.floor(seed / seedsPerStack), 1)
      : inTurn(databaseFaults, seed, 1)),
    ...inTurn(sourceFaults, seed, 1),
    ...(seed % 5 === 2 ? inTurn(clockFaults, Math.floor(seed / 5), 1) : []),
    "client.cut",
  ];
  const faults = kinds
    .map((kind) => ({
      kind,
      atMs: random.integer(200, windowMs),
      forMs: durationOf(kind, random),
      random: random.next(),
    }))
    .toSorted((one, other) => one.atMs - other.atMs);
  return { seed, servers: serversOf(seed), shapes: chooseShapes(seed, crashes), faults, crashes };
}

/** Those that reach the crash points first, then the others in turn. */
function chooseShapes(seed: number, crashes: readonly PlannedCrash[]): readonly ShapeName[] {
  const needed = crashes.flatMap(({ point }) => shapeReaching(point) ?? []);
  const rest = inTurn(shapeNames, seed, pipelinesPerSeed);
  return [...new Set([...needed, ...rest])].slice(0, Math.max(pipelinesPerSeed, needed.length));
}

function shapeReaching(point: CrashPoint): ShapeName | undefined {
  if (point.startsWith("loader.replay.")) return "append_rejects";
  if (point.startsWith("loader.resume.") || point === "loader.prepare.resumed") return "resumed";
  if (point.startsWith("loader.discard.") || point.startsWith("gateway.cancel.")) return "cancelled";
  if (point.startsWith("extractor.statistics.")) return "verified";
  if (point === "extractor.read.object_stored") return "large_rows";
  if (point === "extractor.job.inserted") return "query";
  if (point === "loader.finalize.swapped") return "replace_swap";
  if (point.startsWith("scheduler.") || point.includes("early_ticks")) return "scheduled";
  return undefined;
}

function durationOf(kind: FaultKind, random: Random): number {
  // Longer than a message is held without a word, so that a frozen worker wakes up as a zombie.
  if (kind.endsWith(".freeze_long")) return 6_000;
  return random.integer(500, 4_000);
}

/** `count` elements, so that seeds in a row together have all. Neighbours in the list are not of one seed. */
function inTurn<T>(list: readonly T[], seed: number, count: number): readonly T[] {
  const stride = strideOf(list.length);
  return Array.from({ length: count }, (_, i) => list[((seed * count + i) * stride) % list.length]!);
}

/** Has no divisor in common with the length. */
function strideOf(length: number): number {
  const divides = (a: number, b: number): number => (b === 0 ? a : divides(b, a % b));
  for (let stride = Math.max(1, Math.round(length * 0.382)); ; stride++)
    if (divides(length, stride) === 1) return stride;
}
