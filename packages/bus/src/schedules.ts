/** The bucket of schedules: the registry writes it through its outbox, every scheduler holds a copy. */
import { Kvm, type KV } from "@nats-io/kv";

import { scheduleSubject, schedulesBucket, type Schedule } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import type { OutgoingMessage } from "./publish.ts";

/** A watch may miss what was written while its consumer was made again; reading everything now and then heals that. */
const rereadEveryMs = 30_000;

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
  await bus.js.publish(scheduleSubject(pipelineId), JSON.stringify(schedule));
}

/**
 * Calls `onSchedules` with all schedules whenever they may have changed, until the signal aborts.
 */
export async function watchSchedules(
  bus: Bus,
  signal: AbortSignal,
  onSchedules: (schedules: readonly Schedule[]) => void,
): Promise<void> {
  const bucket = await new Kvm(bus.js).open(schedulesBucket);
  const known = new Map<string, Schedule>();
  const publishKnown = (): void => onSchedules([...known.values()]);
  const reread = async (): Promise<void> => {
    const fresh = await readAll(bus, bucket);
    known.clear();
    for (const schedule of fresh) known.set(schedule.pipeline_id, schedule);
    publishKnown();
  };
  await reread();
  const timer = setInterval(() => {
    reread().catch((error: unknown) => bus.log.warn({ error }, "failed to read the schedules again"));
  }, rereadEveryMs);
  const watch = await bucket.watch();
  signal.addEventListener(
    "abort",
    () => {
      clearInterval(timer);
      watch.stop();
    },
    { once: true },
  );
  for await (const entry of watch) {
    const schedule = entry.operation === "PUT" ? parse(bus, entry.value) : undefined;
    if (schedule) known.set(entry.key, schedule);
    else known.delete(entry.key);
    publishKnown();
  }
}

async function readAll(bus: Bus, bucket: KV): Promise<readonly Schedule[]> {
  const schedules: Schedule[] = [];
  for await (const key of await bucket.keys()) {
    const entry = await bucket.get(key);
    const schedule = entry?.operation === "PUT" ? parse(bus, entry.value) : undefined;
    if (schedule) schedules.push(schedule);
  }
  return schedules;
}

function parse(bus: Bus, value: Uint8Array): Schedule | undefined {
  try {
    const schedule = JSON.parse(Buffer.from(value).toString("utf8")) as Schedule;
    if (typeof schedule.cron === "string" && typeof schedule.timezone === "string") return schedule;
  } catch {
    // Reported below, like every other shape that is no schedule.
  }
  bus.log.error("ignored a schedule that cannot be read");
  return undefined;
}
