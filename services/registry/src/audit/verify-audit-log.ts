import type { AuditAnchor } from "@datamantri/contracts";
import type { AuditVerification } from "@datamantri/api";

import type { Db } from "../database/open-database.ts";
import type { ChainKey } from "./audit-chain.ts";
import { findMissingEntries } from "./find-missing-entries.ts";
import { walkAuditChain } from "./walk-audit-chain.ts";

/**
 * Recomputes every hash on one snapshot of the log and its head, and compares it with the anchor.
 *
 * @param anchor read before the snapshot, so that the log can only be ahead of it. Undefined when there is none.
 */
export async function verifyAuditLog(
  db: Db,
  keys: readonly ChainKey[],
  anchor: AuditAnchor | undefined,
): Promise<AuditVerification> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const head = await tx.selectFrom("audit_head").selectAll().executeTakeFirstOrThrow();
      const { sequence, hash, broken, unverified } = await walkAuditChain(tx, keys);
      const isWhole = broken === null && sequence === head.sequence && hash.equals(head.hash);
      const found = anchor && (await findMissingEntries(tx, anchor));
      const holds = found?.holds ?? true;
      return {
        is_intact: isWhole && unverified === null && holds,
        entry_count: sequence,
        first_broken_sequence: isWhole ? (found?.missing?.from_sequence ?? null) : (broken ?? sequence + 1),
        head_hash: head.hash.toString("hex"),
        missing: found?.missing ?? null,
        unverified,
        anchor: anchor ? toView(anchor, holds) : null,
      };
    });
}

function toView({ sequence, hash, at, since_sequence, since }: AuditAnchor, holds: boolean) {
  return { sequence, hash, at, since_sequence, since, holds };
}
