import { setTimeout as delay } from "node:timers/promises";

import { publish, type Bus } from "@datamantri/bus";

import type { Db } from "../database/open-database.ts";

const rowsPerRound = 100;

/** How soon messages are noticed that another registry left behind. */
const pollMs = 500;

/** Long enough for a busy server; a lost one is tried again in the next round. */
const giveUpAfterMs = 6_000;

/** Publishes what the outbox holds, at once when woken. */
export class OutboxPublisher {
  readonly #db: Db;
  readonly #bus: Bus;
  #wake: () => void = () => undefined;
  #isWoken = false;

  constructor(db: Db, bus: Bus) {
    this.#db = db;
    this.#bus = bus;
  }

  /** Call after a transaction that wrote to the outbox. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /** Publishes until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#isWoken = false;
      const published = await this.#publishRound(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#bus.log.warn({ error }, "failed to publish the outbox, trying again");
        return 0;
      });
      if (published === 0 && !this.#isWoken) await this.#sleep(signal);
    }
  }

  async #sleep(signal: AbortSignal): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([woken, delay(pollMs, undefined, { signal }).catch(() => undefined)]);
  }

  /**
   * Failure: rows are deleted only after JetStream confirmed all of them; a crash in between publishes them again
   * under the same message ids. The row locks keep two registries apart.
   */
  async #publishRound(signal: AbortSignal): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      const rows = await tx
        .selectFrom("outbox")
        .selectAll()
        .orderBy("id")
        .limit(rowsPerRound)
        .forUpdate()
        .skipLocked()
        .execute();
      if (rows.length === 0) return 0;
      // Sent together on one connection, which keeps their order.
      await Promise.all(
        rows.map(({ subject, payload, message_id: messageId, headers }) =>
          publish(this.#bus, { subject, payload, messageId, headers }, { signal, giveUpAfterMs }),
        ),
      );
      await tx
        .deleteFrom("outbox")
        .where(
          "id",
          "in",
          rows.map(({ id }) => id),
        )
        .execute();
      return rows.length;
    });
  }
}
