/** A client of the API that never gives up: it repeats each request with its Idempotency-Key, at the next gateway. */
import { setTimeout as sleep } from "node:timers/promises";

const timeoutMs = 4_000;
const pauseMs = 100;
/** Requests are repeated for so long. */
const patienceMs = 60_000;

/** The API's refusal, which a repeat would not change. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class Client {
  readonly #urls: readonly string[];
  readonly #login: { readonly email: string; readonly password: string };
  #next = 0;
  #token: string | undefined;

  constructor(urls: readonly string[], login: { readonly email: string; readonly password: string }) {
    this.#urls = urls;
    this.#login = login;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>("GET", path);
  }

  /** @param key Idempotency-Key. @throws Refused */
  post<T>(path: string, body: object = {}, key?: string): Promise<T> {
    return this.send<T>("POST", path, body, key);
  }

  /** @throws Refused; Error when no gateway has answered for a minute. */
  async send<T>(method: string, path: string, body?: object, key?: string): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      try {
        return await this.#sendOnce<T>(method, path, body, key);
      } catch (error) {
        if (error instanceof Refused || Date.now() > deadline) throw error;
        await sleep(pauseMs);
      }
    }
  }

  /** A token for an event stream. */
  async token(): Promise<string> {
    this.#token ??= await this.#logIn();
    return this.#token;
  }

  nextUrl(): string {
    return this.#urls[this.#next++ % this.#urls.length]!;
  }

  async #sendOnce<T>(method: string, path: string, body: object | undefined, key: string | undefined): Promise<T> {
    const token = await this.token();
    const response = await fetch(`${this.nextUrl()}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(method === "DELETE" || method === "PUT" ? { "if-match": "*" } : {}),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (response.ok) return (text === "" ? undefined : JSON.parse(text)) as T;
    if (response.status === 401) this.#token = undefined;
    const message = `${method} ${path} answered ${response.status}: ${text}`;
    if (response.status >= 500 || [401, 408, 429].includes(response.status)) throw new Error(message);
    throw new Refused(response.status, message);
  }

  async #logIn(): Promise<string> {
    const response = await fetch(`${this.nextUrl()}/api/v1/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(this.#login),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`login answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }
}
