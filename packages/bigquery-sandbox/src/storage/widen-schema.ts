import { invalid } from "../errors.ts";
import type { Field, FieldType } from "../wire/field-type.ts";
import { sqlTypeName } from "../wire/sql-type-name.ts";

/**
 * The schema of a table after a change: columns may be added and REQUIRED ones become NULLABLE, nothing else.
 * https://cloud.google.com/bigquery/docs/managing-table-schemas
 */
export function widenSchema(before: readonly Field[], after: readonly Field[]): Field[] {
  const names = new Set(before.map(({ name }) => name.toLowerCase()));
  for (const field of before) checkKept(field, after);
  const added = after.filter(({ name }) => !names.has(name.toLowerCase()));
  const required = added.find((field) => field.required);
  if (required !== undefined) {
    throw invalid(
      `Provided Schema does not match Table. Cannot add required fields to an existing schema. (field: ${required.name})`,
    );
  }
  return [...after];
}

function checkKept(field: Field, after: readonly Field[]): void {
  const same = after.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
  const problem = `Provided Schema does not match Table. Field ${field.name}`;
  if (same === undefined) throw invalid(`${problem} is missing in new schema`);
  if (same.required && !field.required) throw invalid(`${problem} has changed mode from NULLABLE to REQUIRED`);
  if (shapeOf(field.type) === shapeOf(same.type)) return;
  throw invalid(`${problem} has changed type from ${sqlTypeName(field.type)} to ${sqlTypeName(same.type)}`);
}

/** Fields inside a STRUCT cannot be added here, which BigQuery can. */
function shapeOf(type: FieldType): string {
  return sqlTypeName(type).toLowerCase();
}
