/**
 * Answers to commands: a command is stored, and its sender waits until the registry has committed its effect. NATS may lose
 * what it stores, and the answer, which comes on core NATS: only an answer says that the command was executed.
 */
import { setTimeout as delay } from "node:timers/promises";

import { answerSubject } from "@datamantri/contracts";
import { crashPoint, PipelineError } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import { publish, type OutgoingMessage, type PublishOptions } from "./publish.ts";
import { toReplyError, type Reply } from "./request-reply.ts";

const unconfirmed =
  "no registry has confirmed the request in time; it may still be executed. Send it again with the same Idempotency-Key, or look first whether it was";

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
   * Publishes a command and waits for its answer.
   *
   * @throws PipelineError of the answer; `bus_unavailable` without one after `waitMs`: the command will be executed or refused
   *   later, unless NATS loses it; errors of `publish`.
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
      const noAnswer = delay(waitMs, undefined, { signal: waited.signal }).then(() => {
        throw new PipelineError("bus_unavailable", unconfirmed, { subject: command.subject });
      });
      await Promise.race([answer.promise, noAnswer]).finally(() => waited.abort());
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
