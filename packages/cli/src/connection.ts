/** URL and token of the gateway: from the environment, or from `datamantri login`. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { openClient, type Client } from "@datamantri/client";

import { boundedFetch } from "./bounded-fetch.ts";
import { Failure } from "./failure.ts";

export interface Connection {
  readonly url: string;
  /** An API key or an access token. */
  readonly token: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The user's own file; `DATAMANTRI_CONFIG` overrides it. */
export function connectionFile(environment: Environment): string {
  const configHome = environment["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
  return environment["DATAMANTRI_CONFIG"] ?? join(configHome, "datamantri", "connection.json");
}

/** Readable by its owner only, because it holds a key. */
export async function saveConnection(file: string, connection: Connection): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
}

/** @throws Failure when there is neither an environment nor a login. */
export async function connect(environment: Environment): Promise<Client> {
  const { DATAMANTRI_URL, DATAMANTRI_TOKEN } = environment;
  const saved = await readConnection(connectionFile(environment));
  const url = DATAMANTRI_URL ?? saved?.url;
  const accessToken = DATAMANTRI_TOKEN ?? saved?.token;
  if (url === undefined || accessToken === undefined) {
    throw new Failure("Log in first: datamantri login. Or set DATAMANTRI_URL and DATAMANTRI_TOKEN (an API key).");
  }
  if (DATAMANTRI_TOKEN === undefined && saved !== undefined && url !== saved.url) {
    throw new Failure(`The saved login is for ${saved.url}, not for ${url}: log in again.`);
  }
  return openClient({ url, accessToken, fetch: boundedFetch });
}

async function readConnection(file: string): Promise<Connection | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Connection;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Failure(`${file} cannot be read: log in again.`, { cause: error });
  }
}
