import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { describe, expect, inject, test } from "vitest";
import { createDatabase, startNats, startPostgres } from "../src/index.ts";

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the run's PostgreSQL", () => {
  test("gives every test a database of its own and drops it", async () => {
    const admin = inject("postgres").url;
    let name: string;
    {
      await using database = await createDatabase(admin);
      name = database.name;
      await query(database.url, "CREATE TABLE kept (id int)");
    }
    expect(await query(admin, `SELECT 1 FROM pg_database WHERE datname = '${name}'`)).toEqual([]);
  });

  test("sorts by code point and speaks UTF-8", async () => {
    const [row] = await query(
      inject("postgres").url,
      "SELECT string_agg(v, '' ORDER BY v) AS sorted, current_setting('server_encoding') AS encoding FROM unnest(ARRAY['b','B','ä','a']) v",
    );
    expect(row).toEqual({ sorted: "Babä", encoding: "UTF8" });
  });
});

test("a PostgreSQL killed with SIGKILL comes back on its port with its data", async () => {
  await using postgres = await startPostgres({ settings: ["synchronous_commit=on"] });
  await query(postgres.url, "CREATE TABLE kept AS SELECT 1 AS id");
  await postgres.kill("SIGKILL");
  await expect(query(postgres.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED|terminat/);
  await postgres.restart();
  expect(await query(postgres.url, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
});

describe("nats-server", () => {
  test("comes up with JetStream, survives a crash and can lose everything", async () => {
    await using nats = await startNats({ server: inject("natsServer") });
    const first = nats.pid;
    await nats.kill("SIGKILL");
    await nats.restart();
    expect(new URL(nats.url).port).toBe(String(nats.port));
    expect(nats.pid ?? "in a container").not.toBe(first);
    await nats.wipe();
  });

  test("keeps what is in a store folder that was given", async () => {
    const storeDir = await mkdtemp(join(tmpdir(), "datamantri-test-store-"));
    try {
      await using nats = await startNats({ server: inject("natsServer"), storeDir });
      expect(nats.url).toMatch(/^nats:\/\/datamantri:/);
    } finally {
      await rm(storeDir, { recursive: true });
    }
  });
});
