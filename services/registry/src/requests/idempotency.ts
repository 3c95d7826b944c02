/** Idempotency-Keys: a repeated request with the same key is not executed again. */
import { PipelineError } from "@datamantri/runtime";

import type { Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";

/**
 * Returns the id of the object that an earlier request with this key created. For a new request, records it and returns
 * undefined. Of two concurrent requests the second waits for the first one's transaction.
 *
 * Failure: the request is recorded in the transaction that creates the object. A refused request leaves no record, so
 * its key can be used again with a corrected body.
 *
 * @param id of the object to create, derived from the Idempotency-Key; undefined for a request without a key.
 * @param body the whole request, secrets included, its fields always in the same order. Only a MAC of it is stored.
 * @throws PipelineError `conflict` when the key was used with another body.
 */
export async function findEarlierResult(
  tx: Tx,
  sealer: Sealer,
  id: string | undefined,
  body: object,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const fingerprint = sealer.mac("requests", JSON.stringify(body));
  const recorded = await tx
    .insertInto("requests")
    .values({ id, fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (recorded) return undefined;
  const before = await tx.selectFrom("requests").select("fingerprint").where("id", "=", id).executeTakeFirstOrThrow();
  if (before.fingerprint.equals(fingerprint)) return id;
  throw new PipelineError("conflict", "this Idempotency-Key was sent with another body; use another key");
}

/** The error for a repeated request whose object was deleted: it is not created again. */
export function earlierResultDeleted(what: string): PipelineError {
  return new PipelineError("conflict", `${what} after this Idempotency-Key created it; use another key`);
}
