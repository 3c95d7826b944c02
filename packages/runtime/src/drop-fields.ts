/** Copies a value without these fields. */
export function dropFields<Value extends object>(value: Value, fields: readonly string[]): Value {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field))) as Value;
}
