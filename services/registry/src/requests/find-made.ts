/** Requests that were carried out once, and are not again. */
import { PipelineError } from "@datamantri/runtime";

import type { Tx } from "../outbox/outbox.ts";
import type { Sealer } from "../secrets/seal.ts";

/**
 * The id of what this request made before; undefined when it did not. Two at the same time: the second one waits for the
 * end of the first one's transaction.
 *
 * Failure: the request is entered by the transaction that makes the thing. One that was refused may come again, corrected.
 *
 * @param id of what it makes, derived from its Idempotency-Key; undefined for one without, which is never a repeat.
 * @param body all that is asked for, secrets included, its fields always in the same order. Only a MAC of it is kept.
 * @throws PipelineError `conflict` when something else was asked for with the same key.
 */
export async function findMade(
  tx: Tx,
  sealer: Sealer,
  id: string | undefined,
  body: object,
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const fingerprint = sealer.mac("requests", JSON.stringify(body));
  const entered = await tx
    .insertInto("requests")
    .values({ id, fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (entered) return undefined;
  const before = await tx.selectFrom("requests").select("fingerprint").where("id", "=", id).executeTakeFirstOrThrow();
  if (before.fingerprint.equals(fingerprint)) return id;
  throw new PipelineError("conflict", "this Idempotency-Key was sent with another body; use another key");
}

/** What a repeated request made is there no more, and is not made again. */
export function goneSince(what: string): PipelineError {
  return new PipelineError("conflict", `${what} since this Idempotency-Key made it; use another key`);
}
