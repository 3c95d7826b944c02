import type { TestStack } from "./test-stack.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
}

interface CallOptions {
  readonly body?: unknown;
  readonly raw?: string;
  /** Null: none. Default: that of the administrator. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export type CallApi = (method: string, path: string, options?: CallOptions) => Promise<Answer>;

/** Calls the API as any client does, and returns refusals too. */
export async function openApi({ access: { url, email, password } }: TestStack): Promise<CallApi> {
  let own: string | undefined;
  const call: CallApi = async (method, path, options = {}) => {
    const token = options.token === null ? undefined : (options.token ?? own);
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      type: response.headers.get("content-type") ?? "",
      headers: response.headers,
      json: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };
  own = (await call("POST", "/api/v1/auth/login", { body: { email, password } })).json["access_token"] as string;
  return call;
}
