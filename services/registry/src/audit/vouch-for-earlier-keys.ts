import { sql } from "kysely";

import type { Caller } from "@datamantri/contracts";
import type { Logger } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import type { ChainKey } from "./audit-chain.ts";
import type { AuditLog } from "./audit-log.ts";
import { keyChanged, walkAuditChain } from "./walk-audit-chain.ts";

const registry: Caller = {
  actor: { kind: "service", id: null, name: "registry" },
  address: null,
  request_id: null,
};

/**
 * At start: when an entry for which nobody has vouched is under another key than the first one of SECRETS_KEY, verifies the whole
 * chain and vouches for it under the new key, so that the old one may be removed. A chain that does not hold is not vouched for.
 *
 * Failure: one transaction, which locks the chain. Of two registries that start together, one writes the entry.
 */
export async function vouchForEarlierKeys(
  db: Db,
  audit: AuditLog,
  keys: readonly [ChainKey, ...ChainKey[]],
  log: Logger,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.selectFrom("audit_head").select("sequence").forUpdate().execute();
    const before = await newestOtherKey(tx, keys[0].id);
    if (before === undefined) return;
    const { sequence, digest, broken, unverified } = await walkAuditChain(tx, keys);
    const facts = { entry_count: sequence, first_broken_sequence: broken, unverified };
    if (broken !== null || unverified !== null) {
      log.error(
        facts,
        "did not vouch for the audit log under the new key, because it cannot be verified: add the key before to SECRETS_KEY and restart",
      );
      return;
    }
    await audit.add(tx, registry, {
      action: keyChanged,
      outcome: "succeeded",
      object: null,
      facts: { digest: digest.toString("hex"), entry_count: sequence, key_before: before, key: keys[0].id },
    });
    log.info(facts, "vouched for the audit log under the new key");
  });
}

/** Entries without a voucher: another registry may still write with the previous key. */
async function newestOtherKey(tx: Tx, own: string): Promise<string | undefined> {
  const vouched = tx
    .selectFrom("audit_log")
    .select(({ fn }) => fn.coalesce(fn.max("sequence"), sql<number>`0`).as("sequence"))
    .where("action", "=", keyChanged)
    .where("key_id", "=", own);
  const newest = await tx
    .selectFrom("audit_log")
    .select("key_id")
    .where("key_id", "<>", own)
    .where("sequence", ">", vouched)
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest?.key_id;
}
