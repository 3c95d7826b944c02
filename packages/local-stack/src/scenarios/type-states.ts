/*
 * Two states of the table of all types. The earlier one is made by a query from the table, which is the later one: a
 * third of the rows is the same, a third had all the values of the row behind it, a third was not there yet; and some
 * rows have gone since. So in every column values change into others, to and from NULL too.
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

/** The query that gives the rows of which the later state has none. */
export function goneQuery(table: string): string {
  return `select * replace (id + ${goneFrom} as id) from ${table} where ${isGone}`;
}

/** Subselects of the table `expected`. */
export interface ExpectedStates {
  readonly earlier: string;
  readonly later: string;
  readonly gone: string;
  /** Rows of the later state and those that have gone. */
  readonly all: string;
  /** Rows of the earlier state that changed or have gone. */
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
