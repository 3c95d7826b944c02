/** A gateway with its registry, each in a process of its own, on a real broker and database. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";

import {
  createDatabase,
  freePort,
  startNats,
  TestService,
  type TestDatabase,
  type TestNats,
} from "@datamantri/testkit";

import { makeSigningKey } from "./test-auth.ts";

const gatewayMain = join(import.meta.dirname, "../src/main.ts");
const registryMain = join(import.meta.dirname, "../../registry/src/main.ts");

export const admin = { email: "admin@example.com", password: "the first password" };

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
  readonly #urls: string[] = [];
  readonly #services: TestService[] = [];
  readonly #database: TestDatabase;
  readonly #nats: TestNats;
  readonly #signingKey = makeSigningKey();

  private constructor(database: TestDatabase, nats: TestNats) {
    this.#database = database;
    this.#nats = nats;
  }

  static async start(
    servers: {
      readonly postgres: string;
      readonly natsServer: Required<NonNullable<Parameters<typeof startNats>[0]>>["server"];
    },
    settings: Readonly<Record<string, string>> = {},
  ): Promise<TestGateway> {
    const nats = await startNats({ server: servers.natsServer });
    const gateway = new TestGateway(await createDatabase(servers.postgres), nats);
    await gateway.#spawn(registryMain, {
      DATABASE_URL: gateway.#database.url,
      SECRETS_KEY: randomBytes(32).toString("base64"),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      BATCHES_MAX_MESSAGES: "100",
    });
    await gateway.addGateway(settings);
    return gateway;
  }

  /** One more gateway of the same product. @returns its number, from 0 */
  async addGateway(settings: Readonly<Record<string, string>> = {}): Promise<number> {
    const port = await freePort();
    await this.#spawn(gatewayMain, { HTTP_PORT: String(port), SIGNING_KEY: this.#signingKey, ...settings });
    return this.#urls.push(`http://127.0.0.1:${port}`) - 1;
  }

  async #spawn(main: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const service = new TestService(main, { NATS_URL: this.#nats.url, ...settings });
    this.#services.push(service);
    await service.started();
  }

  url(gateway = 0): string {
    return this.#urls[gateway]!;
  }

  /** Everything that the processes wrote. */
  get output(): string {
    return this.#services.map(({ output }) => output).join("\n");
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
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: /^[[{]/.test(text) ? JSON.parse(text) : text };
  }

  /** @returns what the login answered */
  async logIn(email = admin.email, password = admin.password): Promise<Answer["json"]> {
    const { status, json } = await this.call("POST", "/api/v1/auth/login", { body: { email, password } });
    if (status !== 200) throw new Error(`the login answered ${status}: ${JSON.stringify(json)}`);
    return json;
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.#database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#services.map((service) => service[Symbol.asyncDispose]()));
    await this.#database[Symbol.asyncDispose]();
    await this.#nats[Symbol.asyncDispose]();
  }
}
