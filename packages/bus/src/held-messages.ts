import type { JsMsg } from "@nats-io/jetstream";

import { Progress } from "@datamantri/runtime";

export interface HoldOptions {
  /** The consumers' setting; messages are renewed at a quarter of it. */
  readonly ackWaitMs: number;
  /** Time without progress after which a message is not renewed: JetStream gives it to another process. */
  readonly stalledMs: number;
  /** Called once for each such message. */
  readonly onStalled: (message: JsMsg) => void;
}

/** Prevents the redelivery of messages while this process makes progress with them. */
export class HeldMessages implements Disposable {
  readonly #held = new Map<JsMsg, Progress>();
  readonly #stalled = new WeakSet<JsMsg>();
  readonly #options: HoldOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: HoldOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#renew(), options.ackWaitMs / 4).unref();
  }

  get size(): number {
    return this.#held.size;
  }

  add(message: JsMsg): void {
    this.#held.set(message, new Progress());
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
    for (const [message, progress] of this.#held) {
      if (progress.silentMs < this.#options.stalledMs) message.working();
      else if (!this.#stalled.has(message)) {
        this.#stalled.add(message);
        this.#options.onStalled(message);
      }
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
