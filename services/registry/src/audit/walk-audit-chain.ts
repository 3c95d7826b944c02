import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Selectable } from "kysely";

import type { AuditLogTable } from "../database/identity-tables.ts";
import type { Tx } from "../database/open-database.ts";
import { chainedHash, firstHash, toContent, type ChainKey } from "./audit-chain.ts";

const pageSize = 1_000;

/**
 * Action of an entry that vouches for all earlier ones: it contains their digest, signed by a new key. They can then be
 * verified after the keys that signed them were removed.
 */
export const keyChanged = "audit.key_changed";

/** Verified part of the chain, from its beginning. */
export interface ChainEnd {
  /** Number of the last valid entry. */
  sequence: number;
  hash: Buffer;
  /** Digest over all entries up to `sequence`, with their hashes. */
  digest: Buffer;
  /** The first invalid entry; null when all are valid. */
  broken: number | null;
  /** Entries whose key was removed and for which no later entry vouches. */
  unverified: { readonly from_sequence: number; readonly to_sequence: number } | null;
}

export async function walkAuditChain(tx: Tx, keys: readonly ChainKey[]): Promise<ChainEnd> {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const end: ChainEnd = { sequence: 0, hash: firstHash, digest: firstHash, broken: null, unverified: null };
  for (;;) {
    const rows = await tx
      .selectFrom("audit_log")
      .selectAll()
      .where("sequence", ">", end.sequence)
      .orderBy("sequence")
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      end.broken = step(end, row, byId.get(row.key_id));
      if (end.broken !== null) return end;
    }
    if (rows.length < pageSize) return end;
  }
}

/** Verifies the next entry. @returns the number of the invalid entry, null if there is none. */
function step(end: ChainEnd, row: Selectable<AuditLogTable>, key: ChainKey | undefined): number | null {
  const sequence = end.sequence + 1;
  if (row.sequence !== sequence) return sequence;
  const content = toContent(row);
  if (key === undefined) {
    end.unverified = { from_sequence: end.unverified?.from_sequence ?? sequence, to_sequence: sequence };
  } else {
    if (!chainedHash(key, end.hash, content).equals(row.hash)) return sequence;
    if (end.unverified !== null && row.action === keyChanged && row.actor_kind === "service") {
      // One of these entries was changed; only the removed key could tell which.
      if (row.facts["digest"] !== end.digest.toString("hex")) return end.unverified.from_sequence;
      end.unverified = null;
    }
  }
  const told = `${end.digest.toString("hex")}\n${row.hash.toString("hex")}\n${canonicalize(content)}`;
  end.digest = createHash("sha256").update(told).digest();
  end.sequence = sequence;
  end.hash = row.hash;
  return null;
}
