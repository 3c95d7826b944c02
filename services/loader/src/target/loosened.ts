/**
 * Finds columns of which the source now declares less than before: a greater length, more digits, or that values may be
 * NULL, which the target would refuse. What the target had from the beginning is left to PostgreSQL.
 */
import { isSameSourceName, sourcePathOf, type Column } from "@datamantri/contracts";
import type { Mapping } from "@datamantri/api";

import { toColumnType, toNewType } from "../columns/column-types.ts";
import { quoteIdentifier } from "../columns/identifiers.ts";
import { typeForBoth } from "../columns/widenings.ts";
import type { ChangedColumn, Written } from "./find-changes.ts";
import type { KnownColumn } from "./known-columns.ts";
import type { TargetColumn } from "./target-columns.ts";

export interface LoosenedColumn extends Omit<ChangedColumn, "before"> {
  /** Clauses of ALTER TABLE that make the target follow. */
  readonly clauses: readonly string[];
  /** True if they change its type. */
  readonly isWidened: boolean;
}

interface Candidate {
  readonly column: Column;
  readonly old: KnownColumn;
}

/**
 * Columns that may be loosened, as far as the run before tells.
 *
 * @param isFollowed also those of which nothing is known any more, such as a query's: they may have any value.
 */
export function findCandidates(before: Written, columns: readonly Column[], isFollowed: boolean): readonly Candidate[] {
  const known = new Map(before.columns.map((column) => [column.name, column]));
  return columns.flatMap((column) => {
    const old = known.get(column.name);
    if (old?.declared === undefined || (column.declaredType === "" && !isFollowed)) return [];
    const isSame = old.declared === toNewType(column) && old.not_null === column.notNull;
    return isSame ? [] : [{ column, old }];
  });
}

/**
 * @param existing columns of the target.
 * @param mapping that may be the cause.
 */
export function findLoosened(
  candidates: readonly Candidate[],
  existing: ReadonlyMap<string, TargetColumn>,
  mapping: Mapping | null,
): readonly LoosenedColumn[] {
  return candidates.flatMap(({ column, old }): LoosenedColumn[] => {
    const { name } = column;
    const declared = toNewType(column);
    // Another type in staging is a change of its own.
    const declaresMore = old.type === toColumnType(column) && old.declared !== declared;
    const present = existing.get(name);
    if (present === undefined) return [];
    const quoted = quoteIdentifier(name);
    const wide = declaresMore ? typeForBoth(present.type, declared) : null;
    // A type that holds the values already is somebody's choice, and stays.
    const isWidened = wide !== null && wide !== present.type;
    const mayBeNull = old.not_null === true && !column.notNull && present.isRequired;
    if (!isWidened && !mayBeNull) return [];
    const texts = [
      ...(isWidened ? [`"${name}" ${old.declared!} is now ${declared}`] : []),
      ...(mayBeNull ? [`"${name}" may be NULL now`] : []),
    ];
    const clauses = [
      ...(isWidened ? [`alter column ${quoted} type ${wide}`] : []),
      ...(mayBeNull ? [dropNotNull(name)] : []),
    ];
    const cause = isByMapping(column, mapping, isWidened) ? "mapping" : "source";
    return [{ column, cause, text: texts.join(", "), clauses, isWidened }];
  });
}

function isByMapping(column: Column, mapping: Mapping | null, isWidened: boolean): boolean {
  const source = sourcePathOf(column);
  const rule = mapping?.columns?.find((one) => isSameSourceName(one.source, source));
  return rule?.cast !== undefined || rule?.mask !== undefined || (mapping?.unrepresentable === "null" && !isWidened);
}

export function dropNotNull(name: string): string {
  return `alter column ${quoteIdentifier(name)} drop not null`;
}
