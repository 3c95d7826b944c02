import type { JsMsg } from "@nats-io/jetstream";

/** Prevents the redelivery of messages while this process works on them. */
export class HeldMessages implements Disposable {
  readonly #held = new Set<JsMsg>();
  readonly #timer: NodeJS.Timeout;

  /** @param ackWaitMs the consumers' setting; renewed at a quarter of it. */
  constructor(ackWaitMs: number) {
    this.#timer = setInterval(() => {
      for (const message of this.#held) message.working();
    }, ackWaitMs / 4).unref();
  }

  get size(): number {
    return this.#held.size;
  }

  add(message: JsMsg): void {
    this.#held.add(message);
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
    for (const message of this.#held) this.giveBack(message, 0);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
