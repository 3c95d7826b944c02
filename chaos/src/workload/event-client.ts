/** A client of the API's event stream that is cut at random and resumes with the last id that it received. */
import { setTimeout as sleep } from "node:timers/promises";

import type { StreamedEvent } from "../check/check-events.ts";
import type { Random } from "../plan/random.ts";
import type { Client } from "../world/client.ts";

export class EventClient {
  readonly #client: Client;
  readonly #random: Random;
  readonly #stop = new AbortController();
  #lastId: string | undefined;
  #running: Promise<void> | undefined;
  #isCut = true;
  /** Since it began, or was last told of a gap. */
  received: StreamedEvent[] = [];
  /** Where it began, or went on after a gap. */
  beginsAfter: { readonly epoch: string; readonly sequence: number } | undefined;
  cutCount = 0;
  resetCount = 0;

  constructor(client: Client, random: Random) {
    this.#client = client;
    this.#random = random;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** True once it follows the stream. */
  get isConnected(): boolean {
    return this.beginsAfter !== undefined;
  }

  get lastSequence(): number {
    return this.received.at(-1)?.sequence ?? this.beginsAfter?.sequence ?? 0;
  }

  /** From now on it stays connected, unless the server ends the stream. */
  stayConnected(): void {
    this.#isCut = false;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#follow();
      } catch {
        // A gateway was killed, or we cut the connection: resume.
      }
      await sleep(100);
    }
  }

  async #follow(): Promise<void> {
    const cut = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, cut.signal]);
    const timer = this.#isCut && setTimeout(() => cut.abort(), this.#random.integer(300, 3_000));
    try {
      const response = await fetch(`${this.#client.nextUrl()}/api/v1/events`, {
        headers: {
          accept: "text/event-stream",
          authorization: `Bearer ${await this.#client.token()}`,
          ...(this.#lastId === undefined ? {} : { "last-event-id": this.#lastId }),
        },
        signal,
      });
      if (!response.ok || response.body === null) throw new Error(`events answered ${response.status}`);
      let text = "";
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
        text += piece;
        const blocks = text.split("\n\n");
        text = blocks.pop()!;
        for (const block of blocks) this.#take(block);
      }
    } finally {
      if (timer) clearTimeout(timer);
      if (cut.signal.aborted) this.cutCount++;
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    const [id, data] = [fields.get("id"), fields.get("data")];
    if (id === undefined || data === undefined) return;
    const kind = fields.get("event");
    const [epoch, sequence] = [id.split("-")[0]!, Number(id.split("-")[1])];
    if (kind === "reset" || (kind === "ready" && this.#lastId === undefined)) {
      this.beginsAfter = { epoch, sequence };
      this.received = [];
      if (kind === "reset") this.resetCount++;
    } else if (kind === undefined) {
      const { event_id: eventId } = JSON.parse(data) as { readonly event_id: string };
      this.received.push({ sequence, eventId });
    }
    this.#lastId = id;
  }
}
