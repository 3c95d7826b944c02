/** The product's own database cannot be a destination, however it is reached. */
import { join } from "node:path";
import { expect, inject, test as base } from "vitest";

import { migrate, readMigrations } from "@datamantri/migrations";
import { EgressGuard } from "@datamantri/runtime";

import { DestinationPools } from "../src/connect/destination-pools.ts";
import { browseDestination } from "../src/inspect/browse-destination.ts";
import { checkDestination } from "../src/inspect/check-destination.ts";
import { TestDestination } from "./test-destination.ts";
import { log, toConfig } from "./test-run.ts";

const guard = new EgressGuard({ allowsInside: true });
const refusal = { code: "sink_credentials_invalid", message: expect.stringContaining("metadata database") as string };

/** Migrated as a registry does it. */
// oxlint-disable-next-line no-empty-pattern
const test = base.extend("metadata", { scope: "file" }, async ({}, { onCleanup }) => {
  const db = await TestDestination.open(inject("postgres").url);
  onCleanup(() => db[Symbol.asyncDispose]());
  const client = await db.connect();
  const migrations = readMigrations(join(import.meta.dirname, "../../registry/migrations"));
  await migrate((text, values) => client.query(text, values && [...values]), migrations, {
    schema: "public",
    newer: "refuse",
  });
  client.release();
  return db;
});

test("for a run", async ({ metadata }) => {
  await using pools = new DestinationPools(guard, log, { connections: 2, pools: 2, idleMs: 60_000, silentMs: 30_000 });
  const { config, password } = toConfig(metadata.url);
  const work = pools.use(config, password, ({ pool }) => pool.query("create schema datamantri"));
  await expect(work).rejects.toMatchObject(refusal);
  expect(await metadata.value("select to_regnamespace('datamantri') is null")).toBe(true);
});

test("for a check of a connection", async ({ metadata }) => {
  const { config, password } = toConfig(metadata.url);
  const checks = await checkDestination({
    config: { ...config, schema: "public" },
    password,
    timeout_ms: 5_000,
    guard,
  });
  expect(checks.at(-1)).toMatchObject({ check: "login", ok: false, ...refusal });
});

test("for browsing", async ({ metadata }) => {
  const { config, password } = toConfig(metadata.url);
  const asked = { schema: "public", table: "users" };
  await expect(browseDestination({ config, password, timeout_ms: 5_000, guard }, asked)).rejects.toMatchObject(refusal);
});
