/**
 * Answers to commands: a command is durable, and its sender waits briefly for the registry's decision. The answer comes
 * on core NATS, so it can be lost; the command cannot.
 */
import { setTimeout as delay } from "node:timers/promises";

import { answerSubject } from "@datamantri/contracts";
import { crashPoint, type PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { publish, type OutgoingMessage, type PublishOptions } from "./publish.ts";
import { toReplyError, type Reply } from "./request-reply.ts";

export class CommandAnswers {
  readonly #bus: Bus;
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  /** Every process that sends commands receives all answers: commands are rare, and their ids are unique. */
  constructor(bus: Bus) {
    this.#bus = bus;
    bus.control.subscribe(answerSubject("*"), {
      callback: (failure, message) => {
        if (failure) return;
        const sent = this.#waiting.get(message.subject.slice(answerSubject("").length));
        const { error } = message.json<Reply>();
        if (error) sent?.reject(toReplyError(error));
        else sent?.resolve();
      },
    });
  }

  /**
   * Publishes a command and waits for its answer. Resolves without one after `waitMs`: the command is stored, and will
   * be executed or refused later.
   *
   * @throws PipelineError of the answer; errors of `publish`.
   */
  async send(requestId: string, command: OutgoingMessage, options: PublishOptions, waitMs: number): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.#waiting.set(requestId, answer);
    try {
      // An answer may arrive before the broker's confirmation.
      answer.promise.catch(() => undefined);
      await publish(this.#bus, command, options);
      await crashPoint("gateway.command.published");
      const waited = new AbortController();
      await Promise.race([answer.promise, delay(waitMs, undefined, { signal: waited.signal })]).finally(() =>
        waited.abort(),
      );
    } finally {
      this.#waiting.delete(requestId);
    }
  }
}

/** Answers a command after it was executed or refused. */
export function answerCommand(bus: Bus, requestId: string, refusal?: PipelineError): void {
  const reply: Reply = refusal ? { error: { code: refusal.code, message: refusal.message } } : { ok: true };
  // On a closed connection the sender continues without an answer.
  if (!bus.control.isClosed()) bus.control.publish(answerSubject(requestId), JSON.stringify(reply));
}
