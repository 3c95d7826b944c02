/** The API in separate processes, and a client that reads every part of an answer. */
import { join } from "node:path";
import pg from "pg";

import { freePort, startApi, TestService, type StartApiOptions, type TestApi } from "@datamantri/testkit";

import { makeSigningKey } from "./test-auth.ts";

const gatewayMain = join(import.meta.dirname, "../src/main.ts");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Views differ from route to route; the tests say what they expect.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class TestGateway implements AsyncDisposable {
  readonly #api: TestApi;
  readonly #signingKey: string;
  readonly #urls: string[];
  readonly #others: TestService[] = [];

  private constructor(api: TestApi, signingKey: string) {
    this.#api = api;
    this.#signingKey = signingKey;
    this.#urls = [api.url];
  }

  static async start(options: StartApiOptions): Promise<TestGateway> {
    const signingKey = makeSigningKey();
    const api = await startApi({ ...options, gateway: { SIGNING_KEY: signingKey, ...options.gateway } });
    return new TestGateway(api, signingKey);
  }

  /** Starts another gateway of the same product. @returns its number, from 1 */
  async addGateway(): Promise<number> {
    const port = await freePort();
    const settings = { NATS_URL: this.#api.natsUrl, HTTP_PORT: String(port), SIGNING_KEY: this.#signingKey };
    const service = new TestService(gatewayMain, settings);
    this.#others.push(service);
    await service.started();
    return this.#urls.push(`http://127.0.0.1:${port}`) - 1;
  }

  /** The first user. */
  get admin(): { readonly email: string; readonly password: string } {
    return this.#api;
  }

  url(gateway = 0): string {
    return this.#urls[gateway]!;
  }

  /** Output of all processes. */
  get output(): string {
    return [...Object.values(this.#api.services), ...this.#others].map(({ output }) => output).join("\n");
  }

  async call(method: string, path: string, options: CallOptions = {}, gateway = 0): Promise<Answer> {
    const response = await fetch(this.url(gateway) + path, {
      method,
      redirect: "manual",
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await textOf(response);
    return { status: response.status, headers: response.headers, json: /^[[{]/.test(text) ? JSON.parse(text) : text };
  }

  /** @returns the answer of the login */
  async logIn(email = this.admin.email, password = this.admin.password): Promise<Answer["json"]> {
    const { status, json } = await this.call("POST", "/api/v1/auth/login", { body: { email, password } });
    if (status !== 200) throw new Error(`the login answered ${status}: ${JSON.stringify(json)}`);
    return json;
  }

  /** Stops it as an orchestrator does. */
  async stopRegistry(): Promise<void> {
    await this.#api.services.registry.kill("SIGTERM");
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.#api.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#others.map((service) => service[Symbol.asyncDispose]()));
    await this.#api[Symbol.asyncDispose]();
  }
}

/** A stream of events never ends by itself, so its body is not read. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream") !== true) return response.text();
  await response.body?.cancel();
  return "";
}
