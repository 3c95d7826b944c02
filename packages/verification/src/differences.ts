import type { Statistics } from "./statistics.ts";

/** A column, or the rows as a whole, whose statistics differ between the two sides. Names only. */
export interface Difference {
  /** Null for the rows as a whole. */
  readonly column: string | null;
  readonly statistics: readonly string[];
}

const columnStatistics = [
  ["nullCount", "nulls"],
  ["min", "min"],
  ["max", "max"],
  ["sum", "sum"],
  ["hash", "hash"],
] as const;

/** Finds the differences; a hash that one side did not compute is not compared. */
export function differencesOf(source: Statistics, staged: Statistics): Difference[] {
  const rows = [
    ...(source.rowCount === staged.rowCount ? [] : ["count"]),
    ...(source.rowsHash === staged.rowsHash ? [] : ["hash"]),
  ];
  const columns = staged.columns.map((column, i) => {
    const expected = source.columns[i];
    const differing = columnStatistics.filter(([field]) => {
      const isLeftOut = field === "hash" && (column.hash === "" || expected?.hash === "");
      return !isLeftOut && expected?.[field] !== column[field];
    });
    return { column: column.name, statistics: differing.map(([, name]) => name) };
  });
  return [{ column: null, statistics: rows }, ...columns].filter(({ statistics }) => statistics.length > 0);
}

/** Limit of differences named in one sentence. */
const maxNamed = 20;

/** For example: the rows (hash); "price" (sum, hash) */
export function describeDifferences(differences: readonly Difference[]): string {
  const named = differences.slice(0, maxNamed).map(({ column, statistics }) => {
    return `${column === null ? "the rows" : `"${column}"`} (${statistics.join(", ")})`;
  });
  const rest = differences.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more columns`] : [])].join("; ");
}
