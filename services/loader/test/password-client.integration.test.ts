/** What a server that requests the password itself receives of it. */
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import pg from "pg";
import { describe, expect, inject, onTestFinished, test } from "vitest";

import { EgressGuard } from "@datamantri/runtime";
import { createDatabase } from "@datamantri/testkit";

import { withClient } from "../src/connect/access-client.ts";
import { toSinkError } from "../src/connect/postgres-errors.ts";
import { toConfig } from "./test-run.ts";

const password = "canary-password";
const guard = new EgressGuard({ allowsInside: true });

/**
 * Requests every client's password by this method, and stores its messages.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html (AuthenticationCleartextPassword, -MD5Password)
 */
async function listen(request: readonly number[]): Promise<{ port: number; heard: () => string }> {
  const heard: Buffer[] = [];
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => heard.push(data));
    socket.once("data", () => socket.write(Buffer.from([0x52, 0, 0, 0, 4 + request.length, ...request])));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, heard: () => Buffer.concat(heard).toString("latin1") };
}

const clearText = [0, 0, 0, 3];
const md5 = [0, 0, 0, 5, 1, 2, 3, 4];

const connect = (port: number, require_auth?: "md5" | "password") =>
  withClient(
    {
      config: { host: "127.0.0.1", port, database: "w", user: "u", ...(require_auth && { require_auth }) },
      password,
      timeout_ms: 1_000,
      guard,
    },
    async () => undefined,
  ).catch((error: unknown) => toSinkError(error, "there"));

describe("a server that requests the password", () => {
  test.each([
    ["in clear text", clearText, undefined, "in clear text"],
    ["in clear text, where MD5 is allowed", clearText, "md5", "in clear text"],
    ["as MD5", md5, undefined, "as an MD5 hash"],
  ] as const)("%s gets nothing, and the reason is reported", async (_, request, allowed, words) => {
    const { port, heard } = await listen(request);
    expect(await connect(port, allowed)).toMatchObject({
      code: "sink_credentials_invalid",
      message: expect.stringContaining(words) as string,
    });
    // Only the first message of a client: its user and database.
    expect(heard()).toContain("user\0u\0");
    expect(heard()).not.toMatch(/canary|md5/);
  });

  test.each([
    ["in clear text", clearText, "password", "canary-password"],
    ["as MD5", md5, "md5", "md5"],
    ["as MD5, where clear text is allowed", md5, "password", "md5"],
  ] as const)("%s gets it where the connection allows it", async (_, request, allowed, expected) => {
    const { port, heard } = await listen(request);
    await connect(port, allowed);
    expect(heard()).toContain(expected);
  });
});

test("PostgreSQL itself accepts SCRAM", async () => {
  await using database = await createDatabase(inject("postgres").url);
  const { config, password: own } = toConfig(database.url);
  const user = await withClient({ config, password: own, timeout_ms: 5_000, guard }, async (client) => {
    const { rows } = await client.query<{ current_user: string }>("select current_user");
    return rows[0]!.current_user;
  });
  expect(user).toBe(config.user);
  expect(pg.Client.prototype).toHaveProperty("_handleAuthCleartextPassword");
  expect(pg.Client.prototype).toHaveProperty("_handleAuthMD5Password");
});
