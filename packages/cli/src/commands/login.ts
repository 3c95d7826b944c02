import { hostname } from "node:os";

import { accessTokenOf, dataOf, openClient } from "@datamantri/client";

import { boundedFetch } from "../bounded-fetch.ts";
import { connectionFile, saveConnection } from "../connection.ts";
import type { Terminal } from "../terminal.ts";

const dayMs = 86_400_000;

/** Days after which the user has to log in again. */
const keyDays = 30;

const usualUrl = "http://127.0.0.1:8000";

/** Exchanges a password for an API key of this machine, which can be revoked separately. The password is not stored. */
export async function login(terminal: Terminal): Promise<void> {
  const { environment } = terminal;
  const url = environment["DATAMANTRI_URL"] ?? ((await terminal.ask(`URL [${usualUrl}]: `)) || usualUrl);
  const email = environment["DATAMANTRI_EMAIL"] ?? (await terminal.ask("E-mail address: "));
  const password = environment["DATAMANTRI_PASSWORD"] ?? (await terminal.ask("Password: ", { isHidden: true }));
  const server = { url, fetch: boundedFetch };
  const accessToken = await accessTokenOf(openClient(server), email, password);
  const client = openClient({ ...server, accessToken });
  const { role } = await dataOf(client.GET("/api/v1/auth/me"));
  const expires_at = new Date(Date.now() + keyDays * dayMs).toISOString();
  const body = { name: `datamantri on ${hostname()}`.slice(0, 100), role, expires_at };
  const { secret } = await dataOf(client.POST("/api/v1/api-keys", { body }));
  const file = connectionFile(environment);
  // Null only in a repeat, which this is not.
  await saveConnection(file, { url, token: secret! });
  const done = `Logged in as ${email} until ${expires_at.slice(0, 10)}; the API key is in ${file}.`;
  terminal.show({ url, email }, [done]);
}
