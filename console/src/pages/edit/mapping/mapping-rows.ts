/** Rows of the mapping's table: columns and, below a flattened STRUCT, its fields. */
import type { ColumnMapping, Estimate, TypeReport } from "../../../api/types.ts";

export type ReportColumn = TypeReport["columns"][number];

export interface MappingRow {
  /** As in the mapping: `address.city`. */
  readonly source: string;
  /** Depth inside flattened STRUCTs. */
  readonly depth: number;
  readonly column: ReportColumn;
  /** A flattened STRUCT, whose fields have rows of their own. */
  readonly isSplit: boolean;
}

/** In the source's order. A flattened STRUCT has no line in the report; it gets a row here so that flattening can be undone. */
export function toMappingRows({ type_report, columns }: Pick<Estimate, "type_report" | "columns">): MappingRow[] {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const rows: MappingRow[] = [];
  const seen = new Set<string>();
  for (const column of type_report?.columns ?? []) {
    const parents = toParents(column.source, types);
    for (const [depth, source] of parents.entries()) {
      if (seen.has(source)) continue;
      seen.add(source);
      rows.push({ source, depth, column: splitColumn(source, types.get(source)), isSplit: true });
    }
    seen.add(column.source);
    rows.push({ source: column.source, depth: parents.length, column, isSplit: false });
  }
  return rows;
}

/** Adds the excluded fields of a STRUCT that is not flattened: the report has no lines for them. */
export function withInnerFields(rows: readonly MappingRow[], columns: readonly ColumnMapping[]): readonly MappingRow[] {
  const known = new Set(rows.map(({ source }) => source));
  const inner = columns.filter(({ source }) => !known.has(source) && source.includes("."));
  if (inner.length === 0) return rows;
  return rows.flatMap((row) => [
    row,
    ...inner
      .filter(({ source }) => source.startsWith(`${row.source}.`) && !row.isSplit)
      .map(({ source }) => ({ source, depth: row.depth + 1, column: innerColumn(source), isSplit: false })),
  ]);
}

function innerColumn(source: string): ReportColumn {
  const column = { source_type: "a field", target: null, target_type: null, fidelity: "lossless" } as const;
  return { source, ...column, notes: [], choices: [] };
}

/** For `a.b.c`: `a` and `a.b`. A column's own name may contain dots too. */
function toParents(source: string, types: ReadonlyMap<string, string>): readonly string[] {
  if (types.has(source)) return [];
  const parts = source.split(".");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("."));
}

function splitColumn(source: string, type: string | undefined): ReportColumn {
  const shapes = ["as: jsonb, flatten"];
  return {
    source,
    source_type: type?.replace(/<.*/s, "") ?? "STRUCT",
    target: null,
    target_type: null,
    fidelity: "lossless",
    notes: [],
    choices: shapes,
  };
}

/** The target's columns under their new names; empty until the source has been checked. */
export function targetsOf(estimate: Estimate | undefined, columns: readonly ColumnMapping[]): string[] {
  const rules = new Map(columns.map((column) => [column.source, column]));
  return (estimate?.type_report?.columns ?? []).flatMap(({ source, target }) => {
    const rule = rules.get(source);
    return rule?.exclude === true ? [] : (rule?.name ?? target ?? []);
  });
}

/** True if a value may change without a rule that requests it. */
export function isLossy({ column, isSplit }: MappingRow, rule: ColumnMapping | undefined): boolean {
  return column.fidelity !== "lossless" && !isSplit && rule?.exclude !== true && rule?.mask === undefined;
}

export const mappingFilters = ["all", "changed", "excluded", "lossy"] as const;
export type MappingFilter = (typeof mappingFilters)[number];

export function isShown(
  row: MappingRow,
  rule: ColumnMapping | undefined,
  filter: MappingFilter,
  part: string,
): boolean {
  if (!row.source.toLowerCase().includes(part.toLowerCase())) return false;
  if (filter === "changed") return rule !== undefined;
  if (filter === "excluded") return rule?.exclude === true;
  return filter === "all" || isLossy(row, rule);
}

/** Replaces the rule of one column; undefined removes it. */
export function withRule(
  columns: readonly ColumnMapping[],
  source: string,
  rule: Omit<ColumnMapping, "source"> | undefined,
): readonly ColumnMapping[] {
  const isDefault = rule === undefined || Object.keys(rule).length === 0;
  const isMapped = columns.some((column) => column.source === source);
  if (isDefault) return isMapped ? columns.filter((column) => column.source !== source) : columns;
  if (!isMapped) return [...columns, { source, ...rule }];
  return columns.map((column) => (column.source === source ? { source, ...rule } : column));
}
