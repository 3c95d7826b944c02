import { setTimeout as delay } from "node:timers/promises";
import { sql, type Selectable } from "kysely";

import { publish, type Bus } from "@datamantri/bus";
import { crashPoint } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { OutboxTable } from "../database/schema.ts";

type Row = Selectable<OutboxTable>;

const rowsPerRound = 100;

/** Interval of polling for messages that another registry left behind. */
const pollMs = 500;

/** Any unused number. Only one registry publishes at a time, or messages could be published out of order. */
const outboxLock = sql`select pg_advisory_xact_lock(1684107118)`;

/** Publishes the outbox's messages, at once when woken. */
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
      const published = await this.publishRound(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#bus.log.warn({ error }, "failed to publish the outbox, retrying");
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
   * Publishes the oldest messages.
   *
   * Failure: rows are deleted only after JetStream confirmed them. A crash in between publishes them again under the
   * same message ids. An unconfirmed message stays, and delays only later ones of the same subject.
   *
   * @returns how many are published.
   */
  async publishRound(signal: AbortSignal): Promise<number> {
    const { confirmed, failure } = await this.#db.transaction().execute(async (tx) => {
      await outboxLock.execute(tx);
      const rows = await tx.selectFrom("outbox").selectAll().orderBy("id").limit(rowsPerRound).execute();
      const sent = firstOfEachSubject(rows);
      // Published together on one connection, which keeps their order. Each is tried only once, because a retry would
      // break the order.
      const outcomes = await Promise.allSettled(sent.map((row) => this.#publish(row, signal)));
      const confirmed = sent.filter((_row, i) => outcomes[i]!.status === "fulfilled").map(({ id }) => id);
      if (confirmed.length > 0) await crashPoint("registry.outbox.published");
      if (confirmed.length > 0) await tx.deleteFrom("outbox").where("id", "in", confirmed).execute();
      return { confirmed, failure: outcomes.find((outcome) => outcome.status === "rejected") };
    });
    if (confirmed.length > 0) await crashPoint("registry.outbox.committed");
    if (failure) throw failure.reason;
    return confirmed.length;
  }

  async #publish({ subject, payload, message_id: messageId, headers }: Row, signal: AbortSignal): Promise<void> {
    await publish(this.#bus, { subject, payload, messageId, headers }, { signal, giveUpAfterMs: 0 });
  }
}

/** A key in a bucket keeps its last value, so the next value is sent only after this one is stored. */
function firstOfEachSubject(rows: readonly Row[]): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter(({ subject }) => !seen.has(subject) && seen.add(subject));
}
