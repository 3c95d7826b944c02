/**
 * The head of the audit log, outside of its database: who owns the database can cut entries off the end and set the head back,
 * which no hash shows. The anchor in NATS still has the number and the hash of an entry that is then gone.
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

  /** As it was found by the last `move`. */
  get broken(): BrokenAnchor | null {
    return this.#broken;
  }

  /** @throws PipelineError `bus_unavailable` */
  async read(): Promise<AuditAnchor | undefined> {
    return (await readAuditAnchor(this.#bus)).anchor;
  }

  /**
   * Moves the anchor to the newest entry. One that the log does not have stays where it is, so that what is missing can still
   * be told; an operator who accepts it deletes the anchor (docs/security.md).
   *
   * Failure: of several registries one moves it, and never back. Entries that were cut off before it was moved past them do not
   * show: those of one pass of the reconciler.
   */
  async move(): Promise<void> {
    const { anchor, revision } = await readAuditAnchor(this.#bus);
    // After the anchor: the log can then only be ahead of it.
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
