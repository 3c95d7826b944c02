/** How long a repeated insertId is not inserted again. https://cloud.google.com/bigquery/docs/streaming-data-into-bigquery#dataconsistency */
const INSERT_ID_TTL_MS = 60_000;

/** The insertIds of the last minute, oldest first. */
export class InsertIds {
  readonly #knownMs = new Map<string, number>();

  /** False if this table has a row with this id already; rows without an id are always new. */
  add(table: string, insertId: string | null | undefined): boolean {
    if (!insertId) return true;
    const nowMs = Date.now();
    for (const [old, knownMs] of this.#knownMs) {
      if (nowMs - knownMs <= INSERT_ID_TTL_MS) break;
      this.#knownMs.delete(old);
    }
    const key = `${table}:${insertId}`;
    if (this.#knownMs.has(key)) return false;
    this.#knownMs.set(key, nowMs);
    return true;
  }
}
