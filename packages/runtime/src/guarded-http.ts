/**
 * HTTP to addresses that people type in. The guard is asked at every connection, so a name cannot change its mind, and
 * redirects are handed back instead of followed: they could lead anywhere.
 */
import { Agent, request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as TlsAgent, request as requestHttps } from "node:https";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { EgressGuard } from "./egress.ts";

/** Shorter than servers wait before they close a connection that is not used; 5 s is Node's own. */
const idleMs = 4_000;

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Unzipped if it was gzip; a buffer of their own, which may be transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class ResponseTooLarge extends Error {
  override readonly name = "ResponseTooLarge";

  constructor(maxBytes: number) {
    super(`the response is larger than ${maxBytes} bytes`);
  }
}

export class GuardedHttp {
  readonly #guard: EgressGuard;
  readonly #maxBytes: number;
  readonly #plain: Agent;
  readonly #tls: TlsAgent;

  /** @param maxBytes of an unzipped answer; a longer one fails with `ResponseTooLarge`. */
  constructor(guard: EgressGuard, maxBytes = Infinity) {
    this.#guard = guard;
    this.#maxBytes = maxBytes;
    const options = { keepAlive: true, timeout: idleMs, lookup: guard.lookup };
    this.#plain = new Agent(options);
    this.#tls = new TlsAgent(options);
  }

  /** @throws PipelineError `egress_refused`; the signal's reason; Error when there is no whole answer. */
  async request(url: URL, request: HttpRequest = {}): Promise<HttpAnswer> {
    const { signal } = request;
    try {
      const answer = await this.#open(url, request);
      const bytes = await this.#read(answer);
      return { status: answer.statusCode ?? 0, headers: toHeaders(answer.rawHeaders), bytes };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }

  /**
   * Returns the answer's status. Its body is not read, however long it is.
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

  async #open(url: URL, { method = "GET", headers, body, signal }: HttpRequest): Promise<IncomingMessage> {
    this.#guard.assertHost(url.hostname);
    const options = { method, headers: Object.fromEntries(headers ?? []), signal };
    return new Promise((resolve, reject) => {
      const request: ClientRequest =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: this.#tls })
          : requestHttp(url, { ...options, agent: this.#plain });
      request.once("response", resolve);
      // Also after the answer began, when the reader is told as well.
      request.on("error", reject);
      // Node closes after an upgrade, which nothing here takes, without an error.
      request.once("close", () => reject(new Error("the server ended the connection without an HTTP response")));
      request.end(body);
    });
  }

  async #read(answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
    const gunzip = isZipped(answer.headers["content-encoding"]) ? createGunzip() : undefined;
    // The reader below meets the error, if there is one.
    const body: Readable = gunzip ? pipeline(answer, gunzip, () => undefined) : answer;
    try {
      return await this.#collect(body);
    } catch (error) {
      // An answer without a body, as to HEAD, is no gzip stream, whatever its headers say.
      if (gunzip?.bytesWritten === 0 && answer.complete) return new Uint8Array();
      throw error;
    }
  }

  async #collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body) {
      length += chunk.length;
      if (length > this.#maxBytes) throw new ResponseTooLarge(this.#maxBytes);
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(length);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  }
}

function isZipped(encoding: string | null | undefined): boolean {
  return encoding?.toLowerCase() === "gzip";
}

/** Without those that were true of the body on its way only. */
function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index]!, raw[index + 1]!);
  for (const name of ["content-length", "transfer-encoding"]) headers.delete(name);
  if (isZipped(headers.get("content-encoding"))) headers.delete("content-encoding");
  return headers;
}
