/**
 * Sends queued webhook deliveries. Any number of registries may do so: a delivery is claimed by postponing its next
 * attempt. If its sender dies, another one sends it. Receivers get a message at least once, always under the same id.
 */
import { setTimeout as delay } from "node:timers/promises";
import { sql, type Selectable } from "kysely";

import { EgressGuard, GuardedHttp, PipelineError, type ErrorCode, type Logger } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { WebhookDeliveriesTable, WebhooksTable } from "../database/webhook-tables.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { toBody } from "./payload.ts";
import { toHeaders, type WebhookSecrets } from "./sign.ts";

export interface WebhookSenderOptions {
  /** Waits between attempts; the delivery fails after the last one. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
  /** Interval of polling for due deliveries. */
  readonly pollMs: number;
}

const minuteMs = 60_000;

/** The schedule that the specification recommends: about 28 hours. */
export const webhookSending: WebhookSenderOptions = {
  retryMs: [5_000, 5 * minuteMs, 30 * minuteMs, 120 * minuteMs, 300 * minuteMs, 600 * minuteMs, 600 * minuteMs],
  timeoutMs: 15_000,
  pollMs: 1_000,
};

/** After this time another registry may claim the delivery; longer than any attempt takes. */
const claimSeconds = 60;
/** Webhooks served at the same time, each with one message at a time. */
const maxAtOnce = 20;
const cleanEveryMs = 3_600_000;
const keepDays = 30;

/** The operator's own server may have a private address. */
const operatorsHttp = new GuardedHttp(new EgressGuard({ allowsInside: true }));

type Delivery = Selectable<WebhookDeliveriesTable>;
type Webhook = Selectable<WebhooksTable>;

interface Outcome {
  readonly status: number | null;
  readonly error: string | null;
}

export class WebhookSender {
  readonly #db: Db;
  readonly #sealer: Sealer;
  readonly #http: GuardedHttp;
  readonly #log: Logger;
  readonly #options: WebhookSenderOptions;
  /** Current delivery by webhook. */
  readonly #sending = new Map<string, Promise<void>>();
  /** Aborted when a webhook is ready for its next message, so that queued messages need not wait for a poll each. */
  #wake = new AbortController();

  constructor(db: Db, sealer: Sealer, guard: EgressGuard, log: Logger, options: WebhookSenderOptions = webhookSending) {
    this.#db = db;
    this.#sealer = sealer;
    this.#http = new GuardedHttp(guard);
    this.#log = log;
    this.#options = options;
  }

  /** Sends until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    let cleanAtMs = 0;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      try {
        await this.#sendDue(signal);
        if (performance.now() >= cleanAtMs) {
          await this.#forgetOld();
          cleanAtMs = performance.now() + cleanEveryMs;
        }
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ error }, "failed to look for webhook deliveries, retrying");
      }
      const idle = AbortSignal.any([signal, this.#wake.signal]);
      await delay(this.#options.pollMs, undefined, { signal: idle }).catch(() => undefined);
    }
    await Promise.all(this.#sending.values());
  }

  async #sendDue(signal: AbortSignal): Promise<void> {
    for (const delivery of await this.#claim()) {
      const sending = this.#send(delivery, signal)
        .catch((error: unknown) => {
          if (!signal.aborted) this.#log.warn({ error, delivery: delivery.id }, "failed to send to a webhook");
        })
        .finally(() => {
          this.#sending.delete(delivery.webhook_id);
          this.#wake.abort();
        });
      this.#sending.set(delivery.webhook_id, sending);
    }
  }

  /** Claims one delivery for each webhook that has none in progress: a slow receiver does not delay others. */
  async #claim(): Promise<readonly Delivery[]> {
    const room = maxAtOnce - this.#sending.size;
    if (room <= 0) return [];
    const busy = [...this.#sending.keys()];
    const due = await this.#db
      .selectFrom("webhook_deliveries")
      .distinctOn("webhook_id")
      .select("id")
      .where("status", "=", "pending")
      .where("next_attempt_at", "<=", sql<Date>`now()`)
      .where(sql<boolean>`webhook_id <> all(${busy}::uuid[])`)
      .orderBy("webhook_id")
      .orderBy("next_attempt_at")
      .limit(room)
      .execute();
    if (due.length === 0) return [];
    return (
      this.#db
        .updateTable("webhook_deliveries")
        .set({
          next_attempt_at: sql<Date>`now() + make_interval(secs => ${claimSeconds})`,
          attempt_count: sql<number>`attempt_count + 1`,
        })
        .where(
          "id",
          "in",
          due.map(({ id }) => id),
        )
        // Another registry may have claimed it first.
        .where("status", "=", "pending")
        .where("next_attempt_at", "<=", sql<Date>`now()`)
        .returningAll()
        .execute()
    );
  }

  /** Failure: if the attempt is not recorded, the claim expires and the message is sent again under the same id. */
  async #send(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const webhook = await this.#db
      .selectFrom("webhooks")
      .selectAll()
      .where("id", "=", delivery.webhook_id)
      .executeTakeFirst();
    if (!webhook) return;
    if (!webhook.is_active && delivery.event_type !== "test") {
      await this.#end(delivery, "failed");
      return;
    }
    const startedAt = new Date();
    const started = performance.now();
    const outcome = await this.#attempt(webhook, delivery, signal);
    if (signal.aborted && outcome.status === null) return;
    await this.#db
      .insertInto("webhook_attempts")
      .values({
        delivery_id: delivery.id,
        at: startedAt,
        ...outcome,
        duration_ms: Math.round(performance.now() - started),
      })
      .execute();
    await this.#settle(webhook, delivery, outcome);
  }

  async #attempt(webhook: Webhook, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const secrets = this.#sealer.open("webhook", webhook.id, webhook.secrets) as WebhookSecrets;
    const body = toBody(webhook.format, delivery.payload);
    const headers = toHeaders(secrets, `msg_${delivery.id.replaceAll("-", "")}`, new Date(), body);
    const http = webhook.format === "openlineage" ? operatorsHttp : this.#http;
    try {
      const ending = AbortSignal.any([signal, AbortSignal.timeout(this.#options.timeoutMs)]);
      const request = { method: "POST", headers: new Headers(headers), body, signal: ending };
      return { status: await http.send(new URL(secrets.url), request), error: null };
    } catch (error) {
      return { status: null, error: describe(error) };
    }
  }

  async #settle(webhook: Webhook, delivery: Delivery, { status, error }: Outcome): Promise<void> {
    if (status !== null && status >= 200 && status < 300) return this.#end(delivery, "delivered");
    if (status === 410) return this.#disable(webhook);
    if (error === refused) return this.#end(delivery, "failed");
    const waitMs = this.#options.retryMs[delivery.attempt_count - 1];
    if (waitMs === undefined) return this.#end(delivery, "failed");
    await this.#db
      .updateTable("webhook_deliveries")
      .set({ next_attempt_at: new Date(Date.now() + waitMs) })
      .where("id", "=", delivery.id)
      .execute();
  }

  async #end(delivery: Delivery, status: "delivered" | "failed"): Promise<void> {
    await this.#db
      .updateTable("webhook_deliveries")
      .set({ status, next_attempt_at: null })
      .where("id", "=", delivery.id)
      .execute();
  }

  /** Disables a webhook whose receiver answered 410: it wants no more messages. */
  async #disable(webhook: Webhook): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const disabled_reason = "the receiver responded with 410 (Gone)";
      await tx
        .updateTable("webhooks")
        .set({ is_active: false, disabled_reason, updated_at: sql<Date>`now()` })
        .where("id", "=", webhook.id)
        .execute();
      await tx
        .updateTable("webhook_deliveries")
        .set({ status: "failed", next_attempt_at: null })
        .where("webhook_id", "=", webhook.id)
        .where("status", "=", "pending")
        .execute();
    });
    this.#log.warn({ webhook_id: webhook.id }, "disabled a webhook whose receiver is gone");
  }

  async #forgetOld(): Promise<void> {
    await this.#db
      .deleteFrom("webhook_deliveries")
      .where("created_at", "<", sql<Date>`now() - make_interval(days => ${keepDays})`)
      .where("status", "!=", "pending")
      .execute();
  }
}

/** Error of an attempt to a blocked address, which only a person can fix. */
const refused: ErrorCode = "egress_refused";

/** Uses the code where there is one: messages may quote the address, which may contain a secret. */
function describe(error: unknown): string {
  if (error instanceof PipelineError) return error.code;
  const { name, code } = error as NodeJS.ErrnoException;
  return name === "AbortError" || name === "TimeoutError" ? "timeout" : (code ?? name);
}
