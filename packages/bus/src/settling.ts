/**
 * Settling: the only place that turns the outcome of work into an acknowledgement, a redelivery, a failure report or a
 * dead letter. Acknowledging is the last step: work returns after its effects are committed and reported.
 */
import { setTimeout } from "node:timers/promises";

import type { JsMsg } from "@nats-io/jetstream";

import { deadLetterSubject } from "@datamantri/contracts";
import { backoffMs, noteProgress, PipelineError, Progress, toPipelineError, withProgress } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import type { Endpoint } from "./endpoints.ts";
import type { HeldMessages } from "./held-messages.ts";
import { publish } from "./publish.ts";

/** For the steps of an open run: the registry ends a run that waits for too long, and then its tasks and batches go. */
export const untilTheRunEnds = Number.POSITIVE_INFINITY;

/** Actions for work that did not succeed. */
export interface FailurePolicy {
  /** Deliveries after which a temporary failure counts as permanent. */
  readonly maxDeliveries: number;
  /** Reports that the work waits and why. */
  delayed?(error: PipelineError, delivery: number, retryInMs: number): Promise<void>;
  /** Reports that the work failed for good. Without it the messages become dead letters. */
  failed?(error: PipelineError): Promise<void>;
}

/** Characters of an error in a dead letter's header. */
const maxReasonLength = 1_000;

/** Delays between deliveries of a message after temporary failures. */
const redelivery = { firstMs: 1_000, maxMs: 30_000 };

/** Delays between tries of work that waits for a part of our own. */
const outage = { firstMs: 250, maxMs: 5_000 };

/**
 * True while NATS, another service or the metadata database is away: that is no failure of the work, and does not use up its
 * deliveries.
 */
function isOutage({ code, facts }: PipelineError): boolean {
  return code === "bus_unavailable" || facts.isOutage === true;
}

export class Settling {
  readonly #bus: Bus;
  readonly #held: HeldMessages;
  readonly #endpoint: Endpoint;
  readonly #signal: AbortSignal;

  /** @param signal aborts when the process stops: unfinished messages are returned. */
  constructor(bus: Bus, held: HeldMessages, endpoint: Endpoint, signal: AbortSignal) {
    this.#bus = bus;
    this.#held = held;
    this.#endpoint = endpoint;
    this.#signal = signal;
  }

  /**
   * Does the work of messages that are processed together, and settles each of them.
   *
   * Failure: an unacknowledged message is delivered again, also if its outcome could not be reported, and when the work makes no
   * progress.
   */
  async run(messages: readonly JsMsg[], policy: FailurePolicy, work: () => Promise<void>): Promise<void> {
    const begun = this.#endpoint.begin(messages.length);
    const progress = new Progress();
    this.#held.tie(messages, progress);
    try {
      await withProgress(progress, () => this.#throughOutages(messages, policy, work));
    } catch (error) {
      if (this.#signal.aborted) {
        begun.drop();
        this.#giveBack(messages, 0);
      } else {
        begun.end(error);
        // What cannot be reported while NATS is away makes no other process go on either.
        await withProgress(progress, () => this.#settleFailure(messages, policy, toPipelineError(error)));
      }
      return;
    }
    this.#ack(messages);
    begun.end();
  }

  /** The messages stay held meanwhile, and their deliveries are counted as one. */
  async #throughOutages(messages: readonly JsMsg[], policy: FailurePolicy, work: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      this.#signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        const failure = toPipelineError(error);
        if (!isOutage(failure) || this.#signal.aborted) throw error;
        // Whoever waits for a part of ours is not stalled, and no other process could go on.
        noteProgress();
        const { subject, info } = messages[0]!;
        const waitMs = backoffMs(tries, outage);
        this.#bus.log.warn({ error: failure, subject, tries }, "work waits for a part of the product");
        // Whoever looks at the run should know, if it can be said at all.
        await policy.delayed?.(failure, info.deliveryCount, waitMs).catch(() => undefined);
        await setTimeout(waitMs, undefined, { signal: this.#signal });
      }
    }
  }

  /** A message that cannot be decoded, or that nothing handles, is dead-lettered. */
  async refuse(message: JsMsg, reason: string, cause?: unknown): Promise<void> {
    const error = new PipelineError("message_malformed", reason, { subject: message.subject }, { cause });
    await this.run([message], { maxDeliveries: 1 }, () => Promise.reject(error));
  }

  async #settleFailure(messages: readonly JsMsg[], policy: FailurePolicy, error: PipelineError): Promise<void> {
    const { subject } = messages[0]!;
    // A message that joined the group later must not restart the count.
    const delivery = Math.max(...messages.map(({ info }) => info.deliveryCount));
    const waitMs = backoffMs(delivery - 1, redelivery);
    const facts = { error, subject, delivery, message_count: messages.length };
    try {
      if (error.isRetryable && delivery < policy.maxDeliveries) {
        this.#bus.log.warn(facts, "delayed work");
        await policy.delayed?.(error, delivery, waitMs);
        this.#giveBack(messages, waitMs);
      } else if (policy.failed) {
        this.#bus.log.warn(facts, "failed work");
        await policy.failed(error);
        this.#ack(messages);
      } else {
        for (const message of messages) await this.#deadLetter(message, error);
      }
    } catch (settleError) {
      // The report failed: the work is delivered again, and so is the report.
      this.#bus.log.error({ error: settleError, subject }, "failed to settle a message");
      this.#giveBack(messages, waitMs);
    }
  }

  /** Stores a message that cannot be processed for inspection, then acknowledges it. */
  async #deadLetter(message: JsMsg, error: PipelineError): Promise<void> {
    try {
      await publish(this.#bus, toDeadLetter(message, error), { signal: this.#signal, giveUpAfterMs: 10_000 });
      this.#held.ack(message);
      this.#bus.log.error({ error, subject: message.subject }, "dead-lettered a message");
    } catch (publishError) {
      // The message is delivered again, and stored then.
      const { aborted } = this.#signal;
      if (!aborted) this.#bus.log.warn({ error: publishError, subject: message.subject }, "failed to dead-letter");
      this.#held.giveBack(message, aborted ? 0 : redelivery.maxMs);
    }
  }

  #ack(messages: readonly JsMsg[]): void {
    for (const message of messages) this.#held.ack(message);
  }

  #giveBack(messages: readonly JsMsg[], delayMs: number): void {
    for (const message of messages) this.#held.giveBack(message, delayMs);
  }
}

function toDeadLetter({ subject, data, info }: JsMsg, error: PipelineError) {
  const { stream, streamSequence, timestampNanos } = info;
  return {
    subject: deadLetterSubject(stream, subject),
    // Rows never leave their stream; run and split remain, and are read again.
    payload: stream === "BATCHES" ? new Uint8Array() : data,
    messageId: `${stream}:${streamSequence}:${timestampNanos}`,
    headers: {
      "dm-error-code": error.code,
      // A header is one line.
      "dm-error": error.message.replaceAll(/\s+/g, " ").slice(0, maxReasonLength),
      "dm-sequence": String(streamSequence),
      "dm-bytes": String(data.length),
    },
  };
}
