/**
 * Source tables whose content at every moment is known without asking: each change is one statement, and a rule says what it
 * does to a row. Row 0 is the marker: each change sets its version, so that rows show which state they were read from.
 */
import { createHash } from "node:crypto";

/** A row, without its payload, which follows from table, id and version. */
export interface SourceRow {
  /** The state in which it changed last. */
  readonly version: number;
}

/** The rows of one state, by id. */
export type SourceState = ReadonlyMap<number, SourceRow>;

export interface SourceTable {
  /** Also part of every payload. */
  readonly name: string;
  /** Rows of the first state, beside the marker. */
  readonly rowCount: number;
  /** False where rows that are gone could stay in the target. */
  readonly deletes: boolean;
  /** True if some rows break the target's CHECK. */
  readonly hasBadRows: boolean;
  /** Ids below this, beside the marker, have rows larger than a message. */
  readonly largeRows: number;
}

/** Times that the text is repeated in a large row: 6 MiB. */
const largeRepeats = 196_608;

/** New rows in each change. */
const addedRows = 7;

/** A change touches one row in this many. */
const touchedModulus = 11;
/** It deletes one in this many of the rows that it touches. */
const deletedModulus = 4;

export const marker = 0;

export function firstState({ rowCount }: SourceTable): SourceState {
  return new Map(Array.from({ length: rowCount + 1 }, (_, id) => [id, { version: 0 }]));
}

/** What the change to state `version` makes of the state before; `changeStatement` does the same in BigQuery. */
export function nextState(table: SourceTable, before: SourceState, version: number): SourceState {
  const next = new Map(before);
  const last = lastId(table, version);
  for (let id = 0; id <= last; id++) {
    const isKnown = before.has(id);
    if (!isTouched(id, version) && (isKnown || id <= lastId(table, version - 1))) continue;
    if (isKnown && isDeleted(table, id, version)) next.delete(id);
    else next.set(id, { version });
  }
  return next;
}

function lastId({ rowCount }: SourceTable, version: number): number {
  return rowCount + addedRows * version;
}

function isTouched(id: number, version: number): boolean {
  return id === marker || (id + 3 * version) % touchedModulus === 0;
}

function isDeleted({ deletes, largeRows }: SourceTable, id: number, version: number): boolean {
  return deletes && id > largeRows && (id + version) % deletedModulus === 0;
}

/** True if the row breaks the target's CHECK (`n >= 0`). */
export function isBad({ hasBadRows }: SourceTable, id: number, { version }: SourceRow): boolean {
  return hasBadRows && id !== marker && (id + version) % 13 === 0;
}

/** As `payloadSql` of check/read-target.ts shows it: large ones by digest and length. */
export function shownPayload(table: SourceTable, id: number, { version }: SourceRow): string {
  const text = md5(`${table.name}:${id}:${version}`);
  if (!isLarge(table, id)) return text;
  return `${md5(text.repeat(largeRepeats))}:${text.length * largeRepeats}`;
}

function isLarge({ largeRows }: SourceTable, id: number): boolean {
  return id !== marker && id <= largeRows;
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

export const sourceSchema = { id: "INT64", v: "INT64", p: "STRING", n: "INT64" } as const;

/** Fills the table with its first state. */
export function fillStatement(table: SourceTable): string {
  return `INSERT INTO ${table.name} (id, v, p, n)
    SELECT id, 0, ${payload(table, "id", "0")}, ${flag(table, "id", "0")}
    FROM UNNEST(GENERATE_ARRAY(0, ${table.rowCount})) AS id`;
}

/** Changes the table to state `version`, at once. */
export function changeStatement(table: SourceTable, version: number): string {
  const gone = table.deletes
    ? `WHEN MATCHED AND c.id > ${table.largeRows} AND MOD(c.id + ${version}, ${deletedModulus}) = 0 THEN DELETE`
    : "";
  return `MERGE INTO ${table.name} AS t
    USING (
      SELECT id, ${payload(table, "id", String(version))} AS p, ${flag(table, "id", String(version))} AS n
      FROM UNNEST(GENERATE_ARRAY(0, ${lastId(table, version)})) AS id
      WHERE id = ${marker} OR MOD(id + ${3 * version}, ${touchedModulus}) = 0 OR id > ${lastId(table, version - 1)}
    ) AS c
    ON t.id = c.id
    ${gone}
    WHEN MATCHED THEN UPDATE SET v = ${version}, p = c.p, n = c.n
    WHEN NOT MATCHED THEN INSERT (id, v, p, n) VALUES (c.id, ${version}, c.p, c.n)`;
}

function payload({ name, largeRows }: SourceTable, id: string, version: string): string {
  const text = `TO_HEX(MD5(CONCAT('${name}:', CAST(${id} AS STRING), ':', CAST(${version} AS STRING))))`;
  if (largeRows === 0) return text;
  return `IF(${id} BETWEEN 1 AND ${largeRows}, REPEAT(${text}, ${largeRepeats}), ${text})`;
}

function flag({ hasBadRows }: SourceTable, id: string, version: string): string {
  return hasBadRows ? `IF(${id} != ${marker} AND MOD(${id} + ${version}, 13) = 0, -1, 1)` : "1";
}
