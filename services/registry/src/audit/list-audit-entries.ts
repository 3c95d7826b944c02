import type { IdentityApi, Page } from "@datamantri/contracts";
import type { AuditEntryView } from "@datamantri/api";

import type { Db } from "../database/open-database.ts";
import { toPage } from "../database/paging.ts";
import { toContent } from "./audit-chain.ts";

/** Newest first. */
export async function listAuditEntries(
  db: Db,
  { before, limit, object }: IdentityApi["audit.list"][0],
): Promise<Page<AuditEntryView>> {
  let query = db
    .selectFrom("audit_log")
    .selectAll()
    .orderBy("sequence", "desc")
    .limit(limit + 1);
  if (before !== null) query = query.where("sequence", "<", before);
  if (object !== undefined) query = query.where("object", "=", object);
  const rows = await query.execute();
  return toPage(
    rows,
    limit,
    ({ sequence }) => String(sequence),
    (row) => ({ ...toContent(row), hash: row.hash.toString("hex") }),
  );
}
