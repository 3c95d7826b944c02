/**
 * Named places between two effects of a handler, where a process may end. Nothing happens there in production: no
 * setting of a service does anything to them. A module that a test loads before the service (testkit's
 * crash-points.ts, which is in no image) installs the function that kills, freezes, hangs or throws.
 */

/** Each name is reached in one place: crash-point.unit.test.ts. */
export const crashPoints = [
  "gateway.command.published",

  "scheduler.tick.due",
  "scheduler.tick.published",

  "registry.message.handled",
  "registry.message.committed",
  "registry.message.woken",
  "registry.group.handled",
  "registry.group.committed",
  "registry.group.woken",
  "registry.admission.inserted",
  "registry.outbox.published",
  "registry.outbox.committed",
  "registry.early_ticks.taken",
  "registry.reconcile.restored",
  "registry.reconcile.issued",
  "registry.reconcile.reissued",
  "registry.streams.created",
  "registry.streams.restored",

  "extractor.job.inserted",
  "extractor.plan.pinned",
  "extractor.plan.reported",
  "extractor.statistics.computed",
  "extractor.statistics.reported",
  "extractor.read.page_read",
  "extractor.read.object_stored",
  "extractor.read.published",
  "extractor.read.reported",

  "loader.prepare.resumed",
  "loader.prepare.staged",
  "loader.prepare.committed",
  "loader.prepare.reported",
  "loader.load.received",
  "loader.load.opened",
  "loader.load.entered",
  "loader.load.copied",
  "loader.load.committed",
  "loader.load.reported",
  "loader.finalize.opened",
  "loader.finalize.swapped",
  "loader.finalize.moved",
  "loader.finalize.closed",
  "loader.finalize.committed",
  "loader.finalize.reported",
  "loader.finalize.fenced",
  "loader.discard.dropped",
  "loader.discard.committed",
  "loader.discard.reported",
  "loader.resume.renamed",
  "loader.replay.staged",
  "loader.replay.written",
  "loader.replay.committed",
  "loader.replay.reported",
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** Called at each point. */
export type AtCrashPoint = (name: CrashPoint) => Promise<void> | undefined;

const installed = Symbol.for("datamantri.crash-point");

/** Marks a place: `await crashPoint("loader.load.committed")`. @throws what the installed function throws. */
export function crashPoint(name: CrashPoint): Promise<void> | undefined {
  return (globalThis as { [installed]?: AtCrashPoint })[installed]?.(name);
}
