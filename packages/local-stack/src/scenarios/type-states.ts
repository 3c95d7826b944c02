/*
 * Two states of the table of all types. A query derives the earlier one from the table, which is the later one. A third
 * of the rows is the same, a third had all values of the next row, and a third did not exist yet. Some rows were
 * deleted since. In every column values therefore change into others, also to and from NULL.
 *
 * Each part exists twice: as a query for BigQuery, and from `expected` in PostgreSQL.
 */
const goneFrom = 1_000_000;
const isSame = "mod(id, 3) = 0";
const isEarlierChanged = "mod(id, 3) = 2";
const isGone = `${isSame} and id < 300`;

/** The query that gives the earlier state. */
export function earlierQuery(table: string): string {
  return [
    `select * from ${table} where ${isSame}`,
    `select * replace (id - 1 as id) from ${table} where ${isEarlierChanged}`,
    goneQuery(table),
  ].join(" union all ");
}

/** The query for the rows that were deleted in the later state. */
export function goneQuery(table: string): string {
  return `select * replace (id + ${goneFrom} as id) from ${table} where ${isGone}`;
}

/** Subselects of the table `expected`. */
export interface ExpectedStates {
  readonly earlier: string;
  readonly later: string;
  readonly gone: string;
  /** Rows of the later state and the deleted ones. */
  readonly all: string;
  /** Rows of the earlier state that changed or were deleted. */
  readonly ended: string;
}

/** @param quotedColumns all of the table; `"id"` is one */
export function expectedStates(quotedColumns: readonly string[]): ExpectedStates {
  const rows = (id: string, where: string) =>
    `select ${quotedColumns.map((column) => (column === '"id"' ? `${id} as "id"` : column)).join(", ")} from expected where ${where}`;
  const later = rows("id", "true");
  const gone = rows(`id + ${goneFrom}`, isGone);
  const changed = rows("id - 1", isEarlierChanged);
  const union = (...parts: string[]) => `(${parts.join(" union all ")})`;
  return {
    earlier: union(rows("id", isSame), changed, gone),
    later: union(later),
    gone: union(gone),
    all: union(later, gone),
    ended: union(changed, gone),
  };
}
