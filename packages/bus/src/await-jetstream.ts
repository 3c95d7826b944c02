import { RequestError, type NatsConnection } from "@nats-io/transport-node";

import { apiPrefixes, lastConsumer } from "@datamantri/contracts";
import type { ServiceName } from "@datamantri/api";
import { PipelineError, retry, toPipelineError, type Logger } from "@datamantri/runtime";

import { requestTimeoutMs } from "./connect-nats.ts";
import { toBusError } from "./nats-errors.ts";
import { sayWaiting } from "./say-waiting.ts";

interface AwaitOptions {
  readonly service: ServiceName;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Waits until JetStream answers, and says every few seconds why it does not: a server that is recovering its streams
 * answers like one without JetStream.
 *
 * @returns true if the streams are in another account (docs/adr/0013-accounts.md), false if all services share one.
 */
export async function awaitJetStream(
  control: NatsConnection,
  { service, log, signal }: AwaitOptions,
): Promise<boolean> {
  const say = sayWaiting(log, "JetStream");
  const work = async () => (service !== "registry" && (await hasStreamsElsewhere(control)) ? true : hasOwnApi(control));
  return retry(work, {
    signal,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 100,
    maxMs: 2_000,
    isRetryable: () => true,
    onRetry: (error, attempt) => {
      // A server that starts needs a moment.
      if (attempt > 2) say(toPipelineError(error));
    },
  });
}

/** A stream's API that nobody imports has no responder. */
async function hasStreamsElsewhere(control: NatsConnection): Promise<boolean> {
  const { stream, name } = lastConsumer;
  return (await ask(control, `${apiPrefixes.streams}.CONSUMER.INFO.${stream}.${name}`)) !== undefined;
}

/** @returns false. @throws PipelineError `bus_misconfigured` */
async function hasOwnApi(control: NatsConnection): Promise<boolean> {
  const answer = await ask(control, "$JS.API.INFO");
  const name = control.info?.server_name ?? "";
  if (answer === undefined) {
    const advice = "Enable it there (jetstream { store_dir: … }); it may also be starting";
    throw new PipelineError("bus_misconfigured", `nats-server ${name} has no JetStream. ${advice}`);
  }
  if (!answer.error) return false;
  const { description, err_code } = answer.error;
  const advice = "Enable it for the account (jetstream: enabled), as in deploy/nats/accounts.conf";
  const text = `JetStream of nats-server ${name} does not serve the account of NATS_URL's user: ${description}. ${advice}`;
  throw new PipelineError("bus_misconfigured", text, { api_code: err_code });
}

interface Answer {
  readonly error?: { readonly description: string; readonly err_code: number };
}

/** Undefined when nobody serves the subject. */
async function ask(control: NatsConnection, subject: string): Promise<Answer | undefined> {
  try {
    return (await control.request(subject, "", { timeout: requestTimeoutMs })).json<Answer>();
  } catch (error) {
    if (error instanceof RequestError && error.isNoResponders()) return undefined;
    throw toBusError(error);
  }
}
