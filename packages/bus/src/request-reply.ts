/** Request and reply between services, immediate or not at all: JSON on core NATS. */
import type { Msg } from "@nats-io/transport-node";

import { secretsSubject } from "@datamantri/contracts";
import { PipelineError, errorPolicies, toPipelineError, type ErrorCode } from "@datamantri/runtime";

import type { Bus } from "./connection.ts";
import type { Endpoint } from "./endpoints.ts";
import { toBusError } from "./nats-errors.ts";

/** Operation → [request, reply]. */
type Api = { [operation: string]: [request: unknown, reply: unknown] };

export type ApiHandlers<A> = {
  readonly [Operation in keyof A]: A[Operation] extends [infer Request, infer Reply]
    ? (request: Request) => Promise<Reply>
    : never;
};

export interface Reply {
  readonly ok?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly vendor_message?: string | undefined;
    /** A part of the product is away: no fault of the request. */
    readonly is_outage?: boolean;
  };
}

const requestTimeoutMs = 10_000;

/** Answers requests. */
interface RequestServer {
  /** Resolves when requests reach it: a service is not ready before. */
  readonly listening: Promise<void>;
  /** Answers requests that arrived before. */
  close(): Promise<void>;
}

/**
 * Answers `<prefix>.<operation>`; several instances share the requests.
 *
 * @param prefix first token of the subjects. Default: the service.
 */
export function serveRequests<A>(bus: Bus, handlers: ApiHandlers<A>, prefix: string = bus.service): RequestServer {
  const answering = new Set<Promise<void>>();
  const subject = `${prefix}.>`;
  const name = prefix === bus.service ? "requests" : prefix;
  const endpoint = bus.endpoints.add({ name, subject, queueGroup: bus.service, slots: null });
  const subscription = bus.control.subscribe(subject, {
    queue: bus.service,
    callback: (failure, message) => {
      if (failure) return;
      const operation = message.subject.slice(prefix.length + 1);
      const handler = Object.hasOwn(handlers, operation)
        ? (handlers as Record<string, (request: unknown) => Promise<unknown>>)[operation]
        : undefined;
      const answered = answer(bus, endpoint, operation, handler, message.data)
        .then((reply) => respond(bus, operation, message, reply))
        .finally(() => answering.delete(answered));
      answering.add(answered);
    },
  });
  return {
    // onClosed handles a closed connection.
    listening: bus.control.flush().catch(() => undefined),
    async close() {
      if (!subscription.isClosed()) await subscription.drain();
      await Promise.all(answering);
    },
  };
}

/** The client always gets a reply, even if the answer cannot be sent, for example because it is too large. */
function respond(bus: Bus, operation: string, message: Msg, reply: Reply): void {
  try {
    message.respond(JSON.stringify(reply));
  } catch (error) {
    bus.log.error({ error: toBusError(error), operation }, "failed to send a reply");
    if (bus.control.isClosed()) return;
    message.respond(
      JSON.stringify({ error: { code: "internal", message: `the reply to ${operation} could not be sent` } }),
    );
  }
}

async function answer(
  bus: Bus,
  endpoint: Endpoint,
  operation: string,
  handler: ((request: unknown) => Promise<unknown>) | undefined,
  data: Uint8Array,
): Promise<Reply> {
  const begun = endpoint.begin();
  try {
    if (!handler) throw new PipelineError("not_found", `no operation ${operation}`);
    const ok = await handler(JSON.parse(Buffer.from(data).toString("utf8")));
    begun.end();
    return { ok };
  } catch (error) {
    const known = toPipelineError(error);
    // A refused request, for example for an unknown id, counts as answered correctly.
    begun.end(known.isRetryable || known.policy.party === "bug" ? known : undefined);
    if (known.policy.party === "bug") bus.log.error({ error, operation }, "failed to answer");
    const { code, message, vendorMessage: vendor_message, facts } = known;
    return { error: { code, message, vendor_message, ...(facts.isOutage === true ? { is_outage: true } : {}) } };
  }
}

/** An answer with the size of its message in bytes. */
export interface MeasuredAnswer<Answer> {
  readonly answer: Answer;
  readonly bytes: number;
}

type ReplyOf<A, Operation extends keyof A> = A[Operation] extends Api[string] ? A[Operation][1] : never;
type RequestOf<A, Operation extends keyof A> = A[Operation] extends Api[string] ? A[Operation][0] : never;

/**
 * Sends a request to another service.
 *
 * @param timeoutMs after which the request fails as unavailable.
 * @throws PipelineError the service's error, or `bus_unavailable` without a reply.
 */
export async function request<A, Operation extends keyof A & string>(
  bus: Bus,
  service: string,
  operation: Operation,
  body: RequestOf<A, Operation>,
  timeoutMs = requestTimeoutMs,
): Promise<ReplyOf<A, Operation>> {
  return (await requestMeasured<A, Operation>(bus, service, operation, body, timeoutMs)).answer;
}

/** Like `request`, with the size of the reply. */
export async function requestMeasured<A, Operation extends keyof A & string>(
  bus: Bus,
  service: string,
  operation: Operation,
  body: RequestOf<A, Operation>,
  timeoutMs = requestTimeoutMs,
): Promise<MeasuredAnswer<ReplyOf<A, Operation>>> {
  const message = await send(bus, `${service}.${operation}`, body, timeoutMs);
  const { ok, error } = message.json<Reply>();
  if (error === undefined) return { answer: ok as ReplyOf<A, Operation>, bytes: message.data.length };
  throw toReplyError(error);
}

export function toReplyError({
  code,
  message,
  vendor_message,
  is_outage = false,
}: NonNullable<Reply["error"]>): PipelineError {
  const known = Object.hasOwn(errorPolicies, code) ? (code as ErrorCode) : "internal";
  return new PipelineError(known, message, is_outage ? { isOutage: true } : {}, { vendorMessage: vendor_message });
}

async function send(bus: Bus, subject: string, body: unknown, timeout: number): Promise<Msg> {
  try {
    return await bus.control.request(subject, JSON.stringify(body), { timeout });
  } catch (error) {
    const { cause } = toBusError(error);
    const prefix = subject.split(".")[0]!;
    const service = prefix === secretsSubject ? "registry" : prefix;
    throw new PipelineError("bus_unavailable", `the ${service} does not respond`, { subject }, { cause });
  }
}
