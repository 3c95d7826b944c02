/**
 * Stores the head of the audit log outside its database. The database's owner can delete the newest entries and reset
 * the head, which no hash shows. The anchor in NATS still has the number and hash of the deleted entry.
 */
import { putAuditAnchor, readAuditAnchor, type Bus } from "@datamantri/bus";
import type { AuditAnchor, BrokenAnchor } from "@datamantri/contracts";

import type { Db } from "../database/open-database.ts";
import { firstHash } from "./audit-chain.ts";
import { findMissingEntries } from "./find-missing-entries.ts";

export class AuditAnchors {
  readonly #db: Db;
  readonly #bus: Bus;
  #broken: BrokenAnchor | null = null;

  constructor(db: Db, bus: Bus) {
    this.#db = db;
    this.#bus = bus;
  }

  /** Result of the last `move`. */
  get broken(): BrokenAnchor | null {
    return this.#broken;
  }

  /** @throws PipelineError `bus_unavailable` */
  async read(): Promise<AuditAnchor | undefined> {
    return (await readAuditAnchor(this.#bus)).anchor;
  }

  /**
   * Moves the anchor to the newest entry. If the log lacks the anchored entry, the anchor stays, so that the missing
   * entries can still be named. An operator who accepts the loss deletes the anchor (docs/security.md).
   *
   * Failure: when several registries run, one moves the anchor, never back. Entries that were deleted before the anchor
   * moved past them are not detected: at most those of one pass of the reconciler.
   */
  async move(): Promise<void> {
    const { anchor, revision } = await readAuditAnchor(this.#bus);
    // Read after the anchor, so the log can only be ahead of it.
    const head = await this.#readHead();
    const finding = anchor && (await findMissingEntries(this.#db, anchor));
    this.#note(anchor && finding && !finding.holds ? { anchor, missing: finding.missing } : null);
    if (this.#broken || (anchor && head.sequence <= anchor.sequence)) return;
    const at = new Date().toISOString();
    const { since_sequence, since } = anchor ?? { since_sequence: head.sequence, since: at };
    if (!(await putAuditAnchor(this.#bus, { ...head, at, since_sequence, since }, revision))) return;
    const facts = { audit_sequence: head.sequence, audit_hash: head.hash };
    if (anchor) this.#bus.log.info(facts, "anchored the audit log");
    else this.#bus.log.warn(facts, "anchored the audit log, which had no anchor");
  }

  async #readHead(): Promise<Pick<AuditAnchor, "sequence" | "hash" | "entry_at">> {
    const last = await this.#db
      .selectFrom("audit_log")
      .select(["sequence", "hash", "at"])
      .orderBy("sequence", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!last) return { sequence: 0, hash: firstHash.toString("hex"), entry_at: null };
    return { sequence: last.sequence, hash: last.hash.toString("hex"), entry_at: last.at.toISOString() };
  }

  #note(broken: BrokenAnchor | null): void {
    if (broken && !this.#broken) this.#bus.log.error({ ...broken }, "the audit log lacks entries that were anchored");
    this.#broken = broken;
  }
}
