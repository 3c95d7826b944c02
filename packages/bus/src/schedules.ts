/** The bucket of schedules: the registry writes it through its outbox, every scheduler holds a copy. */
import { once } from "node:events";

import { Kvm, type KV } from "@nats-io/kv";

import { scheduleSubject, schedulesBucket, type Schedule } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { toBusError } from "./nats-errors.ts";
import type { OutgoingMessage } from "./publish.ts";

/** A watch misses what was written while its consumer was lost, and all of a stream made anew: a fresh one sees it. */
const renewEveryMs = 30_000;

/** The message that writes a schedule, or removes it when it is null. A KV entry is a message on the bucket's stream. */
export function toScheduleMessage(pipelineId: string, version: number, schedule: Schedule | null): OutgoingMessage {
  return {
    subject: scheduleSubject(pipelineId),
    payload: schedule === null ? new Uint8Array() : Buffer.from(JSON.stringify(schedule)),
    messageId: `${pipelineId}:v${version}`,
    // https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md
    ...(schedule === null ? { headers: { "KV-Operation": "DEL" } } : {}),
  };
}

/** Writes a schedule directly, for the reconciler: no message id, so it is stored even if it was stored before. */
export async function putSchedule(bus: Bus, pipelineId: string, schedule: Schedule): Promise<void> {
  await bus.js.publish(scheduleSubject(pipelineId), JSON.stringify(schedule)).catch((error: unknown) => {
    throw toBusError(error);
  });
}

type Watch = Awaited<ReturnType<KV["watch"]>>;

/**
 * Calls `onSchedules` with all schedules whenever they may have changed, until the signal aborts.
 *
 * A watch is one consistent reading: everything present, then every change. It is replaced by a fresh one now and
 * then, when that has read everything; while the bucket cannot be read, what is known stays.
 *
 * @param everyMs time between fresh readings.
 * @throws PipelineError `bus_unavailable` when the bucket cannot be read at first.
 */
export async function watchSchedules(
  bus: Bus,
  signal: AbortSignal,
  onSchedules: (schedules: readonly Schedule[]) => void,
  everyMs = renewEveryMs,
): Promise<void> {
  if (signal.aborted) return;
  const bucket = await new Kvm(bus.js).open(schedulesBucket);
  const watches = new Set<Watch>();
  const renew = async (): Promise<void> => {
    const isEmpty = (await bucket.status()).values === 0;
    const watch = await bucket.watch();
    if (signal.aborted) return watch.stop();
    watches.add(watch);
    void follow(bus, watch, isEmpty, (schedules) => {
      if (!watches.has(watch)) return;
      stopBefore(watches, watch);
      onSchedules(schedules);
    });
  };
  await renew().catch((error: unknown) => {
    throw toBusError(error);
  });
  const timer = setInterval(() => {
    renew().catch((error: unknown) => bus.log.warn({ error: toBusError(error) }, "failed to read the schedules again"));
  }, everyMs);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(timer);
  stopBefore(watches);
}

/** Stops the watches that are older than this one, or all. */
function stopBefore(watches: Set<Watch>, watch?: Watch): void {
  for (const older of watches) {
    if (older === watch) return;
    watches.delete(older);
    older.stop();
  }
}

async function follow(
  bus: Bus,
  watch: Watch,
  isEmpty: boolean,
  onSchedules: (schedules: readonly Schedule[]) => void,
): Promise<void> {
  const known = new Map<string, Schedule>();
  let isComplete = isEmpty;
  if (isComplete) onSchedules([]);
  for await (const entry of watch) {
    const schedule = entry.operation === "PUT" ? parse(bus, entry.key, entry.value) : undefined;
    if (schedule) known.set(entry.key, schedule);
    else known.delete(entry.key);
    isComplete ||= entry.delta === 0;
    if (isComplete) onSchedules([...known.values()]);
  }
}

function parse(bus: Bus, key: string, value: Uint8Array): Schedule | undefined {
  try {
    const schedule = JSON.parse(Buffer.from(value).toString("utf8")) as Schedule;
    const { pipeline_id, cron, timezone, version } = schedule;
    const isSchedule = typeof cron === "string" && typeof timezone === "string" && typeof version === "number";
    if (isSchedule && pipeline_id === key) return schedule;
  } catch {
    // Reported below, like every other shape that is no schedule.
  }
  bus.log.error({ pipeline_id: key }, "ignored a schedule that cannot be read");
  return undefined;
}
