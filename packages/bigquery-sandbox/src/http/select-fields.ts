import { invalid } from "../errors.ts";
import { fieldsOf } from "../sql/fields-read.ts";
import type { StoredColumn } from "../storage/stored-table.ts";
import type { Field, FieldType } from "../wire/field-type.ts";

/** Selection at one level: everything of a name, or some of its fields. */
type Wanted = Map<string, Wanted | "all">;

/**
 * Selects columns, and fields of STRUCTs by dotted names (`a,e.d.f`), in the table's order.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list (selectedFields)
 */
export function selectFields(columns: readonly StoredColumn[], selectedFields: string | null): readonly StoredColumn[] {
  if (selectedFields === null || selectedFields === "") return columns;
  const wanted: Wanted = new Map();
  for (const path of selectedFields.split(",")) want(wanted, path.trim().toLowerCase().split("."));
  assertKnown(
    wanted,
    columns.map((column) => column.field),
    [],
  );
  return columns.flatMap((column) => prune(column.field, wanted).map((field) => ({ ...column, field })));
}

function want(wanted: Wanted, [name = "", ...rest]: readonly string[]): void {
  const known = wanted.get(name);
  if (known === "all") return;
  if (rest.length === 0) {
    wanted.set(name, "all");
    return;
  }
  const inner = known ?? new Map();
  wanted.set(name, inner);
  want(inner, rest);
}

function assertKnown(wanted: Wanted, fields: readonly Field[], path: readonly string[]): void {
  for (const [name, inner] of wanted) {
    const field = fields.find((one) => one.name.toLowerCase() === name);
    const where = [...path, name];
    if (field === undefined) throw invalid(`No such field: ${where.join(".")}`);
    if (inner !== "all") assertKnown(inner, fieldsOf(field.type), where);
  }
}

function prune(field: Field, wanted: Wanted): Field[] {
  const inner = wanted.get(field.name.toLowerCase());
  if (inner === undefined) return [];
  return inner === "all" ? [field] : [{ ...field, type: pruneType(field.type, inner) }];
}

function pruneType(type: FieldType, wanted: Wanted): FieldType {
  if (type.kind === "struct") return { ...type, fields: type.fields.flatMap((field) => prune(field, wanted)) };
  return type.kind === "array" ? { ...type, element: pruneType(type.element, wanted) } : type;
}
