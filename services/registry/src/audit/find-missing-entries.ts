import type { AuditAnchor } from "@datamantri/contracts";
import type { AuditGap } from "@datamantri/api";

import type { Db } from "../database/open-database.ts";

/** Result of comparing the log with its anchor: the anchored entry exists, or which entries are missing. */
export type AnchorFinding =
  | { readonly holds: true; readonly missing: null }
  /** `missing`: null when every entry exists but the hash differs. */
  | { readonly holds: false; readonly missing: AuditGap | null };

/**
 * Compares the anchor with the log's entry of that number. Entries added after a deletion reuse the numbers of the
 * deleted ones. They are recognised by their time, which only a holder of the chain's key can set.
 */
export async function findMissingEntries(db: Db, anchor: AuditAnchor): Promise<AnchorFinding> {
  const { sequence, hash, entry_at } = anchor;
  if (sequence === 0 || entry_at === null) return { holds: true, missing: null };
  const entry = await db.selectFrom("audit_log").select("hash").where("sequence", "=", sequence).executeTakeFirst();
  if (entry?.hash.toString("hex") === hash) return { holds: true, missing: null };
  const last = await db
    .selectFrom("audit_log")
    .select(["sequence", "at"])
    .where("sequence", "<=", sequence)
    .where("at", "<=", new Date(entry_at))
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last?.sequence === sequence) return { holds: false, missing: null };
  const gap = {
    from_sequence: (last?.sequence ?? 0) + 1,
    to_sequence: sequence,
    after: last?.at.toISOString() ?? null,
    until: entry_at,
  };
  return { holds: false, missing: gap };
}
