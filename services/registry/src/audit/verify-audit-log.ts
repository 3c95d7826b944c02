import type { AuditVerification } from "@datamantri/api";

import type { Db, Tx } from "../database/open-database.ts";
import { chainedHash, firstHash, toContent } from "./audit-chain.ts";

const pageSize = 1_000;

/** Recomputes every hash, against one snapshot of the log and its head. */
export async function verifyAuditLog(db: Db): Promise<AuditVerification> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const head = await tx.selectFrom("audit_head").selectAll().executeTakeFirstOrThrow();
      const end = await walk(tx);
      const isWhole = end.broken === null && end.sequence === head.sequence && end.hash.equals(head.hash);
      return {
        is_intact: isWhole,
        entry_count: end.sequence,
        first_broken_sequence: isWhole ? null : (end.broken ?? end.sequence + 1),
        head_hash: head.hash.toString("hex"),
      };
    });
}

/** How far the chain holds from its beginning. */
async function walk(tx: Tx): Promise<{ sequence: number; hash: Buffer; broken: number | null }> {
  let sequence = 0;
  let hash: Buffer = firstHash;
  for (;;) {
    const rows = await tx
      .selectFrom("audit_log")
      .selectAll()
      .where("sequence", ">", sequence)
      .orderBy("sequence")
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const expected = chainedHash(hash, toContent(row));
      if (row.sequence !== sequence + 1 || !expected.equals(row.hash)) return { sequence, hash, broken: sequence + 1 };
      sequence = row.sequence;
      hash = row.hash;
    }
    if (rows.length < pageSize) return { sequence, hash, broken: null };
  }
}
