import { describe, expect, test } from "vitest";

import type { PostgresConnection } from "@datamantri/api";
import { EgressGuard, HostList } from "@datamantri/runtime";

import { defaultSslMode, toClientConfig, toSsl } from "../src/connect/client-config.ts";

const server = (more: Partial<PostgresConnection>): PostgresConnection => ({
  host: "db.example.com",
  port: 5_432,
  database: "w",
  user: "u",
  ...more,
});

describe("a connection that does not set TLS", () => {
  test.each(["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST", "/var/run/postgresql"])(
    "uses none on this machine: %s",
    (host) => expect(toSsl(server({ host }))).toBe(false),
  );

  test.each([
    "db.example.com",
    "10.0.0.1",
    "postgres",
    "localhost.example.com",
    "127.0.0.1.example.com",
    "::ffff:10.0.0.1",
  ])("verifies the certificate and the name elsewhere: %s", (host) =>
    expect(toSsl(server({ host }))).toEqual({ rejectUnauthorized: true }),
  );

  test("uses none where the operator allows it", () => {
    const plain = new HostList("postgres, 10.1.0.0/16, *.internal.example.com");
    const modes = ["postgres", "10.1.2.3", "a.internal.example.com"].map((host) => defaultSslMode(host, plain));
    expect(modes).toEqual(["disable", "disable", "disable"]);
    const others = ["postgres.example.com", "10.2.0.1", "internal.example.com"];
    for (const host of others) expect(defaultSslMode(host, plain)).toBe("verify-full");
  });
});

describe("a connection", () => {
  test("uses its TLS setting, on this machine too", () => {
    const ssl = (ssl_mode: PostgresConnection["ssl_mode"], ssl_root_cert?: string) =>
      toSsl(server({ host: "127.0.0.1", ssl_mode, ssl_root_cert }));
    expect(ssl("disable")).toBe(false);
    expect(ssl("require")).toEqual({ rejectUnauthorized: false });
    expect(ssl("verify-full", "pem")).toEqual({ rejectUnauthorized: true, ca: "pem" });
    expect(ssl("verify-ca", "pem")).toEqual({
      rejectUnauthorized: true,
      ca: "pem",
      checkServerIdentity: expect.any(Function) as unknown,
    });
  });

  test("proves its password by SCRAM by default", () => {
    const guard = new EgressGuard({ allowsInside: true });
    expect(toClientConfig(server({}), "secret", guard).require_auth).toBe("scram-sha-256");
    expect(toClientConfig(server({ require_auth: "md5" }), "secret", guard).require_auth).toBe("md5");
  });
});
