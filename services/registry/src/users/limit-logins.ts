/**
 * How often a password may be tried: buckets that leak, kept in the metadata database so that all gateways share them.
 * One bucket per account and address, so that a stranger elsewhere cannot lock anybody out, and one per address.
 */
import { createHash } from "node:crypto";
import { sql } from "kysely";

import { subscriberOf } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";

interface Bucket {
  readonly key: string;
  /** Attempts at once. */
  readonly capacity: number;
  /** Seconds until one more is allowed. */
  readonly refillSeconds: number;
}

const perAccount = { capacity: 10, refillSeconds: 30 };
/** Many people may share an address. */
const perAddress = { capacity: 100, refillSeconds: 6 };
/** After this any bucket is empty again: its row can go. */
const maxRefillSeconds = 600;

/** The buckets that an attempt fills. The address of an account is kept as a hash: it may be a mistyped password. */
export async function loginBuckets(db: Db, email: string, address: string | null): Promise<readonly Bucket[]> {
  const network = subscriberOf(address ?? "unknown");
  // By the database, as it looks for the user: where it takes İ for i, and we do not, each spelling had attempts of its own.
  const { rows } = await sql<{ folded: string }>`select lower(${email}) as folded`.execute(db);
  const account = createHash("sha256").update(`${network}\n${rows[0]!.folded}`).digest("base64url");
  return [
    { key: `address:${network}`, ...perAddress },
    { key: `account:${account}`, ...perAccount },
  ];
}

/**
 * Counts an attempt before it is made: many at the same time count as many. A refused one does not count, so that
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

/** The password was right: what it cost is given back. */
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
