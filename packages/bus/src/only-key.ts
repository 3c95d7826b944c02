/** A bucket with one key, written by registries alone. */
import { JetStreamApiError } from "@nats-io/jetstream";

import type { Bus } from "./connection.ts";
import { toBusError, wrongLastSequence } from "./nats-errors.ts";

export interface StoredValue {
  /** JSON; undefined if there is none: NATS lost it, or an operator deleted it. */
  readonly value: unknown;
  /** 0 if none was ever written. */
  readonly revision: number;
}

/** @throws PipelineError `bus_unavailable`, also while the bucket does not exist. */
export async function readOnlyKey(bus: Bus, stream: string, subject: string): Promise<StoredValue> {
  try {
    const message = await bus.jsm.streams.getMessage(stream, { last_by_subj: subject });
    return message === null ? { value: undefined, revision: 0 } : { value: parse(message.data), revision: message.seq };
  } catch (error) {
    throw toBusError(error);
  }
}

/**
 * Replaces the value.
 *
 * @param revision the replaced one; 0 if there was none.
 * @returns false when another registry has written it since.
 */
export async function putOnlyKey(
  bus: Bus,
  subject: string,
  value: object | number,
  revision: number,
): Promise<boolean> {
  try {
    await bus.js.publish(subject, JSON.stringify(value), { expect: { lastSubjectSequence: revision } });
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && wrongLastSequence.has(error.code)) return false;
    throw toBusError(error);
  }
}

/** Undefined for a removed key, whose value is empty, and for what is no JSON. */
function parse(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString("utf8"));
  } catch {
    return undefined;
  }
}
