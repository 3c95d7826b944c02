import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type pg from "pg";

import { whileSessionWaits } from "@datamantri/runtime";

import { quoteIdentifier } from "../columns/identifiers.ts";

/**
 * Signature, no flags, no header extension.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
const header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);

/** A field count of -1 ends the data. */
const trailer = Buffer.from([0xff, 0xff]);

/**
 * COPYs the bytes unchanged.
 *
 * Failure: everything or nothing, in the caller's transaction.
 *
 * @param columns as planned, in the planned order; the table may have more.
 * @param pieces of tuples; the next one is read when PostgreSQL took the previous ones.
 */
export async function sendTuples(
  client: pg.PoolClient,
  table: string,
  columns: readonly string[],
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const list = columns.map(quoteIdentifier).join(", ");
  const stream = client.query(copyFrom(`copy ${table} (${list}) from stdin (format binary)`));
  const done = finished(stream);
  // The caller gets the error from `done`; waiting for a drain that never comes must not hide it.
  let hasFailed = false;
  done.catch(() => (hasFailed = true));
  const write = async (bytes: Uint8Array): Promise<void> => {
    // The stream has no connection any more, and would throw an error of its own.
    if (hasFailed) await done;
    if (!stream.write(bytes)) await Promise.race([once(stream, "drain").catch(() => undefined), done]);
  };
  await write(header);
  for await (const bytes of whileWaiting(client, pieces)) await write(bytes);
  await write(trailer);
  stream.end();
  await done;
}

/** PostgreSQL waits for the pieces, which NATS may have for minutes: its session is no lost one. */
async function* whileWaiting(
  client: pg.PoolClient,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!(Symbol.asyncIterator in pieces)) {
    yield* pieces;
    return;
  }
  const iterator = pieces[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await whileSessionWaits(client, async () => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
