/** Runs at start: checks that every sealed secret opens, and seals it by the first key of SECRETS_KEY. */
import { PipelineError } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { OwnerKind, Sealer } from "./sealer.ts";

const tables = { pipeline: "pipelines", webhook: "webhooks", connection: "connections" } as const;

/**
 * Failure: row by row; the next start does the rest. A concurrent change of a secret wins.
 *
 * @returns the number of re-encrypted secrets.
 * @throws PipelineError `config_invalid` when one cannot be decrypted; then none is re-encrypted.
 */
export async function rewrapSecrets(db: Db, sealer: Sealer): Promise<number> {
  const stale: { kind: OwnerKind; id: string; before: Buffer; after: Buffer }[] = [];
  const lost: string[] = [];
  for (const kind of Object.keys(tables) as OwnerKind[]) {
    const rows = await db.selectFrom(tables[kind]).select(["id", "name", "secrets"]).execute();
    for (const { id, name, secrets } of rows) {
      try {
        const after = sealer.rewrap(kind, id, secrets);
        if (after) stale.push({ kind, id, before: secrets, after });
      } catch {
        lost.push(`${kind} "${name}"`);
      }
    }
  }
  if (lost.length > 0) {
    const shown = lost.slice(0, 5).join(", ") + (lost.length > 5 ? ", ..." : "");
    const count = lost.length === 1 ? "1 secret" : `${lost.length} secrets`;
    throw new PipelineError("config_invalid", `no key in SECRETS_KEY decrypts ${count}: ${shown}`);
  }
  for (const { kind, id, before, after } of stale) {
    await db
      .updateTable(tables[kind])
      .set({ secrets: after })
      .where("id", "=", id)
      .where("secrets", "=", before)
      .execute();
  }
  return stale.length;
}
