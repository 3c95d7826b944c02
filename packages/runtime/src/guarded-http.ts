/**
 * HTTP to addresses that users enter. The guard checks every connection, so a name cannot resolve differently later.
 * Redirects are returned instead of followed: they could lead anywhere.
 */
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as TlsAgent, request as requestHttps } from "node:https";

import { EgressProxy, ProxyError, type ProxySettings } from "./egress-proxy.ts";
import type { EgressGuard } from "./egress.ts";
import { acceptedEncoding, readBody } from "./read-body.ts";

/** Shorter than servers wait before they close an idle connection; Node's own default is 5 s. */
const idleMs = 4_000;

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal;
  /** Time without a byte after which the request fails. Default: none. */
  readonly silentMs?: number;
  /** True if the answer may be compressed with gzip; by default it may not be compressed at all. */
  readonly acceptsGzip?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Uncompressed; a separate buffer, which may be transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class GuardedHttp {
  readonly #guard: EgressGuard;
  readonly #maxBytes: number;
  readonly #plain: Agent;
  readonly #tls: TlsAgent;
  readonly #proxy: EgressProxy | undefined;

  /**
   * @param maxBytes of an answer, compressed and uncompressed; a longer one fails with `ResponseTooLarge`. Default: 1
   *   MiB.
   * @param proxy for https to names that are trusted whatever they resolve to.
   * @throws PipelineError `config_invalid` for an invalid proxy.
   */
  constructor(guard: EgressGuard, maxBytes = 2 ** 20, proxy?: ProxySettings) {
    this.#guard = guard;
    this.#maxBytes = maxBytes;
    const options = { keepAlive: true, timeout: idleMs, lookup: guard.lookup };
    this.#plain = new Agent(options);
    this.#tls = new TlsAgent(options);
    this.#proxy = proxy && EgressProxy.fromSettings(proxy, idleMs);
  }

  /**
   * @throws PipelineError `egress_refused`; the signal's reason; ResponseTooLarge, ResponseTooDense, UnexpectedEncoding;
   *   ProxyError; Error when there is no whole answer.
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
   * Returns the answer's status. Its body is neither read nor decompressed, however long it is.
   *
   * @throws PipelineError `egress_refused`; Error when there is no answer.
   */
  async send(url: URL, request: HttpRequest): Promise<number> {
    const answer = await this.#open(url, request);
    answer.destroy();
    return answer.statusCode ?? 0;
  }

  /** For libraries that accept a custom `fetch`. */
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
    const { method = "GET", body, signal, silentMs, acceptsGzip = false } = request;
    const proxy = this.#proxy?.carries(url, this.#guard) === true ? this.#proxy : undefined;
    this.#guard.assertHost(url.hostname);
    const headers = new Headers(request.headers);
    headers.set("accept-encoding", acceptedEncoding(acceptsGzip));
    const options = { method, headers: Object.fromEntries(headers), signal };
    return new Promise((resolve, reject) => {
      const sent: ClientRequest =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: proxy?.agent ?? this.#tls })
          : requestHttp(url, { ...options, agent: this.#plain });
      if (silentMs !== undefined) sent.setTimeout(silentMs, () => sent.destroy(silence()));
      sent.once("response", resolve);
      // Also after the answer began, when the reader gets the error as well.
      sent.on("error", (error) => reject(proxy && isOfProxy(error) ? new ProxyError(error) : error));
      // Node closes after an upgrade, which is not supported here, without an error.
      sent.once("close", () => reject(new Error("the server ended the connection without an HTTP response")));
      sent.end(body);
    });
  }
}

function silence(): Error {
  return Object.assign(new Error("the connection is silent"), { name: "TimeoutError" });
}

/** True for a refused tunnel, and a failure to connect: the only connection that is made is the proxy's. */
function isOfProxy(error: NodeJS.ErrnoException): boolean {
  return error.code === "ERR_PROXY_TUNNEL" || error.syscall === "connect" || error.syscall === "getaddrinfo";
}

/** Omits headers that only describe the transferred body. */
function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index]!, raw[index + 1]!);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return headers;
}
