import pg from "pg";

import { leaveOutUndone, readCounters } from "./count-changes.ts";

let savepoints = 0;

/**
 * Does work that may fail in a way after which the caller goes on otherwise. The transaction is then as it was before, and
 * the rows that the work changed are not counted. The work may attempt something itself.
 *
 * @returns the failure that was expected; null when the work is done.
 * @throws what else the work throws.
 */
export async function attempt(
  client: pg.PoolClient,
  work: () => Promise<unknown>,
  isExpected: (error: pg.DatabaseError) => boolean,
): Promise<pg.DatabaseError | null> {
  // Of two savepoints with one name, a rollback goes to the later.
  const name = `attempt_${++savepoints}`;
  const before = await readCounters(client);
  await client.query(`savepoint ${name}`);
  try {
    await work();
    await client.query(`release savepoint ${name}`);
    return null;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isExpected(error)) throw error;
    await client.query(`rollback to savepoint ${name}; release savepoint ${name}`);
    await leaveOutUndone(client, before);
    return error;
  }
}
