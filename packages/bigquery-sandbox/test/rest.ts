import { afterAll, afterEach, beforeAll } from "vitest";

import { startSandbox, type Sandbox } from "../src/index.ts";

/** An answer of the sandbox as received. */
export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, never>;
}

/** Sends plain REST requests to a sandbox, so that a test sees the exact bytes. */
export class Rest {
  readonly #address: () => string;

  /** @param url is asked for at each request. */
  constructor(url: () => string) {
    this.#address = url;
  }

  /** The address of a path below the API's version. */
  url(path: string): string {
    return `${this.#address()}/bigquery/v2/${path}`;
  }

  get #base(): string {
    return `${this.#address()}/bigquery/v2/projects`;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<RestAnswer> {
    return read(await fetch(`${this.#base}/${path}`, { headers }));
  }

  async post(path: string, body: object): Promise<RestAnswer> {
    return this.send("POST", path, body);
  }

  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<RestAnswer> {
    const all = { "content-type": "application/json", ...headers };
    const sent = body === undefined ? null : JSON.stringify(body);
    return read(await fetch(`${this.#base}/${path}`, { method, headers: all, body: sent }));
  }

  /** The rows of a query, each with its values as they are on the wire. */
  async rows(sql: string, options: object = {}): Promise<unknown[][]> {
    const { status, body } = await this.query(sql, options);
    if (status !== 200) throw new Error(JSON.stringify(body));
    const rows = (body["rows"] ?? []) as unknown as { f: { v: unknown }[] }[];
    return rows.map(({ f }) => f.map(({ v }) => v));
  }

  /** jobs.query with Standard SQL. */
  query(sql: string, options: object = {}): Promise<RestAnswer> {
    return this.post("sandbox/queries", { query: sql, useLegacySql: false, ...options });
  }
}

async function read(response: Response): Promise<RestAnswer> {
  const body = await response.text();
  return { status: response.status, body: (body === "" ? {} : JSON.parse(body)) as Record<string, never> };
}

interface UsedSandbox {
  /** In tests and their hooks alone. */
  readonly sandbox: () => Sandbox;
  readonly rest: Rest;
}

/** One sandbox for all tests of a file; each begins without faults. */
export function useSandbox(): UsedSandbox {
  let started: Sandbox | undefined;
  const sandbox = (): Sandbox => started!;
  beforeAll(async () => {
    started = await startSandbox();
  });
  afterEach(() => sandbox().faults.clear());
  afterAll(() => started?.close());
  return { sandbox, rest: new Rest(() => sandbox().url) };
}
