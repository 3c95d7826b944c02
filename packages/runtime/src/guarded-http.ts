/**
 * HTTP to addresses that people type in. The guard is asked at every connection, so a name cannot change its mind, and
 * redirects are handed back instead of followed: they could lead anywhere.
 */
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as TlsAgent, request as requestHttps } from "node:https";

import type { EgressGuard } from "./egress.ts";
import { acceptedEncoding, readBody } from "./read-body.ts";

/** Shorter than servers wait before they close a connection that is not used; 5 s is Node's own. */
const idleMs = 4_000;

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal;
  /** Whether the answer may come packed with gzip; by default it may not be packed at all. */
  readonly acceptsGzip?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Unpacked; a buffer of their own, which may be transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class GuardedHttp {
  readonly #guard: EgressGuard;
  readonly #maxBytes: number;
  readonly #plain: Agent;
  readonly #tls: TlsAgent;

  /** @param maxBytes of an answer, as it is sent and unpacked; a longer one fails with `ResponseTooLarge`. Default: 1 MiB. */
  constructor(guard: EgressGuard, maxBytes = 2 ** 20) {
    this.#guard = guard;
    this.#maxBytes = maxBytes;
    const options = { keepAlive: true, timeout: idleMs, lookup: guard.lookup };
    this.#plain = new Agent(options);
    this.#tls = new TlsAgent(options);
  }

  /**
   * @throws PipelineError `egress_refused`; the signal's reason; ResponseTooLarge, ResponseTooDense, UnexpectedEncoding;
   *   Error when there is no whole answer.
   */
  async request(url: URL, request: HttpRequest = {}): Promise<HttpAnswer> {
    const { signal, acceptsGzip = false } = request;
    try {
      const answer = await this.#open(url, request);
      const bytes = await readBody(answer, { maxBytes: this.#maxBytes, acceptsGzip });
      return { status: answer.statusCode ?? 0, headers: toHeaders(answer.rawHeaders), bytes };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /**
   * Returns the answer's status. Its body is neither read nor unpacked, however long it is.
   *
   * @throws PipelineError `egress_refused`; Error when there is no answer.
   */
  async send(url: URL, request: HttpRequest): Promise<number> {
    const answer = await this.#open(url, request);
    answer.destroy();
    return answer.statusCode ?? 0;
  }

  /** For libraries that take a `fetch` of one's own. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, headers, signal } = request;
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const answer = await this.request(new URL(request.url), { method, headers, body, signal });
    // https://fetch.spec.whatwg.org/#null-body-status
    const hasBody = ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? answer.bytes : null, { status: answer.status, headers: answer.headers });
  };

  async #open(url: URL, request: HttpRequest): Promise<IncomingMessage> {
    const { method = "GET", body, signal, acceptsGzip = false } = request;
    this.#guard.assertHost(url.hostname);
    const headers = new Headers(request.headers);
    headers.set("accept-encoding", acceptedEncoding(acceptsGzip));
    const options = { method, headers: Object.fromEntries(headers), signal };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: this.#tls })
          : requestHttp(url, { ...options, agent: this.#plain });
      sent.once("response", resolve);
      // Also after the answer began, when the reader is told as well.
      sent.on("error", reject);
      // Node closes after an upgrade, which nothing here takes, without an error.
      sent.once("close", () => reject(new Error("the server ended the connection without an HTTP response")));
      sent.end(body);
    });
  }
}

/** Without those that were true of the body on its way only. */
function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index]!, raw[index + 1]!);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return headers;
}
