/** An answer of the sandbox as received. */
export interface RestAnswer {
  readonly status: number;
  readonly body: Record<string, never>;
}

/** Sends plain REST requests to a sandbox, so that a test sees the exact bytes. */
export class Rest {
  readonly #base: string;

  constructor(url: string) {
    this.#base = `${url}/bigquery/v2/projects`;
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
