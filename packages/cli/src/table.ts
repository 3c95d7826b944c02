/**
 * Rows of cells as aligned lines. With `columns`, the terminal's width, the cells of the `shrinkable` column are cut
 * where that keeps lines within it.
 */
export function toTable(rows: readonly (readonly string[])[], shrinkable: number, columns?: number): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  const width = widths.reduce((sum, next) => sum + next + gap.length, -gap.length);
  const excess = columns === undefined ? 0 : Math.max(width - columns, 0);
  const wanted = widths[shrinkable] ?? 0;
  widths[shrinkable] = Math.min(wanted, Math.max(wanted - excess, leastWidth));
  const toCell = (cell: string, i: number) => cut(cell, widths[i]!).padEnd(widths[i]!);
  return rows.map((row) => row.map(toCell).join(gap).trimEnd());
}

const gap = "  ";
/** A shorter name would be meaningless. */
const leastWidth = 8;

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
