/** S7: a connection to the metadata database that swallows bytes. */
import { expect } from "vitest";
import pg from "pg";

import { startTcpProxy, waitFor } from "@datamantri/testkit";

import { endSilent } from "../src/database/end-silent.ts";
import { databaseTest as test } from "./fixtures.ts";

test("S7: ends after a while, and its query fails; one that is idle stays", async ({ database }) => {
  const { hostname, port } = new URL(database.url);
  await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  const pool = new pg.Pool({ connectionString: proxy.through(database.url), max: 1 });
  pool.on("error", () => undefined);
  let silentMs = Number.POSITIVE_INFINITY;
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    endSilent(client, () => silentMs);
  });
  await pool.query("select 1");
  silentMs = 1;
  // Looked at every five seconds.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(proxy.connectionCount).toBe(1);
  await pool.query("select 1");
  expect(proxy.connectionCount).toBe(1);
  proxy.mode = { kind: "blackhole" };
  const asked = pool.query("select 2");
  await expect(asked).rejects.toThrow("the connection is silent");
  proxy.mode = { kind: "pass" };
  await waitFor(async () => (await pool.query("select 3")).rowCount === 1, { what: "a new connection" });
  expect(proxy.connectionCount).toBe(2);
  await pool.end();
});
