/**
 * The audit log: append-only and chained by keyed hashes, so that a changed, removed or inserted entry shows. An entry
 * is numbered under a lock on one row, in the transaction of the action that it records. A rolled-back action leaves no
 * entry.
 */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";

import type { Caller } from "@datamantri/contracts";
import type { AuditEvent } from "@datamantri/api";
import { PipelineError, type Logger } from "@datamantri/runtime";

import type { Db, Tx } from "../database/open-database.ts";
import { Groups } from "../messages/groups.ts";
import { repeat } from "../repeat.ts";
import { chainedHash, type ChainKey, type NewEntry } from "./audit-chain.ts";
import { Refusals, refusalLimits, type Refusal } from "./refusals.ts";

/** Interval between checks for refusal windows that have ended. */
const flushMs = 1_000;

/** A statement has at most 65,535 parameters: https://www.postgresql.org/docs/current/limits.html */
const maxInserted = 1_000;

/** Entries of counted refusals that are kept while they cannot be written. */
const maxUnwritten = 10_000;

export class AuditLog {
  readonly #log: Logger;
  readonly #key: ChainKey;
  readonly #refusals: Refusals;
  readonly #groups: Groups<readonly NewEntry[]>;
  /** Counted refusals that are not yet written. */
  #unwritten: NewEntry[] = [];

  /** @param keys the first one signs new entries. */
  constructor(db: Db, keys: readonly [ChainKey, ...ChainKey[]], log: Logger, limits = refusalLimits) {
    this.#log = log;
    this.#key = keys[0];
    this.#refusals = new Refusals(limits);
    this.#groups = new Groups<readonly NewEntry[]>(
      () => randomUUID(),
      (groups) => db.transaction().execute((tx) => this.addAll(tx, groups.flat())),
    );
  }

  /** Like `addAll`, for one entry. */
  async add(tx: Tx, caller: Caller, event: AuditEvent): Promise<void> {
    await this.addAll(tx, [{ caller, event }]);
  }

  /**
   * Writes entries. Call it last in a transaction: every other writer of the audit log waits until this transaction
   * ends.
   *
   * Failure: the entries and the recorded actions are committed together or not at all.
   */
  async addAll(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
    const head = await tx.selectFrom("audit_head").selectAll().forUpdate().executeTakeFirstOrThrow();
    const entered = await findCommands(tx, entries);
    let { sequence, hash } = head;
    const rows = entries
      .filter(({ commandId }) => commandId === undefined || !entered.has(commandId))
      .map(({ caller: { actor, ...origin }, event, commandId }) => {
        const at = new Date();
        sequence++;
        const key_id = this.#key.id;
        hash = chainedHash(this.#key, hash, { sequence, at: at.toISOString(), ...event, actor, ...origin, key_id });
        const told = {
          actor_kind: actor.kind,
          actor_id: actor.id,
          actor_name: actor.name,
          ...event,
          ...origin,
          key_id,
        };
        return { ...told, sequence, at, hash, facts: JSON.stringify(event.facts), command_id: commandId ?? null };
      });
    if (rows.length === 0) return;
    let written = 0;
    for (let at = 0; at < rows.length; at += maxInserted) {
      const part = rows.slice(at, at + maxInserted);
      const { numInsertedOrUpdatedRows = 0n } = await tx.insertInto("audit_log").values(part).executeTakeFirstOrThrow();
      written += Number(numInsertedOrUpdatedRows);
    }
    const { numUpdatedRows } = await tx.updateTable("audit_head").set({ sequence, hash }).executeTakeFirstOrThrow();
    // A trigger or rule that somebody added may leave rows out without an error: nothing is changed then.
    if (written !== rows.length || numUpdatedRows !== 1n) {
      throw new PipelineError(
        "metadata_unavailable",
        "the database did not store the audit log's entries: look for triggers on audit_log and audit_head",
      );
    }
  }

  /**
   * Records actions that are carried out elsewhere; they are stored when this resolves. Entries recorded at the same
   * time share a transaction, so many wait for the chain no longer than one.
   *
   * Failure: one transaction, shared with other entries. An entry that cannot be stored fails alone.
   */
  async record(entries: readonly NewEntry[]): Promise<void> {
    if (entries.length > 0) await this.#groups.add(entries);
  }

  /**
   * Records refusals. The first ones of a user and operation are recorded in full; the rest are counted, and `run`
   * writes the counts.
   *
   * Failure: counts are in memory until their window ends (`refusalLimits`). They are lost if the process is killed
   * before; an orderly stop writes them.
   */
  async refuse(refusals: readonly Refusal[]): Promise<void> {
    const now = Date.now();
    await this.record(refusals.filter((refusal) => this.#refusals.note(refusal, now)));
  }

  /** Writes the counts of windows that have ended, until the signal aborts. */
  run(signal: AbortSignal): Promise<void> {
    const write = () => this.#write(this.#refusals.takeEnded(Date.now()));
    return repeat(flushMs, signal, write, (error) => this.#log.error({ error }, "failed to take counted refusals"));
  }

  /** Writes all counts, also of windows that have not ended. */
  async close(): Promise<void> {
    await this.#write(this.#refusals.takeAll());
  }

  /** Failure: what could not be written is tried again next time, up to a limit: without a database nothing else is recorded either. */
  async #write(entries: readonly NewEntry[]): Promise<void> {
    const writing = [...this.#unwritten, ...entries].slice(-maxUnwritten);
    this.#unwritten = [];
    try {
      await this.record(writing);
    } catch (error) {
      this.#unwritten = [...writing, ...this.#unwritten];
      this.#log.warn({ error, count: writing.length }, "failed to write counted refusals");
    }
  }
}

/** Finds the entries that exist already. The caller's lock on the head keeps others from adding one. */
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
