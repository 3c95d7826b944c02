import { afterAll, afterEach, beforeAll } from "vitest";

import { startSandbox, type Sandbox } from "../src/index.ts";

/** An answer of the sandbox as received. */
export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, never>;
}

/** Sends plain REST requests to a sandbox, so that a test sees the exact bytes. */
export class Rest {
  readonly #url: () => string;

  /** @param url is asked for at each request. */
  constructor(url: () => string) {
    this.#url = url;
  }

  get #base(): string {
    return `${this.#url()}/bigquery/v2/projects`;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<RestAnswer> {
    return read(await fetch(`${this.#base}/${path}`, { headers }));
  }

  async post(path: string, body: object): Promise<RestAnswer> {
    const headers = { "content-type": "application/json" };
    return read(await fetch(`${this.#base}/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
  }

  /** jobs.query with Standard SQL. */
  query(sql: string, options: object = {}): Promise<RestAnswer> {
    return this.post("sandbox/queries", { query: sql, useLegacySql: false, ...options });
  }
}

async function read(response: Response): Promise<RestAnswer> {
  return { status: response.status, body: (await response.json()) as Record<string, never> };
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
