/** A process of a service: it takes messages, may break at each of its effects, and is started again after its death. */
import type { Bus, Handlers } from "@datamantri/bus";
import { queueOf, type ConsumerSpec } from "@datamantri/contracts";

import { handleMessage, toEndpoint } from "../../packages/bus/src/consume.ts";
import { HeldMessages } from "../../packages/bus/src/held-messages.ts";
import { Settling } from "../../packages/bus/src/settling.ts";
import type { Broker } from "../broker/broker.ts";
import { toJsMsg } from "../broker/process-bus.ts";
import type { Crashes } from "../crash.ts";

export interface Waiting {
  readonly spec: ConsumerSpec;
  readonly seq: number;
  readonly subject: string;
  readonly atMs: number;
  /** How often it was delivered before. */
  readonly deliveries: number;
}

/** A process until its death. */
export class Member {
  readonly crashes: Crashes;
  readonly bus: Bus;
  readonly #broker: Broker;
  readonly #specs: readonly ConsumerSpec[];
  readonly #handlers: Handlers;
  readonly #held: HeldMessages;

  constructor(broker: Broker, bus: Bus, crashes: Crashes, specs: readonly ConsumerSpec[], handlers: Handlers) {
    this.#broker = broker;
    this.bus = bus;
    this.crashes = crashes;
    this.#specs = specs;
    this.#handlers = handlers;
    this.#held = new HeldMessages(bus, specs[0]!);
  }

  /** What it may take next, oldest first. */
  waiting(): readonly Waiting[] {
    return this.#specs
      .flatMap((spec) => this.#broker.waiting(spec.stream, spec.name).map((message) => ({ ...message, spec })))
      .toSorted((a, b) => a.atMs - b.atMs || a.seq - b.seq);
  }

  /** Takes a message, does its work and settles it. */
  async take({ spec, seq }: Waiting): Promise<void> {
    const message = this.receive(spec, seq);
    await handleMessage(message, this.#handlers, this.settlingOf(spec), this.crashes.signal);
  }

  protected receive(spec: ConsumerSpec, seq: number) {
    const message = toJsMsg(this.#broker, this.crashes, this.#broker.deliver(spec.stream, spec.name, seq));
    this.#held.add(message);
    return message;
  }

  protected settlingOf(spec: ConsumerSpec): Settling {
    const endpoint = this.bus.endpoints.add(toEndpoint([spec], 1));
    return new Settling(this.bus, this.#held, endpoint, this.crashes.signal);
  }

  /** Ends without a word. */
  [Symbol.dispose](): void {
    this.crashes.kill();
    this.#held[Symbol.dispose]();
  }
}

export const isBatch = ({ spec }: Waiting): boolean => queueOf(spec) === "loader-batches";
