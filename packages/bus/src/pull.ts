import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";

import type { ConsumerSpec } from "@datamantri/contracts";

import type { Bus } from "./connection.ts";
import { toBusError } from "./nats-errors.ts";

/**
 * Yields a consumer's messages until the signal aborts. The iterator requests more only when one was taken, so a slow
 * loop holds at most `maxMessages`. Messages not taken when it ends are redelivered after `ackWaitMs`.
 */
export async function pullMessages(
  bus: Bus,
  spec: ConsumerSpec,
  options: { readonly maxMessages: number; readonly client: "js" | "bulkJs"; readonly signal: AbortSignal },
  onMessage: (message: JsMsg) => Promise<void>,
): Promise<void> {
  if (options.signal.aborted) return;
  const consumer = await bus[options.client].consumers.get(spec.stream, spec.name).catch((error: unknown) => {
    throw toBusError(error);
  });
  const messages = await consumer.consume({ max_messages: options.maxMessages, expires: 10_000 });
  void watchConsumer(bus, spec, messages);
  // Not drain(): it would lose the acks of messages in work.
  const close = (): void => void messages.close();
  options.signal.addEventListener("abort", close, { once: true });
  // It may have aborted during the lookup of the consumer.
  if (options.signal.aborted) close();
  for await (const message of messages) await onMessage(message);
  options.signal.removeEventListener("abort", close);
}

/** consume() does not throw when its stream or consumer is lost: it reports a status, and continues when they are back. */
async function watchConsumer(bus: Bus, spec: ConsumerSpec, messages: ConsumerMessages): Promise<void> {
  for await (const status of messages.status()) {
    const isTrouble = ["consumer_not_found", "stream_not_found", "consumer_deleted", "exceeded_limits"];
    if (!isTrouble.includes(status.type)) continue;
    if ("count" in status && status.count > 1) continue;
    bus.log.warn({ consumer: spec.name, status: status.type }, "lost a consumer, creating it again");
  }
}
