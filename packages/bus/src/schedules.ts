/** The bucket of schedules: the registry writes it through its outbox, and every scheduler holds a copy. */
import { once } from "node:events";

import { JetStreamApiError } from "@nats-io/jetstream";
import { Kvm, type KV } from "@nats-io/kv";
import { headers as createHeaders } from "@nats-io/transport-node";

import { scheduleSubject, schedulesBucket, type Schedule } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { toBusError, wrongLastSequence } from "./nats-errors.ts";
import type { OutgoingMessage } from "./publish.ts";

/** A watch can miss changes while its consumer was lost, and everything in a recreated stream. */
const checkEveryMs = 30_000;

/** https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md */
const removal = { "KV-Operation": "DEL" };

/** The message that writes a schedule, or removes it when it is null. A KV entry is a message on the bucket's stream. */
export function toScheduleMessage(pipelineId: string, version: number, schedule: Schedule | null): OutgoingMessage {
  return {
    subject: scheduleSubject(pipelineId),
    payload: schedule === null ? new Uint8Array() : Buffer.from(JSON.stringify(schedule)),
    messageId: `${pipelineId}:v${version}`,
    ...(schedule === null ? { headers: removal } : {}),
  };
}

/** Entry of the bucket as stored; the reader validates it. */
export interface StoredSchedule {
  /** Undefined when it was removed. */
  readonly schedule: unknown;
  readonly revision: number;
}

/** The watch does not end by itself when the bucket is lost. */
const readTimeoutMs = 15_000;

/** Returns the bucket's entries, including removed ones, by pipeline id. @throws PipelineError `bus_unavailable` */
export async function readSchedules(bus: Bus): Promise<ReadonlyMap<string, StoredSchedule>> {
  const stored = new Map<string, StoredSchedule>();
  try {
    const bucket = await new Kvm(bus.js).open(schedulesBucket);
    if ((await bucket.status()).values === 0) return stored;
    const watch = await bucket.watch();
    const giveUp = setTimeout(() => watch.stop(), readTimeoutMs);
    try {
      for await (const { key, value, operation, revision, delta } of watch) {
        const schedule = operation === "PUT" ? (decode(value) ?? undecodable) : undefined;
        stored.set(key, { schedule, revision });
        if (delta === 0) return stored;
      }
    } finally {
      clearTimeout(giveUp);
    }
  } catch (error) {
    throw toBusError(error);
  }
  throw new PipelineError("bus_unavailable", "the bucket of schedules does not respond");
}

/** Marks an entry that exists but cannot be decoded. */
const undecodable = Symbol("undecodable");

/**
 * Writes an entry directly, for the reconciler, or removes it if null. Has no message id, so that it is stored even if
 * it was before.
 *
 * @param revision the replaced one; 0 if there was none.
 * @returns false when it was written by another process since.
 */
export async function putSchedule(
  bus: Bus,
  pipelineId: string,
  schedule: Schedule | null,
  revision: number,
): Promise<boolean> {
  const headers = createHeaders();
  if (schedule === null) for (const [name, value] of Object.entries(removal)) headers.set(name, value);
  const payload = schedule === null ? "" : JSON.stringify(schedule);
  try {
    await bus.js.publish(scheduleSubject(pipelineId), payload, { headers, expect: { lastSubjectSequence: revision } });
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && wrongLastSequence.has(error.code)) return false;
    throw toBusError(error);
  }
}

/** One consistent reading of the bucket: all present entries, then every change. */
interface Reading {
  readonly watch: Awaited<ReturnType<KV["watch"]>>;
  /** Creation time of the stream: changes when the broker lost it. */
  readonly created: string;
  /** The last sequence of the stream that this reading has seen. */
  revision: number;
  isOver: boolean;
}

/**
 * Calls `onSchedules` with all schedules whenever they may have changed, until the signal aborts. While the bucket
 * cannot be read, the known schedules stay.
 *
 * @param everyMs interval of checks whether the watch still receives changes.
 * @throws PipelineError `bus_unavailable` when the bucket cannot be read at first.
 */
export async function watchSchedules(
  bus: Bus,
  signal: AbortSignal,
  onSchedules: (schedules: readonly Schedule[]) => void,
  everyMs = checkEveryMs,
): Promise<void> {
  if (signal.aborted) return;
  const bucket = await new Kvm(bus.feed.js).open(schedulesBucket);
  let present: Reading | undefined;
  let candidate: Reading | undefined;

  /** A new reading replaces the current one when it is complete and has seen everything that the current one has. */
  const show = (reading: Reading, schedules: readonly Schedule[]): void => {
    if (reading.isOver) return;
    if (reading !== present) {
      if (present?.created === reading.created && present.revision > reading.revision) return;
      stop(present);
      present = reading;
    }
    onSchedules(schedules);
  };
  const check = async (): Promise<void> => {
    const { streamInfo, values } = await bucket.status();
    const { created, state } = streamInfo;
    if (present?.created === created && present.revision >= state.last_seq) return;
    const watch = await bucket.watch();
    if (candidate !== present) stop(candidate);
    candidate = { watch, created, revision: state.last_seq, isOver: false };
    if (signal.aborted) stop(candidate);
    void follow(bus, candidate, values === 0, show);
  };

  await check().catch((error: unknown) => {
    throw toBusError(error);
  });
  const timer = setInterval(() => {
    check().catch((error: unknown) => bus.log.warn({ error: toBusError(error) }, "failed to refresh the schedules"));
  }, everyMs);
  if (!signal.aborted) await once(signal, "abort");
  clearInterval(timer);
  stop(present);
  stop(candidate);
}

function stop(reading: Reading | undefined): void {
  if (!reading) return;
  reading.isOver = true;
  reading.watch.stop();
}

async function follow(
  bus: Bus,
  reading: Reading,
  isEmpty: boolean,
  show: (reading: Reading, schedules: readonly Schedule[]) => void,
): Promise<void> {
  const known = new Map<string, Schedule>();
  let isWhole = isEmpty;
  if (isWhole) show(reading, []);
  for await (const entry of reading.watch) {
    const schedule = entry.operation === "PUT" ? parse(bus, entry.key, entry.value) : undefined;
    if (schedule) known.set(entry.key, schedule);
    else known.delete(entry.key);
    reading.revision = Math.max(reading.revision, entry.revision);
    isWhole ||= entry.delta === 0;
    if (isWhole) show(reading, [...known.values()]);
  }
}

function parse(bus: Bus, key: string, value: Uint8Array): Schedule | undefined {
  const schedule = decode(value) as Schedule | null | undefined;
  if (typeof schedule === "object" && schedule !== null && schedule.pipeline_id === key) {
    const hasTime =
      "interval_seconds" in schedule
        ? Number.isInteger(schedule.interval_seconds) && schedule.interval_seconds > 0
        : typeof schedule.cron === "string" && typeof schedule.timezone === "string";
    if (hasTime && typeof schedule.version === "number") return schedule;
  }
  bus.log.error({ pipeline_id: key }, "ignored a schedule that could not be decoded");
  return undefined;
}

function decode(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString("utf8"));
  } catch {
    return undefined;
  }
}
