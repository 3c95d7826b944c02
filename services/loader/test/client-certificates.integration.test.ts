/** Servers that authenticate clients by certificate, on a real PostgreSQL with TLS. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { PostgresConnection } from "@datamantri/api";
import { EgressGuard, HostList } from "@datamantri/runtime";
import { startPostgres, testCertificates as certificates } from "@datamantri/testkit";

import { withClient } from "../src/connect/access-client.ts";
import { toSinkError } from "../src/connect/postgres-errors.ts";
import { openDestinationResolver } from "../src/connect/resolve-destination.ts";

type TestPostgres = Awaited<ReturnType<typeof startPostgres>>;

/** https://www.postgresql.org/docs/current/auth-cert.html: a client of the role `loader` needs no password but its certificate. */
const clientAuthentication = `
hostssl all loader all cert
hostssl all checked all scram-sha-256 clientcert=verify-ca
host all all all scram-sha-256
`;

const guard = new EgressGuard({ allowsInside: true });
let server: TestPostgres;
/** Folder of `file:` references. */
let secrets: string;

beforeAll(async () => {
  server = await startPostgres();
  await offerTls();
  secrets = await mkdtemp(join(tmpdir(), "datamantri-secrets-"));
  await writeFile(join(secrets, "client.key"), certificates.clientKey);
  await writeFile(join(secrets, "client.crt"), certificates.clientCertificate);
  await writeFile(join(secrets, "stranger.key"), certificates.strangersKey);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  if (secrets) await rm(secrets, { recursive: true });
});

/** Uses only SQL, so that it works in a container as well. */
async function offerTls(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // Errors fail the query itself; the server may stop while the connection is open.
  client.on("error", () => undefined);
  const write = async (name: string, text: string): Promise<void> => {
    const { rows } = await client.query("select lo_from_bytea(0, $1) as id", [Buffer.from(text)]);
    const [{ id }] = rows as [{ id: string }];
    await client.query("select lo_export($1, current_setting('data_directory') || '/' || $2)", [id, name]);
  };
  await write("test.crt", certificates.serverCertificate);
  await write("test.key", certificates.serverKey);
  await write("authority.crt", certificates.authority);
  await write("test_hba.conf", clientAuthentication);
  await client.query(`
    do $$ begin
      create temp table told (line text);
      execute format('copy told from program %L', 'chmod 600 ' || current_setting('data_directory') || '/test.key');
    end $$`);
  await client.query("create role loader login; create role checked login password 'known'");
  for (const [name, value] of Object.entries({
    ssl: "on",
    ssl_cert_file: "test.crt",
    ssl_key_file: "test.key",
    ssl_ca_file: "authority.crt",
    hba_file: "test_hba.conf",
  })) {
    await client.query(`alter system set ${name} = '${value}'`);
  }
  await client.end();
  // PostgreSQL reads the file of hba_file only at start.
  await server.restart();
}

/** Connects as a loader does for a pipeline. @returns the user, or the error's code and message. */
async function connect(more: Partial<PostgresConnection>, password: string | null = null): Promise<string> {
  const config = {
    host: "localhost",
    port: server.port,
    database: "postgres",
    user: "loader",
    ssl_mode: "verify-full",
    ssl_root_cert: certificates.authority,
    ...more,
  } as const;
  const store = { connection: () => Promise.reject(new Error("none")), password: () => Promise.resolve(null) };
  const places = { directory: secrets, environment: {} };
  try {
    const resolved = await openDestinationResolver(store, places, new HostList(""))({ config, password });
    return await withClient({ ...resolved, timeout_ms: 10_000, guard }, async (client) => {
      const { rows } = await client.query<{ current_user: string }>("select current_user");
      return rows[0]!.current_user;
    });
  } catch (error) {
    const { code, message } = toSinkError(error, "there");
    return `${code}: ${message}`;
  }
}

const own = { ssl_cert: certificates.clientCertificate, ssl_key: "file:client.key" };

describe("a client's certificate", () => {
  test("is enough where the server allows it", async () => {
    expect(await connect(own)).toBe("loader");
    expect(await connect({ ...own, ssl_cert: "file:client.crt" })).toBe("loader");
  });

  test("is required besides the password", async () => {
    expect(await connect({ ...own, user: "checked" }, "known")).toBe("checked");
    expect(await connect({ user: "checked" }, "known")).toMatch(/^sink_credentials_invalid: /);
  });

  test("is missing", async () => {
    expect(await connect({})).toMatch(/^sink_credentials_invalid: /);
  });

  test("is for another role", async () => {
    expect(await connect({ ...own, user: "postgres" })).toMatch(/^sink_credentials_invalid: /);
  });

  test("is signed by an unknown authority", async () => {
    const theirs = { ssl_cert: certificates.strangersCertificate, ssl_key: "file:stranger.key" };
    expect(await connect(theirs)).toMatch(/^sink_(tls_failed|unreachable): /);
  });

  test.each([
    ["its key is another's", { ...own, ssl_key: "file:stranger.key" }, "ssl_key does not belong to ssl_cert"],
    [
      "its key is none",
      { ...own, ssl_key: "file:client.crt" },
      "ssl_key is not a private key in PEM format without a passphrase",
    ],
    ["it is none", { ...own, ssl_cert: "file:client.key" }, "ssl_cert is not a certificate in PEM format"],
  ])("%s", async (_, config, reason) => {
    expect(await connect(config)).toBe(`sink_tls_failed: ${reason}`);
  });

  test("its key is missing", async () => {
    expect(await connect({ ...own, ssl_key: "file:gone" })).toBe(
      'secret_reference_invalid: the worker has no secret "file:gone"',
    );
  });
});
