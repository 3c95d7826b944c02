/**
 * Limits password attempts with leaky buckets in the metadata database, shared by all gateways. One bucket per account
 * and address, so that a stranger elsewhere cannot lock out a user, and one per address.
 */
import { createHash } from "node:crypto";
import { sql } from "kysely";

import { subscriberOf } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";

interface Bucket {
  readonly key: string;
  /** Attempts allowed at once. */
  readonly capacity: number;
  /** Seconds until one more attempt is allowed. */
  readonly refillSeconds: number;
}

const perAccount = { capacity: 10, refillSeconds: 30 };
/** Many people may share an address. */
const perAddress = { capacity: 100, refillSeconds: 6 };
/** After this time every bucket is empty, so its row can be deleted. */
const maxRefillSeconds = 600;

/** The buckets that an attempt fills. The account's address is stored as a hash: it may be a mistyped password. */
export async function loginBuckets(db: Db, email: string, address: string | null): Promise<readonly Bucket[]> {
  const network = subscriberOf(address ?? "unknown");
  // The database folds the case, as it does to find the user. It may fold İ to i where JavaScript does not, and each
  // spelling would have its own attempts.
  const { rows } = await sql<{ folded: string }>`select lower(${email}) as folded`.execute(db);
  const account = createHash("sha256").update(`${network}\n${rows[0]!.folded}`).digest("base64url");
  return [
    { key: `address:${network}`, ...perAddress },
    { key: `account:${account}`, ...perAccount },
  ];
}

/**
 * Counts an attempt before it is made, so that concurrent attempts all count. A refused attempt does not count, so that
 * continued attempts do not extend the wait for ever.
 *
 * @returns 0, or the seconds to wait.
 */
export async function takeLoginAttempt(db: Db, buckets: readonly Bucket[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await forgetOldAttempts(tx);
    for (const bucket of buckets) {
      const waitSeconds = await fill(tx, bucket);
      if (waitSeconds > 0) return waitSeconds;
    }
    return 0;
  });
}

/** Returns the attempt of a correct password. */
export async function returnLoginAttempt(tx: Tx, buckets: readonly Bucket[]): Promise<void> {
  for (const { key } of buckets) {
    if (key.startsWith("account:")) await tx.deleteFrom("login_attempts").where("key", "=", key).execute();
    else await sql`update login_attempts set level = greatest(0, level - 1) where key = ${key}`.execute(tx);
  }
}

async function fill(tx: Tx, { key, capacity, refillSeconds }: Bucket): Promise<number> {
  const level = sql`greatest(0, a.level - extract(epoch from clock_timestamp() - a.at) / ${refillSeconds})`;
  const filled = await sql`
    insert into login_attempts as a (key, level, at) values (${key}, 1, clock_timestamp())
    on conflict (key) do update set level = ${level} + 1, at = clock_timestamp() where ${level} + 1 <= ${capacity}
    returning 1
  `.execute(tx);
  if (filled.rows.length > 0) return 0;
  const { rows } = await sql<{ over: number }>`
    select (${level} + 1 - ${capacity})::float8 as over from login_attempts as a where key = ${key}
  `.execute(tx);
  return Math.max(1, Math.ceil((rows[0]?.over ?? 1) * refillSeconds));
}

async function forgetOldAttempts(tx: Tx): Promise<void> {
  await sql`
    delete from login_attempts where key in (
      select key from login_attempts where at < now() - make_interval(secs => ${maxRefillSeconds})
      limit 100 for update skip locked
    )
  `.execute(tx);
}
