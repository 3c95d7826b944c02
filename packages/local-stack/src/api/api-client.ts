/** A run as GET /api/v1/runs/{id} shows it; the fields used here. */
export interface RunView {
  readonly id: string;
  readonly status: "queued" | "running" | "success" | "failed" | "cancelled";
  readonly start_time: string;
  readonly end_time: string | null;
  readonly records_processed: number;
  readonly records_total: number | null;
  readonly error_message: string | null;
  readonly log: string;
}

/** A pipeline as the API shows it; the fields used here. */
export interface PipelineView {
  readonly id: string;
  readonly name: string;
  readonly source_config: Readonly<Record<string, unknown>>;
  readonly destination_config: Readonly<Record<string, unknown>>;
}

const timeoutMs = 15_000;

/** The HTTP API as any other client sees it. */
export class ApiClient {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @throws Error with the API's own words when it refuses */
  static async logIn(url: string, email: string, password: string): Promise<ApiClient> {
    const answer = await request<{ access_token: string }>(`${url}/api/v1/auth/login`, "POST", { email, password });
    return new ApiClient(url, answer.access_token);
  }

  get<T>(path: string): Promise<T> {
    return request<T>(`${this.#url}${path}`, "GET", undefined, this.#token);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return request<T>(`${this.#url}${path}`, "POST", body, this.#token);
  }

  delete<T>(path: string): Promise<T> {
    return request<T>(`${this.#url}${path}`, "DELETE", undefined, this.#token);
  }
}

async function request<T>(url: string, method: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
