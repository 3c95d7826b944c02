/** Rows of the mapping's table: columns and, below a flattened STRUCT, its fields. */
import type { ColumnMapping, Estimate, TypeReport } from "../../../api/types.ts";
import { structFields } from "./struct-fields.ts";

export type ReportColumn = TypeReport["columns"][number];

export interface MappingRow {
  /** As in the mapping: `address.city`. */
  readonly source: string;
  /** Depth inside flattened STRUCTs. */
  readonly depth: number;
  readonly column: ReportColumn;
  /** A flattened STRUCT, whose fields have rows of their own. */
  readonly isSplit: boolean;
  /** A field inside of a column that becomes jsonb: it can only be excluded. */
  readonly isInner: boolean;
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
      rows.push({ source, depth, column: splitColumn(source, types.get(source)), isSplit: true, isInner: false });
    }
    seen.add(column.source);
    rows.push({ source: column.source, depth: parents.length, column, isSplit: false, isInner: false });
  }
  return rows;
}

/** Adds the fields of STRUCTs that are not flattened, unless they are excluded: the report has no lines for them. */
export function withInnerFields(rows: readonly MappingRow[], columns: readonly ColumnMapping[]): readonly MappingRow[] {
  const rules = new Map(columns.map((column) => [column.source, column]));
  const inside = (row: MappingRow): readonly MappingRow[] =>
    row.isSplit || rules.get(row.source)?.exclude === true
      ? []
      : structFields(row.column.source_type).flatMap(({ name, type }) => {
          const inner = toInnerRow(row, name, type);
          return [inner, ...inside(inner)];
        });
  return rows.flatMap((row) => [row, ...inside(row)]);
}

function toInnerRow({ source: parent, depth }: MappingRow, name: string, type: string): MappingRow {
  const source = `${parent}.${name}`;
  const untold = { target: null, target_type: null, fidelity: "lossless" as const, notes: [], choices: [] };
  return { source, depth: depth + 1, column: { source, source_type: type, ...untold }, isSplit: false, isInner: true };
}

/** The rows without the fields of those that are among them. */
export function withoutInner(rows: readonly MappingRow[]): readonly MappingRow[] {
  const sources = new Set(rows.map(({ source }) => source));
  return rows.filter(({ source, isInner }) => !isInner || !sources.has(parentOf(source)));
}

/** True if the source has it: a row, or a field of a column that is excluded as a whole. */
export function isKnown(
  source: string,
  rows: readonly MappingRow[],
  rules: ReadonlyMap<string, ColumnMapping>,
): boolean {
  return rows.some((row) => {
    const isExcluded = rules.get(row.source)?.exclude === true;
    return row.source === source || (isExcluded && source.startsWith(`${row.source}.`));
  });
}

function parentOf(source: string): string {
  return source.slice(0, source.lastIndexOf("."));
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
