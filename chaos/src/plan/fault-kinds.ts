/** Every kind of fault. A kind is what CI's seeds together hit at least once. */
import { crashPoints, type CrashPoint } from "@datamantri/runtime";
import type { CrashAction } from "@datamantri/testkit";

export const serviceKinds = ["registry", "scheduler", "gateway", "extractor", "loader"] as const;
export type ServiceKind = (typeof serviceKinds)[number];

export const processFaults = serviceKinds.flatMap((service) =>
  (["kill", "stop", "freeze", "freeze_long"] as const).map((what) => `${service}.${what}` as const),
);

/** Who talks to whom, each pair through a proxy. */
export const links = [
  "registry-nats",
  "scheduler-nats",
  "gateway-nats",
  "extractor-nats",
  "loader-nats",
  "registry-metadata",
  "loader-destination",
  "extractor-bigquery",
] as const;
export type Link = (typeof links)[number];

export const lineFaults = ["latency", "bandwidth", "slices", "stall", "silent", "reset", "cut"] as const;
export type LineFault = (typeof lineFaults)[number];
export type LinkFault = `${Link}.${LineFault}`;

export const linkFaults: readonly LinkFault[] = links.flatMap((link) =>
  lineFaults.map((fault) => `${link}.${fault}` as const),
);

export const brokerFaults = [
  "nats.restart",
  "nats.kill",
  "nats.freeze",
  "nats.wipe",
  "nats.rollback",
  "messages.tasks_again",
  "messages.commands_again",
  "messages.events_again",
] as const;

export const databaseFaults = [
  "metadata.restart",
  "metadata.crash",
  "destination.restart",
  "destination.crash",
  "destination.immediate_stop",
  "destination.read_only",
  "destination.taken_over",
  "destination.password",
  "destination.lock",
  "destination.full",
] as const;

/** An older state of a database: its world is of no more use afterwards. */
export const rollbackFaults = ["metadata.rollback", "destination.rollback"] as const;
export type RollbackFault = (typeof rollbackFaults)[number];

export const sourceFaults = [
  "bigquery.429",
  "bigquery.403_rateLimitExceeded",
  "bigquery.500",
  "bigquery.503",
  "bigquery.truncated_body",
  "bigquery.slow_page",
  "bigquery.reset",
  "bigquery.expired_job",
] as const;

export const clockFaults = ["clock.ahead", "clock.behind"] as const;

/** An event stream whose client is cut. Every seed has one. */
export const clientFaults = ["client.cut"] as const;

export type FaultKind =
  | (typeof processFaults)[number]
  | LinkFault
  | (typeof brokerFaults)[number]
  | (typeof databaseFaults)[number]
  | RollbackFault
  | (typeof sourceFaults)[number]
  | (typeof clockFaults)[number]
  | (typeof clientFaults)[number];

export interface CrashKind {
  readonly point: CrashPoint;
  readonly action: CrashAction;
}

/**
 * A handler that hangs in a transaction has its locks until PostgreSQL ends the idle session, after two minutes: longer than a
 * seed.
 */
const inTransaction: ReadonlySet<CrashPoint> = new Set([
  "registry.message.handled",
  "registry.group.handled",
  "registry.admission.inserted",
  "registry.outbox.published",
  "registry.early_ticks.taken",
  "registry.reconcile.issued",
  "loader.prepare.resumed",
  "loader.prepare.staged",
  "loader.load.opened",
  "loader.load.entered",
  "loader.load.copied",
  "loader.finalize.opened",
  "loader.finalize.swapped",
  "loader.finalize.moved",
  "loader.finalize.closed",
  "loader.discard.dropped",
  "loader.resume.renamed",
  "loader.replay.staged",
  "loader.replay.written",
]);

/** What else than a kill can happen at a point. */
export const otherCrashes: readonly CrashKind[] = crashPoints.flatMap((point) =>
  otherActions(point).map((action) => ({ point, action })),
);

/** An error that nobody expects ends a worker's run; a registry's message becomes a dead letter, as the documents say. */
function otherActions(point: CrashPoint): readonly CrashAction[] {
  const isWorkers = /^(extractor|loader)\./.test(point);
  // While it starts, a registry that hangs is only waited for.
  const mayHang = !inTransaction.has(point) && !point.startsWith("registry.streams.");
  return ["freeze", ...(isWorkers ? (["throw"] as const) : []), ...(mayHang ? (["hang"] as const) : [])];
}
