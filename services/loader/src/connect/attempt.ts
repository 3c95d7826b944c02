import pg from "pg";

/**
 * Does work that may fail in a way after which the caller goes on otherwise. The transaction is then as it was before.
 *
 * @returns the failure that was expected; null when the work is done.
 * @throws what else the work throws.
 */
export async function attempt(
  client: pg.PoolClient,
  work: () => Promise<unknown>,
  isExpected: (error: pg.DatabaseError) => boolean,
): Promise<pg.DatabaseError | null> {
  await client.query("savepoint attempt");
  try {
    await work();
    await client.query("release savepoint attempt");
    return null;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isExpected(error)) throw error;
    await client.query("rollback to savepoint attempt; release savepoint attempt");
    return error;
  }
}
