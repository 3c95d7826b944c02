/** Manipulations of the audit log by the owner of the metadata database. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql } from "kysely";

import { firstHash, toContent } from "../src/audit/audit-chain.ts";
import type { Db } from "../src/database/open-database.ts";

export async function tamper(db: Db, statement: string): Promise<void> {
  await sql`
    alter table audit_log disable trigger audit_log_append_only;
    ${sql.raw(statement)};
    alter table audit_log enable trigger audit_log_append_only
  `.execute(db);
}

/** Deletes all entries after one, and resets the head to it. */
export async function cutOff(db: Db, after: number): Promise<void> {
  const last = `select hash from audit_log where sequence = ${after}`;
  await tamper(
    db,
    `delete from audit_log where sequence > ${after};
     update audit_head set sequence = ${after}, hash = coalesce((${last}), '\\x${firstHash.toString("hex")}')`,
  );
}

/** Recomputes all hashes without the key: SHA-256 of the same text. */
export async function rewriteChain(db: Db): Promise<void> {
  let hash: Buffer = firstHash;
  for (const row of await db.selectFrom("audit_log").selectAll().orderBy("sequence").execute()) {
    const text = `${hash.toString("hex")}\n${canonicalize(toContent(row))}`;
    hash = createHash("sha256").update(text).digest();
    await tamper(db, `update audit_log set hash = '\\x${hash.toString("hex")}' where sequence = ${row.sequence}`);
  }
  await db.updateTable("audit_head").set({ hash }).execute();
}
