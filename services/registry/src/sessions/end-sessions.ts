import type { Tx } from "../database/open-database.ts";

/** Ends sessions of a user: one, all, or all but one. @returns the number of sessions ended */
export async function endSessions(
  tx: Tx,
  which: { readonly user_id: string; readonly id?: string; readonly except?: string },
): Promise<number> {
  let query = tx
    .updateTable("sessions")
    .set({ ended_at: new Date() })
    .where("user_id", "=", which.user_id)
    .where("ended_at", "is", null);
  if (which.id !== undefined) query = query.where("id", "=", which.id);
  if (which.except !== undefined) query = query.where("id", "!=", which.except);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}
