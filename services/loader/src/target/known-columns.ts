/** A run's columns as the ledger keeps them: what later runs compare their own with. */
import { sourcePathOf, toSourceType, type Column } from "@datamantri/contracts";

import { toColumnType, toNewType } from "../columns/column-types.ts";

export interface KnownColumn {
  /** In the target. */
  readonly name: string;
  /** In the staging table. */
  readonly type: string;
  /** Path in the source; absent in entries of older loaders, like the next two. */
  readonly source?: string;
  /** BigQuery's, without the fields of a STRUCT. */
  readonly source_type?: string;
  /** Type of a new target, and whether it is NOT NULL there; absent where the source declares nothing. */
  readonly declared?: string;
  readonly not_null?: boolean;
  /** Types of the fields inside a STRUCT, by path below the column; absent where their values are not written. */
  readonly fields?: Readonly<Record<string, string>>;
}

export function toKnownColumn(column: Column): KnownColumn {
  const known = {
    name: column.name,
    type: toColumnType(column),
    source: sourcePathOf(column),
    source_type: toOuterType(column),
    ...(column.declaredType === "" ? {} : { declared: column.declaredType, not_null: column.notNull }),
  };
  return column.fields.length === 0 || column.mask !== "" ? known : { ...known, fields: fieldsOf(column, "") };
}

/**
 * Entries for the ledger. What a target took over stays known of it until it follows the source: while the source declares
 * more for a time, and while nothing is known of it, as of a query, or from an extractor of 0.2.0.
 *
 * @param followed names of columns in which the target now is as the source declares.
 */
export function toKnownColumns(
  columns: readonly Column[],
  before: readonly KnownColumn[],
  followed: readonly string[] = [],
): readonly KnownColumn[] {
  const old = new Map(before.map((column) => [column.name, column]));
  return columns.map((column) => {
    const known = toKnownColumn(column);
    const { type, declared, not_null } = old.get(column.name) ?? {};
    if (declared === undefined || not_null === undefined || type !== known.type) return known;
    if (!followed.includes(column.name)) return { ...known, declared, not_null };
    return { ...known, declared: toNewType(column), not_null: column.notNull };
  });
}

function fieldsOf({ fields }: Column, prefix: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const path = `${prefix}${field.name}`;
      return [[path, toOuterType(field)], ...Object.entries(fieldsOf(field, `${path}.`))];
    }),
  );
}

function toOuterType(column: Column): string {
  return toSourceType({ ...column, fields: [] }).replace("STRUCT<>", "STRUCT");
}
