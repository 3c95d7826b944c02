/** The number that shows whether an older state of NATS or of the metadata database was brought back. */
import { generationStream, generationSubject } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { asBusErrors, findOrUndefined } from "./nats-errors.ts";
import { putOnlyKey, readOnlyKey } from "./only-key.ts";

/** @returns `generation` null if NATS has none. @throws PipelineError `bus_unavailable`, also while the bucket does not exist. */
export async function readGeneration(
  bus: Bus,
): Promise<{ readonly generation: number | null; readonly revision: number }> {
  const { value, revision } = await readOnlyKey(bus, generationStream, generationSubject);
  return { generation: Number.isSafeInteger(value) ? (value as number) : null, revision };
}

/** See `putOnlyKey`. */
export function putGeneration(bus: Bus, generation: number, revision: number): Promise<boolean> {
  return putOnlyKey(bus, generationSubject, generation, revision);
}

/** The end of the stream of events. */
export interface LastEvent {
  /** When the stream was created. */
  readonly created: string;
  /** Sequences of its first and last message. */
  readonly first: number;
  readonly sequence: number;
  /** When the last message was stored; null for an empty stream. */
  readonly time: string | null;
}

/** @returns also the mark of `markEpoch`, 0 without one. @throws PipelineError `bus_unavailable` */
export async function readLastEvent(bus: Bus): Promise<{ readonly last: LastEvent; readonly epoch: number }> {
  const { created, state, config } = await asBusErrors(bus.jsm.streams.info("EVENTS"));
  const { first_seq: first, last_seq: sequence } = state;
  return { last: { created, first, sequence, time: await findEvent(bus, sequence) }, epoch: epochOf(config) };
}

/** @returns when the message was stored; null if there is none. */
export async function findEvent(bus: Bus, sequence: number): Promise<string | null> {
  if (sequence === 0) return null;
  const message = await asBusErrors(findOrUndefined(() => bus.jsm.streams.getMessage("EVENTS", { seq: sequence })));
  return message?.time.toISOString() ?? null;
}

/** In the metadata of EVENTS and its mirrors. */
export const epochKey = "datamantri-epoch";

/**
 * Marks the stream of events: positions in it are others than before, because NATS has an older state of it. Its followers read
 * the mark with the stream.
 */
export async function markEpoch(bus: Bus, epoch: number): Promise<void> {
  const { config } = await asBusErrors(bus.jsm.streams.info("EVENTS"));
  const metadata = { ...config.metadata, [epochKey]: String(epoch) };
  await asBusErrors(bus.jsm.streams.update("EVENTS", { ...config, metadata }));
}

export function epochOf({ metadata }: { readonly metadata?: Record<string, string> }): number {
  return Number(metadata?.[epochKey] ?? 0);
}
