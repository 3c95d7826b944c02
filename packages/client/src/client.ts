import createClient, { type Client as FetchClient } from "openapi-fetch";

import { dataOf } from "./api-error.ts";
import type { paths } from "./generated/api.ts";

/** `client.GET("/api/v1/pipelines/{id}", { params: { path: { id } } })`: paths, bodies and answers are checked. */
export type Client = FetchClient<paths>;

export interface ClientOptions {
  /** Address of the gateway, such as http://127.0.0.1:8000; default in a browser: the page's own. */
  readonly url?: string;
  /** Sent with every request; a function is called each time, so that a token may be renewed. */
  readonly accessToken?: string | (() => string | undefined | Promise<string | undefined>);
  /** Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client of the API. Nothing is sent before the first call. */
export function openClient({ url, accessToken, fetch }: ClientOptions = {}): Client {
  const client = createClient<paths>({
    ...(url === undefined ? {} : { baseUrl: url }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  client.use({
    async onRequest({ request }) {
      const token = typeof accessToken === "function" ? await accessToken() : accessToken;
      if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
    },
  });
  return client;
}

/**
 * An access token for an address and a password.
 *
 * @throws ApiError 401 for a wrong one, 400 for a user who is not active.
 */
export async function accessTokenOf(client: Client, email: string, password: string): Promise<string> {
  const { access_token } = await dataOf(client.POST("/api/v1/auth/login", { body: { email, password } }));
  return access_token;
}
