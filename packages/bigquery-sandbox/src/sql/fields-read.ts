import type { Field, FieldType } from "../wire/field-type.ts";
import { type FieldPath, pathKey, type TableUse } from "./compile/table-use.ts";

/** The fields of a table that a query reads: a STRUCT, or an ARRAY of them, has only those of its fields. */
export function fieldsRead({ table, paths }: Pick<TableUse, "table" | "paths">): Field[] {
  return table.columns.flatMap(({ field }) => prune(field, [field.name], paths));
}

function prune(field: Field, path: FieldPath, paths: ReadonlySet<string>): Field[] {
  if (paths.has(pathKey(path))) return [field];
  const fields = fieldsOf(field.type).flatMap((inner) => prune(inner, [...path, inner.name], paths));
  return fields.length === 0 ? [] : [{ ...field, type: withFields(field.type, fields) }];
}

/** Fields of a STRUCT, also as the element of an ARRAY; none for other types. */
export function fieldsOf(type: FieldType): readonly Field[] {
  if (type.kind === "array") return fieldsOf(type.element);
  return type.kind === "struct" ? type.fields : [];
}

function withFields(type: FieldType, fields: readonly Field[]): FieldType {
  if (type.kind === "array") return { ...type, element: withFields(type.element, fields) };
  return type.kind === "struct" ? { ...type, fields } : type;
}
