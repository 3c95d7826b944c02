/** Lengths, digits and NOT NULL that a new target takes over, under a mapping. */
import { naturalType, type Column } from "@datamantri/contracts";
import type { ColumnMapping, Mapping } from "@datamantri/api";

/**
 * A cast or a mask decides alone, and JSON has none of it.
 *
 * @param source column with what its table declares.
 */
export function declaredUnder(
  source: Column,
  targetType: string,
  rule: ColumnMapping | undefined,
  { unrepresentable }: Mapping,
): Pick<Column, "declaredType" | "notNull" | "fields"> {
  const { declaredType } = source;
  const isAsDeclared = rule?.mask === undefined && rule?.cast === undefined && targetType === naturalType(source);
  const mayBecomeNull = rule?.mask !== undefined || unrepresentable === "null";
  return {
    declaredType: declaredType === "" || isAsDeclared ? declaredType : targetType,
    notNull: source.notNull && !mayBecomeNull,
    fields: source.fields.map(undeclared),
  };
}

function undeclared(column: Column): Column {
  return { ...column, declaredType: "", notNull: false, fields: column.fields.map(undeclared) };
}

/** Lines for a type report. */
export function declaredNotes({ declaredType, notNull, targetType }: Column): readonly string[] {
  const type = declaredType === "" || declaredType === targetType ? [] : [declaredType];
  const all = [...type, ...(notNull ? ["NOT NULL"] : [])];
  return all.length === 0 ? [] : [`in a new target: ${all.join(" ")}`];
}
