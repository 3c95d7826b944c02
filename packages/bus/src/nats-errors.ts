/** Maps the NATS client's errors to our codes. Uses error codes; the text only where JetStream shares one code. */
import { JetStreamApiError } from "@nats-io/jetstream";
import { InvalidArgumentError, RequestError } from "@nats-io/transport-node";

import { PipelineError } from "@datamantri/runtime";

/** JSStreamStoreFailedF: generic, so its text distinguishes a full stream from a broken disk. */
const storeFailed = 10077;
/** Too many messages wait to be stored (2.11 and later). */
const ingestQueueFull = 10167;
const messageTooLarge = 10054;
/** https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const streamNotFound = 10059;
const consumerNotFound = 10014;

/**
 * Timeouts and lost connections become `bus_unavailable`: the message may or may not be stored, and sending it again
 * with the same id is safe.
 */
export function toBusError(error: unknown): PipelineError {
  if (error instanceof PipelineError) return error;
  const cause = { cause: error };
  if (error instanceof JetStreamApiError) {
    if (error.code === ingestQueueFull)
      return new PipelineError("bus_full", "NATS accepts messages more slowly than they arrive", {}, cause);
    if (error.code === storeFailed && /^maximum (messages|bytes)/.test(error.message)) {
      return new PipelineError("bus_full", "the NATS stream is full", {}, cause);
    }
    if (error.code === messageTooLarge)
      return new PipelineError("row_too_large", "the message exceeds the stream's limit", {}, cause);
    return new PipelineError(
      "bus_unavailable",
      `JetStream returned an error: ${error.message}`,
      { api_code: error.code },
      cause,
    );
  }
  if (error instanceof InvalidArgumentError) {
    // The client's own checks. Only the first can be caused by the message; only the text distinguishes them.
    return error.message.includes("max_payload")
      ? new PipelineError("row_too_large", "a message is larger than NATS allows", {}, cause)
      : new PipelineError("internal", `NATS rejected a message: ${error.message}`, {}, cause);
  }
  const text = error instanceof Error ? error.message : String(error);
  return new PipelineError("bus_unavailable", `NATS did not respond: ${text}`, {}, cause);
}

/** JSStreamWrongLastSequenceErr and its successor: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
export const wrongLastSequence = new Set([10071, 10164]);

/** Undefined for a missing stream or consumer. */
export async function findOrUndefined<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof JetStreamApiError && (error.code === streamNotFound || error.code === consumerNotFound)) {
      return undefined;
    }
    throw error;
  }
}

/** True if nobody listens on a subject of JetStream's API, as in an account without JetStream. */
export function isWithoutResponder(error: unknown): boolean {
  const { cause } = error as Error;
  return cause instanceof RequestError && cause.isNoResponders();
}

/** @throws PipelineError */
export async function asBusErrors<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw toBusError(error);
  });
}
