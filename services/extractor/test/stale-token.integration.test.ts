/** Tokens that BigQuery refuses before they expire: revoked sessions, rotated keys, a clock that is wrong. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { BigQueryClient } from "../src/bigquery/api/bigquery-client.ts";
import { openSourceNetwork } from "../src/bigquery/api/source-network.ts";
import { Google, serviceAccount, typed } from "./test-google.ts";

/** Tokens that BigQuery takes. */
const valid = new Set<string>();
let seen: (string | undefined)[] = [];
let url: string;

const server = createServer((request, response) => {
  const token = request.headers.authorization;
  seen.push(token);
  const isValid = token !== undefined && valid.has(token);
  const error = { code: 401, message: "Invalid Credentials", errors: [{ reason: "authError" }] };
  response.writeHead(isValid ? 200 : 401, { "content-type": "application/json" });
  response.end(JSON.stringify(isValid ? { ok: true } : { error }));
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  valid.clear();
});

const signal = new AbortController().signal;

/** A client whose token server gives out ya29.1, ya29.2 and so on. */
async function open(): Promise<{ readonly client: BigQueryClient; readonly google: Google }> {
  const tokens = Array.from({ length: 5 }, (_, i): [number, object] => [
    200,
    { access_token: `ya29.${i + 1}`, expires_in: 3_600, token_type: "Bearer" },
  ]);
  const google = new Google(...tokens);
  const network = { ...openSourceNetwork(""), identity: google };
  const source = typed(serviceAccount, { api_endpoint: url });
  return { client: await BigQueryClient.open(source, network as never, () => undefined), google };
}

const ask = (client: BigQueryClient) => client.json<{ ok: boolean }>({ path: "p/datasets" }, signal);

test("a refused token is replaced once, and the request made again", async () => {
  const { client, google } = await open();
  valid.add("Bearer ya29.2");
  expect(await ask(client)).toMatchObject({ ok: true });
  expect(seen).toEqual(["Bearer ya29.1", "Bearer ya29.2"]);
  expect(await ask(client)).toMatchObject({ ok: true });
  expect(google.asked).toHaveLength(2);
});

test("requests that had the same token share its replacement", async () => {
  const { client, google } = await open();
  valid.add("Bearer ya29.1");
  await ask(client);
  valid.clear();
  valid.add("Bearer ya29.2");
  expect(await Promise.all([ask(client), ask(client), ask(client)])).toMatchObject([
    { ok: true },
    { ok: true },
    { ok: true },
  ]);
  expect(google.asked).toHaveLength(2);
});

test("credentials that get no good token fail, and are not asked for again and again", async () => {
  const { client, google } = await open();
  await expect(ask(client)).rejects.toMatchObject({ code: "source_credentials_invalid" });
  expect(seen).toHaveLength(2);
  expect(google.asked).toHaveLength(2);
});
