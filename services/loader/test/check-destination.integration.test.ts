/** Each fault of a destination is found at its own step. */
import { createServer } from "node:net";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createSecureContext, TLSSocket } from "node:tls";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import type { DestinationAccessConfig } from "@datamantri/contracts";
import { EgressGuard } from "@datamantri/runtime";
import { createDatabase, freePort, type TestDatabase } from "@datamantri/testkit";

import { checkDestination, type TargetAccess } from "../src/inspect/check-destination.ts";

let database: TestDatabase;
let server: URL;

beforeAll(async () => {
  database = await createDatabase(inject("postgres").url);
  server = new URL(database.url);
  await query(`
    create role checked login password 'right';
    create schema closed;
    grant create on database ${database.name} to checked;
    grant create on schema public to checked;
  `);
});
afterAll(async () => {
  await query("revoke all on schema public from checked; drop owned by checked; drop role checked");
  await database[Symbol.asyncDispose]();
});

async function query(sql: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const guard = new EgressGuard({ allowsInside: true });

function check(
  more: Partial<DestinationAccessConfig> = {},
  password: string | null = "right",
  target?: TargetAccess["target"],
) {
  const config = {
    host: server.hostname,
    port: Number(server.port),
    database: database.name,
    user: "checked",
    schema: "public",
    ...more,
  };
  return checkDestination({ config, password, timeout_ms: 5_000, guard, target });
}

/** The steps, with a minus for a failed one. */
const steps = (checks: Awaited<ReturnType<typeof check>>) =>
  checks.map(({ check, ok }) => (ok ? check : `-${check}`)).join(" ");

describe("a destination", () => {
  test("that can be used passes every step", async () => {
    const checks = await check();
    expect(steps(checks)).toBe("dns tcp login writable ledger schema");
    expect(checks.find(({ check }) => check === "login")?.message).toMatch(/^PostgreSQL \d+.* as checked$/);
    expect(checks.every(({ code }) => code === null)).toBe(true);
  });

  test("has no such host", async () => {
    const checks = await check({ host: "nowhere.invalid" });
    expect(steps(checks)).toBe("-dns");
    expect(checks[0]).toMatchObject({ code: "sink_unreachable" });
  });

  // The last are names to us, but the metadata address to the system's resolver.
  test.each(["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "2852039166", "0xa9fea9fe"])(
    "is never %s",
    async (host) => {
      const checks = await check({ host });
      expect(steps(checks)).toBe("-dns");
      expect(checks[0]).toMatchObject({ code: "egress_refused" });
      expect(checks[0]!.message).toContain("is blocked");
    },
  );

  test("hides the addresses of its host", async () => {
    const [dns] = await check({ host: "localhost" });
    expect(dns).toMatchObject({ check: "dns", ok: true, message: "localhost has an address" });
  });

  test("has nothing on its port", async () => {
    const checks = await check({ port: await freePort() });
    expect(steps(checks)).toBe("dns -tcp");
    expect(checks.at(-1)?.message).toContain("Connection refused");
  });

  test("offers no TLS", async () => {
    // A server that answers the request for TLS like one without TLS.
    const plain = createServer((socket) => socket.once("data", () => socket.write("N")).on("error", () => undefined));
    plain.listen(0, "127.0.0.1");
    await once(plain, "listening");
    try {
      const { port } = plain.address() as { port: number };
      const checks = await check({ host: "127.0.0.1", port, ssl_mode: "require" });
      expect(steps(checks)).toBe("dns tcp -tls");
      expect(checks.at(-1)?.message).toBe("TLS failed: the server does not offer TLS.");
    } finally {
      plain.close();
    }
  });

  test("has a self-signed certificate, which is enough to require TLS and not enough to verify it", async () => {
    const [key, cert] = [ownKey, ownCertificate].map((base64) => Buffer.from(base64, "base64"));
    const context = createSecureContext({
      key: createPrivateKey({ key: key!, format: "der", type: "pkcs8" }).export({ format: "pem", type: "pkcs8" }),
      cert: new X509Certificate(cert!).toString(),
    });
    // Accepts the request for TLS, does the handshake and closes: the login fails, which comes after.
    const server = createServer((socket) => {
      socket
        .on("error", () => undefined)
        .once("data", () => {
          socket.write("S");
          const secured = new TLSSocket(socket, { isServer: true, secureContext: context });
          secured.on("error", () => undefined).once("data", () => secured.destroy());
        });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as { port: number };
      const required = await check({ host: "127.0.0.1", port, ssl_mode: "require" });
      expect(steps(required)).toBe("dns tcp tls -login");
      expect(required[2]?.message).toMatch(/^TLSv1\.\d, certificate not verified$/);
      const verified = await check({ host: "127.0.0.1", port, ssl_mode: "verify-full" });
      expect(steps(verified)).toBe("dns tcp -tls");
      expect(verified.at(-1)?.message).toBe("TLS failed: the server's certificate is self-signed.");
      const ssl_root_cert = new X509Certificate(cert!).toString();
      for (const ssl_mode of ["verify-ca", "require"] as const) {
        const byAuthority = await check({ host: "127.0.0.1", port, ssl_mode, ssl_root_cert });
        expect(byAuthority[2]?.message).toMatch(/^TLSv1\.\d, certificate verified$/);
      }
      const byName = await check({ host: "127.0.0.1", port, ssl_mode: "verify-full", ssl_root_cert });
      expect(byName.at(-1)?.message).toBe("TLS failed: the server's certificate is for another host name.");
    } finally {
      server.close();
    }
  });

  test("lacks the user, the password or the database", async () => {
    for (const [config, password] of [
      [{}, "wrong"],
      [{}, null],
      [{ user: "nobody" }, "right"],
      [{ database: "nothing" }, "right"],
    ] as const) {
      const checks = await check(config, password);
      expect(steps(checks)).toBe("dns tcp -login");
      expect(checks.at(-1)).toMatchObject({ code: "sink_credentials_invalid" });
    }
  });

  test("lacks the schema, or the permission to create tables in it", async () => {
    expect((await check({ schema: "missing" })).at(-1)).toMatchObject({ ok: false, code: "sink_schema_missing" });
    expect((await check({ schema: "closed" })).at(-1)).toMatchObject({ ok: false, code: "sink_permission_denied" });
  });

  test("has the target, which the user may not write by the mode", async () => {
    await query(`
      create schema shop;
      grant usage on schema shop to checked;
      create table shop.orders (id bigint, name text);
      grant insert on shop.orders to checked`);
    const target = { table: "orders", key: ["id"] } as const;
    const appending = await check({ schema: "shop" }, "right", { ...target, write_mode: "append" });
    // To create nothing needs no CREATE.
    expect(steps(appending)).toBe("dns tcp login writable ledger schema target");
    const merging = await check({ schema: "shop" }, "right", { ...target, write_mode: "merge" });
    expect(steps(merging)).toBe("dns tcp login writable ledger schema -target");
    expect(merging.at(-1)).toMatchObject({
      code: "sink_permission_denied",
      message: expect.stringContaining('Run: GRANT SELECT, UPDATE ON "shop"."orders" TO "checked"') as string,
    });
    const creating = await check({ schema: "shop" }, "right", { ...target, table: "other", write_mode: "append" });
    expect(steps(creating)).toBe("dns tcp login writable ledger -schema");
    await query("revoke usage on schema shop from checked");
    const closed = await check({ schema: "shop" }, "right", { ...target, write_mode: "append" });
    expect(closed.at(-1)?.message).toContain('Run: GRANT USAGE, CREATE ON SCHEMA "shop" TO "checked"');
  });

  test.each([
    ["a sequence", "create sequence wrong.other"],
    ["an index", "create table wrong.t (id int); create index other on wrong.t (id)"],
    ["a composite type", "create type wrong.other as (id int)"],
    ["a domain", "create domain wrong.other as int"],
  ])("has %s of the target's name", async (kind, made) => {
    await query(`create schema wrong; grant usage, create on schema wrong to checked; ${made}`);
    const checks = await check({ schema: "wrong" }, "right", { table: "other", write_mode: "append" });
    await query("drop schema wrong cascade");
    expect(steps(checks)).toBe("dns tcp login writable ledger schema -target");
    expect(checks.at(-1)).toMatchObject({
      code: "sink_table_mismatch",
      message: expect.stringContaining(`"wrong"."other" is ${kind}, not a table: write to another table`) as string,
    });
  });

  test("denies the permission to create the ledger", async () => {
    await query(`revoke create on database ${database.name} from checked`);
    expect(steps(await check())).toBe("dns tcp login writable -ledger schema");
    await query("create schema datamantri");
    expect((await check()).find(({ check }) => check === "ledger")?.message).toContain("may not create tables in");
    await query("grant usage, create on schema datamantri to checked");
    expect(steps(await check())).toBe("dns tcp login writable ledger schema");
    // Another loader's user made the ledger.
    await query("create table datamantri.runs (run_id uuid)");
    expect((await check()).find(({ check }) => check === "ledger")?.message).toBe(
      'checked may not write to datamantri.runs. Run: GRANT SELECT, INSERT, UPDATE, DELETE ON datamantri.runs TO "checked"',
    );
    await query("drop schema datamantri cascade");
  });
});

/** A self-signed certificate for localhost, valid until 2126; made for this test. */
const ownKey =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfpcR2eMLa66IZk37kSCF7eZIbxSa6XbNkoTzhDRCvpqhRANCAATS2foPjaNQbg5RmQZF7kBken3Y/KZ8vAsp/V8YSB6WYZZemb38TU9rWhA/dhyd09ldZrwCmVatbxKJ3COVwP07";
const ownCertificate =
  "MIIBljCCATugAwIBAgIUDGtZdVcamo6phasMwD8NMCMRdeMwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAwMDQ0MloYDzIxMjYxMDMwMDAwNDQyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATS2foPjaNQbg5RmQZF7kBken3Y/KZ8vAsp/V8YSB6WYZZemb38TU9rWhA/dhyd09ldZrwCmVatbxKJ3COVwP07o2kwZzAdBgNVHQ4EFgQU+YsY43Vdv1sMk/j7twalB3VktWUwHwYDVR0jBBgwFoAU+YsY43Vdv1sMk/j7twalB3VktWUwDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSQAwRgIhANA3/GHkGKhHjCQwD9mW7qTTIuvDHAbtJozfTheGiDdmAiEA72aJRl771qvoNM0mXpeRhBqp8oa1HKV6eIMg4SyasOc=";
