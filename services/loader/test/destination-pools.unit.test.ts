import { expect, test } from "vitest";

import type { PostgresConnection } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";
import { EgressGuard, openLog } from "@datamantri/runtime";
import { testCertificates } from "@datamantri/testkit";

import { DestinationPools } from "../src/connect/destination-pools.ts";

const { clientCertificate, clientKey } = testCertificates;
const server: PostgresConnection = { host: "db", port: 5_432, database: "d", user: "u" };

/** Validated before a pool is opened, and match each other. */
const own = { ssl_mode: "verify-ca", ssl_cert: clientCertificate, ssl_key: clientKey };
const certified: Readonly<Record<string, object>> = { ssl_cert: own, ssl_key: { ...own, ssl_key: `${clientKey}\n` } };

test("servers that differ in any field of their access never share a pool", async () => {
  const limits = { connections: 1, pools: 100, idleMs: 60_000, silentMs: 30_000 };
  await using pools = new DestinationPools(
    new EgressGuard({ allowsInside: true }),
    openLog("loader", "silent"),
    limits,
  );
  const poolOf = (more: object, password = "p") => pools.use({ ...server, ...more }, password, async (pool) => pool);
  const first = await poolOf({});
  expect(await poolOf({ table: "t", ssl_mode: undefined })).toBe(first);
  const others = [await poolOf({}, "other")];
  for (const name of accessNames("postgres")) others.push(await poolOf(certified[name] ?? { [name]: "require" }));
  expect(new Set([first, ...others]).size).toBe(1 + others.length);
});
