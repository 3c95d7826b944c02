/** Browsing a destination: its contents, and that nothing is changed. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { EgressGuard, HostList } from "@datamantri/runtime";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { answerRequests } from "../src/answer-requests.ts";
import type { Destinations } from "../src/connect/destinations.ts";
import { openDestinationResolver } from "../src/connect/resolve-destination.ts";
import { toConfig } from "./test-run.ts";

let database: TestDatabase;
let directory: string;
let server: ReturnType<typeof toConfig>["config"];
let answers: ReturnType<typeof answerRequests>;

beforeAll(async () => {
  database = await createDatabase(inject("postgres").url);
  directory = await mkdtemp(join(tmpdir(), "secrets-"));
  const { config, password } = toConfig(database.url);
  server = config;
  await writeFile(join(directory, "warehouse"), `${password}\n`);
  // Answers like the registry.
  const store = {
    connection: async () => ({ config, password: "file:warehouse" }),
    password: async () => "file:warehouse",
  };
  const resolve = openDestinationResolver(store, { directory, environment: {} }, new HostList(""));
  // No request here is about a run.
  answers = answerRequests(undefined as unknown as Destinations, resolve, new EgressGuard({ allowsInside: true }));
  await query(`
    create schema shop;
    create table shop."Orders" (id bigint not null, note text, tags text[]);
    insert into shop."Orders" select n, repeat('x', 2000), array['a', 'b'] from generate_series(1, 50) as n;
    insert into shop."Orders" (id) values (0);
    create sequence shop.seen;
    create view shop.counting as select nextval('shop.seen') as n;
  `);
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await database[Symbol.asyncDispose]();
});

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("of a pipeline's server uses its stored password, if none is given", async () => {
  const { host, port, database: name, user } = server;
  const access = { config: { host, port, database: name, user }, timeout_ms: 10_000, schema: "shop" };
  const pipeline_id = crypto.randomUUID();
  const { tables } = await answers.browse_destination({ ...access, password: null, pipeline_id });
  expect(tables).toContainEqual({ name: "Orders", type: "TABLE" });
  const wrong = answers.browse_destination({ ...access, password: "another", pipeline_id });
  await expect(wrong).rejects.toMatchObject({ code: "sink_credentials_invalid" });
});

const browse = (schema?: string, table?: string) =>
  answers.browse_destination({
    config: { connection_id: "one" },
    password: null,
    timeout_ms: 10_000,
    schema,
    table,
  });

describe("browsing a destination by its stored connection", () => {
  test("lists schemas, tables, columns and a few rows whose values are cut", async () => {
    const schemas = await browse();
    expect(schemas.schemas).toEqual(["public", "shop"]);
    expect(schemas).toMatchObject({ tables: null, table: null, is_complete: true });
    expect((await browse("shop")).tables).toEqual([
      { name: "Orders", type: "TABLE" },
      { name: "counting", type: "VIEW" },
    ]);
    const { table } = await browse("shop", "Orders");
    expect(table?.columns).toEqual([
      { name: "id", type: "bigint", is_nullable: false },
      { name: "note", type: "text", is_nullable: true },
      { name: "tags", type: "text[]", is_nullable: true },
    ]);
    expect(table?.rows).toHaveLength(20);
    expect(table?.rows[0]).toEqual(["1", `${"x".repeat(1_000)}…`, "{a,b}"]);
  });

  test("limits the size of all values together", async () => {
    const names = Array.from({ length: 500 }, (_, n) => `c${n}`);
    await query(`
      create table shop.wide (${names.map((name) => `${name} text`).join(", ")});
      insert into shop.wide select ${names.map(() => "repeat('y', 500)").join(", ")} from generate_series(1, 20);
    `);
    const { table } = await browse("shop", "wide");
    expect(table?.rows[19]?.[499]).toBe(`${"y".repeat(15)}…`);
    await query("drop table shop.wide");
  });

  test("reports what does not exist", async () => {
    await expect(browse("nothing")).rejects.toMatchObject({ code: "not_found" });
    await expect(browse("shop", "nothing")).rejects.toMatchObject({ code: "not_found" });
    await expect(browse("shop", 'x"; drop table shop."Orders"; --')).rejects.toMatchObject({ code: "not_found" });
  });

  test("changes nothing, even for a view that writes", async () => {
    await expect(browse("shop", "counting")).rejects.toMatchObject({ code: "sink_read_only" });
    expect(await query("select is_called from shop.seen")).toEqual([{ is_called: false }]);
  });

  test("requires the secret that the connection refers to", async () => {
    const { config } = toConfig(database.url);
    const asked = { config: { ...config, schema: "public" }, timeout_ms: 10_000 };
    const checks = await answers.check_destination({ ...asked, password: "file:warehouse" });
    expect(checks.every(({ ok }) => ok)).toBe(true);
    await expect(answers.check_destination({ ...asked, password: "file:other" })).rejects.toMatchObject({
      code: "secret_reference_invalid",
    });
  });
});
