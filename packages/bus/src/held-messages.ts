import type { JsMsg } from "@nats-io/jetstream";

import type { ConsumerSpec } from "@datamantri/contracts";
import { PipelineError, type Progress } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";

/**
 * Prevents the redelivery of messages while this process makes progress with them. One without progress is not renewed, so that
 * JetStream gives it to another process; this is logged here, because the worker that gets it goes on. One that waits for other
 * work of the process is renewed as long as any of that makes progress.
 *
 * Failure: work that has still not ended after the same time again will never end. It has a slot of the process, which is therefore
 * ended, to be started again.
 */
export class HeldMessages implements Disposable {
  readonly #held = new Map<JsMsg, Progress | undefined>();
  readonly #stalled = new WeakSet<JsMsg>();
  readonly #bus: Bus;
  readonly #timer: NodeJS.Timeout;

  constructor(bus: Bus, { ackWaitMs }: ConsumerSpec) {
    this.#bus = bus;
    this.#timer = setInterval(() => this.#renew(), ackWaitMs / 4).unref();
  }

  get size(): number {
    return this.#held.size;
  }

  /** Holds a message that nobody works on yet. */
  add(message: JsMsg): void {
    this.#held.set(message, undefined);
  }

  /** Ties messages that are worked on together to the progress of that work. */
  tie(messages: readonly JsMsg[], progress: Progress): void {
    for (const message of messages) this.#held.set(message, progress);
  }

  /** Acknowledges a finished message: it is never delivered again. */
  ack(message: JsMsg): void {
    this.#held.delete(message);
    message.ack();
  }

  /** Returns a message, to be delivered again after the delay. */
  giveBack(message: JsMsg, delayMs: number): void {
    this.#held.delete(message);
    message.nak(delayMs);
  }

  /** Returns messages that this process will not handle, so that another one gets them at once. */
  giveBackAll(): void {
    for (const message of this.#held.keys()) this.giveBack(message, 0);
  }

  #renew(): void {
    const { stalledMs, log } = this.#bus;
    const isMoving = ({ silentMs }: Progress): boolean => silentMs < stalledMs;
    const work = [...this.#held.values()].filter((progress) => progress !== undefined);
    const isAnyMoving = work.length === 0 || work.some(isMoving);
    for (const [message, progress] of this.#held) {
      if (progress ? isMoving(progress) : isAnyMoving) message.working();
      else if (!this.#stalled.has(message)) {
        this.#stalled.add(message);
        log.error({ subject: message.subject, stalled_ms: stalledMs }, "work makes no progress: gave it away");
      }
      if (progress && progress.silentMs >= 2 * stalledMs) this.#bus.fail(hung(message.subject, progress.silentMs));
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function hung(subject: string, silentMs: number): PipelineError {
  const seconds = Math.round(silentMs / 1_000);
  return new PipelineError("internal", `work on ${subject} has made no progress for ${seconds} s: this process ends`);
}
