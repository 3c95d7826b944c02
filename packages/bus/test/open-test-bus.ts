// Shared test code of this package: connections that are all closed at the end, and sample messages.
import { expect, inject, onTestFinished } from "vitest";

import {
  subjectOf,
  encodeMessage,
  type ConsumerSpec,
  type Message,
  type StreamName,
  noRange,
} from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { natsReplicas, startNats, waitFor, type TestNats } from "@datamantri/testkit";
import { openLog, Secret, type PipelineError } from "@datamantri/runtime";

import { openBus, publish, type Bus, type OutgoingMessage } from "../src/index.ts";

export const log = openLog("test", "silent");

const opened = new Set<Bus>();

export const startTestNats = (): Promise<TestNats> => startNats({ server: inject("natsServer") });

/**
 * A broker for the current test only: a stream deleted for the next test and recreated at once may fail, or have its
 * old messages. Hooks run in reverse order, so the test's connections are closed before its broker.
 */
export async function natsOfTest(): Promise<TestNats> {
  const nats = await startTestNats();
  onTestFinished(() => stopTestNats(nats));
  return nats;
}

/** Closes every connection that was opened and ends their broker. */
export async function stopTestNats(nats: TestNats): Promise<void> {
  for (const bus of opened) await bus[Symbol.asyncDispose]();
  for (const bus of opened) expect([bus.control.isClosed(), bus.bulk.isClosed()]).toEqual([true, true]);
  opened.clear();
  await nats[Symbol.asyncDispose]();
}

export interface TestBusOptions {
  readonly service?: ServiceName;
  readonly signal?: AbortSignal;
  readonly stalledSeconds?: number;
  readonly onClosed?: (error: PipelineError) => void;
}

export async function openTestBus(url: string, options: TestBusOptions = {}): Promise<Bus> {
  const bus = await openBus({
    url: new Secret(url),
    service: options.service ?? "registry",
    log,
    onClosed: options.onClosed ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    ...(options.stalledSeconds === undefined ? {} : { stalledSeconds: options.stalledSeconds }),
  });
  opened.add(bus);
  return bus;
}

/** Never aborted. */
export const neverAborted = new AbortController().signal;

export const topology = { maxBatchMessages: 1_000, replicas: natsReplicas() };

/** Recreates the consumer with other settings, for example an ack_wait short enough for a test. */
export async function remakeConsumer(
  bus: Bus,
  spec: ConsumerSpec,
  change: Partial<ConsumerSpec>,
): Promise<ConsumerSpec> {
  const changed = { ...spec, ...change };
  const { config } = await bus.jsm.consumers.info(spec.stream, spec.name);
  await bus.jsm.consumers.delete(spec.stream, spec.name);
  await bus.jsm.consumers.add(spec.stream, {
    ...config,
    ack_wait: changed.ackWaitMs * 1_000_000,
    max_ack_pending: changed.maxAckPending,
  });
  return changed;
}

export function planMessage(runId: string, attempt = 1): OutgoingMessage {
  const task: Message<"PlanRun"> = { runId, pipelineId: "p", attempt, skipVersion: "", range: noRange };
  const subject = subjectOf("PlanRun", task);
  return { subject, payload: encodeMessage("PlanRun", task), messageId: `${subject}:a${attempt}` };
}

export async function sendPlan(bus: Bus, runId: string, attempt = 1): Promise<void> {
  await publish(bus, planMessage(runId, attempt), { signal: neverAborted });
}

export function rowBatch(runId: string, sequence: number, byteCount = 10, split = 0): Message<"RowBatch"> {
  return {
    runId,
    pipelineId: "p",
    split,
    sequence,
    part: 0,
    firstRow: sequence,
    rowCount: 1,
    schemaFingerprint: "f",
    checksum: 0,
    tuples: Buffer.alloc(byteCount, sequence),
    rejects: [],
    objectChunks: 0,
    objectBytes: 0,
  };
}

/**
 * Resolves when everything in a work queue was acknowledged, and so removed. The consumers' own counts lag a moment
 * behind a confirmed publish.
 */
export async function emptied(bus: Bus, stream: StreamName): Promise<void> {
  await waitFor(async () => (await bus.jsm.streams.info(stream)).state.messages === 0, {
    what: `${stream} to be acknowledged`,
    timeoutMs: 60_000,
  });
}

/** A promise and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
