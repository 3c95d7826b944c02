import { createDatabase, type TestDatabase } from "@datamantri/testkit";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";

/**
 * An empty database for all tests of a file.
 * @param sql runs first.
 * @returns its client, in tests and their hooks alone.
 */
export function useDatabase(sql: string): () => Client {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createDatabase(inject("postgres").url);
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql);
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });
  return () => client;
}
