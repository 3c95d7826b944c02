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
 * Runs at start. If the newest entry was signed by another key than the first of SECRETS_KEY, verifies the whole chain
 * and vouches for it under the new key. The old key may then be removed. A broken chain is not vouched for.
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
    const before = await newestKey(tx);
    if (before === undefined || before === keys[0].id) return;
    const { sequence, digest, broken, unverified } = await walkAuditChain(tx, keys);
    const facts = { entry_count: sequence, first_broken_sequence: broken, unverified };
    if (broken !== null || unverified !== null) {
      log.error(facts, "did not vouch for the audit log under the new key, because it does not hold");
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

async function newestKey(tx: Tx): Promise<string | undefined> {
  const newest = await tx
    .selectFrom("audit_log")
    .select("key_id")
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return newest?.key_id;
}
