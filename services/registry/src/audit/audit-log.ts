/**
 * The audit log: append-only and chained by hashes, so that a changed, removed or inserted entry shows. Entries get
 * their place under the lock of one row, in the transaction of what they tell: what is rolled back was never said.
 */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql, type Selectable } from "kysely";

import type { Caller, IdentityApi } from "@datamantri/contracts";
import type { AuditEntryView, AuditEvent, AuditVerification } from "@datamantri/api";

import type { AuditLogTable } from "../database/identity-tables.ts";
import type { Db, Tx } from "../database/open-database.ts";

type Content = Omit<AuditEntryView, "hash">;

/** Hash before the first entry; the migration writes the same. */
const firstHash = createHash("sha256").update("datamantri audit log").digest();
const pageSize = 1_000;

interface NewEntry {
  readonly caller: Caller;
  readonly event: AuditEvent;
  /** Id of the command that carried the entry: a second delivery adds nothing. */
  readonly commandId?: string;
}

/** As `addAuditEntries`, of one. */
export async function addAuditEntry(tx: Tx, caller: Caller, event: AuditEvent): Promise<void> {
  await addAuditEntries(tx, [{ caller, event }]);
}

/**
 * Writes entries. Call it last in a transaction: all that audit wait for this one's end.
 *
 * Failure: the entries and what they tell are committed together or not at all.
 */
export async function addAuditEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const head = await tx.selectFrom("audit_head").selectAll().forUpdate().executeTakeFirstOrThrow();
  const entered = await findCommands(tx, entries);
  let { sequence, hash } = head;
  const rows = entries
    .filter(({ commandId }) => commandId === undefined || !entered.has(commandId))
    .map(({ caller: { actor, ...origin }, event, commandId }) => {
      const at = new Date();
      sequence++;
      hash = chainedHash(hash, { sequence, at: at.toISOString(), ...event, actor, ...origin });
      const told = { actor_kind: actor.kind, actor_id: actor.id, actor_name: actor.name, ...event, ...origin };
      return { ...told, sequence, at, hash, facts: JSON.stringify(event.facts), command_id: commandId ?? null };
    });
  if (rows.length === 0) return;
  await tx.insertInto("audit_log").values(rows).execute();
  await tx.updateTable("audit_head").set({ sequence, hash }).execute();
}

/** The entries that exist already. The locked head keeps others from adding one. */
async function findCommands(tx: Tx, entries: readonly NewEntry[]): Promise<ReadonlySet<string | null>> {
  const ids = entries.flatMap(({ commandId }) => commandId ?? []);
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom("audit_log")
    .select("command_id")
    .where(sql<boolean>`command_id = any(${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ command_id }) => command_id));
}

/** Entries about actions that change nothing here. Failure: one transaction. */
export async function recordAuditEvents(db: Db, caller: Caller, events: readonly AuditEvent[]): Promise<void> {
  await db.transaction().execute((tx) =>
    addAuditEntries(
      tx,
      events.map((event) => ({ caller, event })),
    ),
  );
}

/** Newest first. */
export async function listAuditEntries(
  db: Db,
  { before, limit, object }: IdentityApi["audit.list"][0],
): Promise<readonly AuditEntryView[]> {
  let query = db.selectFrom("audit_log").selectAll().orderBy("sequence", "desc").limit(limit);
  if (before !== null) query = query.where("sequence", "<", before);
  if (object !== undefined) query = query.where("object", "=", object);
  const rows = await query.execute();
  return rows.map((row) => ({ ...toContent(row), hash: row.hash.toString("hex") }));
}

/** Recomputes every hash, against one snapshot of the log and its head. */
export async function verifyAuditLog(db: Db): Promise<AuditVerification> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const head = await tx.selectFrom("audit_head").selectAll().executeTakeFirstOrThrow();
      const end = await walk(tx);
      const isWhole = end.broken === null && end.sequence === head.sequence && end.hash.equals(head.hash);
      return {
        is_intact: isWhole,
        entry_count: end.sequence,
        first_broken_sequence: isWhole ? null : (end.broken ?? end.sequence + 1),
        head_hash: head.hash.toString("hex"),
      };
    });
}

/** How far the chain holds from its beginning. */
async function walk(tx: Tx): Promise<{ sequence: number; hash: Buffer; broken: number | null }> {
  let sequence = 0;
  let hash: Buffer = firstHash;
  for (;;) {
    const rows = await tx
      .selectFrom("audit_log")
      .selectAll()
      .where("sequence", ">", sequence)
      .orderBy("sequence")
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const expected = chainedHash(hash, toContent(row));
      if (row.sequence !== sequence + 1 || !expected.equals(row.hash)) return { sequence, hash, broken: sequence + 1 };
      sequence = row.sequence;
      hash = row.hash;
    }
    if (rows.length < pageSize) return { sequence, hash, broken: null };
  }
}

/** Over canonical JSON (RFC 8785): one text for one value, in whatever order its fields come. */
function chainedHash(previous: Buffer, content: Content): Buffer {
  return createHash("sha256")
    .update(`${previous.toString("hex")}\n${canonicalize(content)}`)
    .digest();
}

function toContent(row: Selectable<AuditLogTable>): Content {
  const { sequence, at, action, outcome, object, facts, address, request_id } = row;
  const actor = { kind: row.actor_kind, id: row.actor_id, name: row.actor_name };
  return { sequence, at: at.toISOString(), actor, action, outcome, object, facts, address, request_id };
}
