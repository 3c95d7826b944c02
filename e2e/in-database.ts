import { Client } from "pg";

/** The rows of one statement, on a connection of its own. */
export async function inDatabase<T>(connectionString: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.end();
  }
}
