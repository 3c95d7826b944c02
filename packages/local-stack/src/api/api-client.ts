const timeoutMs = 15_000;

interface Tokens {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token: string;
}

/** How long before its expiry an access token is replaced. */
const marginMs = 60_000;

/** A client of the HTTP API, like any other. */
export class ApiClient {
  readonly #url: string;
  #tokens: Tokens;
  #renewAtMs: number;
  #renewing: Promise<void> | undefined;

  private constructor(url: string, tokens: Tokens) {
    this.#url = url;
    this.#tokens = tokens;
    this.#renewAtMs = renewAtMs(tokens);
  }

  /** @throws Error with the API's own message when it refuses */
  static async logIn(url: string, email: string, password: string): Promise<ApiClient> {
    const tokens = await request<Tokens>(`${url}/api/v1/auth/login`, "POST", { email, password });
    return new ApiClient(url, tokens);
  }

  get<T>(path: string): Promise<T> {
    return this.#call<T>("GET", path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#call<T>("POST", path, body);
  }

  /** Replaces any version. */
  put<T>(path: string, body: unknown): Promise<T> {
    return this.#call<T>("PUT", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#call<T>("DELETE", path);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return request<T>(`${this.#url}${path}`, method, body, await this.#accessToken());
  }

  /** Runs may outlast an access token. Concurrent calls share one refresh. */
  async #accessToken(): Promise<string> {
    if (Date.now() >= this.#renewAtMs) {
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
      await this.#renewing;
    }
    return this.#tokens.access_token;
  }

  async #renew(): Promise<void> {
    const { refresh_token } = this.#tokens;
    this.#tokens = await request<Tokens>(`${this.#url}/api/v1/auth/refresh`, "POST", { refresh_token });
    this.#renewAtMs = renewAtMs(this.#tokens);
  }
}

function renewAtMs({ expires_in }: Tokens): number {
  return Date.now() + expires_in * 1_000 - marginMs;
}

async function request<T>(url: string, method: string, body?: unknown, token?: string): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === "PUT" ? { "if-match": "*" } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
