/** Calls the API as any HTTP client does. */
import type { TestApi } from "@datamantri/testkit";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, if it is JSON. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

export function callAnonymously(url: string): Call {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}

/** Signs in as the first user. */
export async function signInHeader({ url, email, password }: TestApi): Promise<{ readonly authorization: string }> {
  const { body } = await callAnonymously(url)("POST", "/api/v1/auth/login", { body: { email, password } });
  return { authorization: `Bearer ${(body as { access_token: string }).access_token}` };
}

/** Calls the API as the first user. */
export async function signIn(api: TestApi): Promise<Call> {
  const call = callAnonymously(api.url);
  const { authorization } = await signInHeader(api);
  return (method, path, options = {}) =>
    call(method, path, { ...options, headers: { authorization, ...options.headers } });
}

let count = 0;

/** A pipeline as a client sends it. */
export function pipelineBody(more: object = {}) {
  count++;
  return {
    name: `pipeline ${count}`,
    source_config: { project: "p", dataset: "d", table: "t" },
    destination_config: { host: "db.example.com", database: "d", user: "u", table: "t", password: "canary" },
    ...more,
  };
}
