import type { Field, FieldType } from "../wire/field-type.ts";
import { keyOf } from "./from-text-sql.ts";
import { JsonNumber, rawJsonText } from "./raw-json.ts";
import { readDecimal, readScalar, ValueError } from "./scalar-text.ts";

/** What is wrong with a value of a row. */
export interface RowError {
  /** Dotted name of the field. */
  readonly location: string;
  readonly message: string;
}

/** How rows are read. */
export interface RowOptions {
  /** Fields that the table does not have are dropped, not refused. */
  readonly ignoreUnknownValues: boolean;
  /**
   * True where a JSON column takes any JSON value (load jobs); false where it takes JSON text (tabledata.insertAll).
   * https://cloud.google.com/bigquery/docs/json-data#ingest_json_data
   */
  readonly isJsonRaw: boolean;
}

/** A row for `rowsFromTextSql`, or all that is wrong with it. */
export type ReadRow = { readonly row: object } | { readonly errors: readonly RowError[] };

/** Reads a row that a client sent as JSON, parsed by {@link parseRawJson}. */
export function readRow(row: unknown, fields: readonly Field[], options: RowOptions): ReadRow {
  const errors: RowError[] = [];
  const read = new RowReader(options, errors).struct(row, fields, []);
  return errors.length > 0 ? { errors } : { row: read ?? {} };
}

class RowReader {
  readonly #options: RowOptions;
  readonly #errors: RowError[];

  constructor(options: RowOptions, errors: RowError[]) {
    this.#options = options;
    this.#errors = errors;
  }

  struct(value: unknown, fields: readonly Field[], path: readonly string[]): object | undefined {
    if (!isObject(value)) return this.#fail(path, `This field: ${path.at(-1) ?? "row"} is not a record.`);
    const given = new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
    const entries = fields.map((field, index) => {
      const name = field.name.toLowerCase();
      const inner = given.get(name);
      given.delete(name);
      return [keyOf(index), this.#field(inner, field, [...path, field.name])] as const;
    });
    if (!this.#options.ignoreUnknownValues) {
      for (const name of given.keys()) this.#fail([...path, name], `no such field: ${name}.`);
    }
    return Object.fromEntries(entries);
  }

  #field(value: unknown, field: Field, path: readonly string[]): unknown {
    const { type } = field;
    if (type.kind === "array") return this.#array(value, type.element, field, path);
    if (value === undefined || value === null) {
      if (field.required) this.#fail(path, `Missing required field: ${path.join(".")}.`);
      return null;
    }
    return this.#value(value, type, field, path);
  }

  #array(value: unknown, element: FieldType, field: Field, path: readonly string[]): unknown {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value))
      return this.#fail(path, `Array specified for non-repeated field or none for: ${field.name}.`);
    return value.map((item, index) => {
      if (item !== null) return this.#value(item, element, field, path);
      return this.#fail(path, `Only optional fields can be set to NULL. Field: ${field.name}; Value: NULL at ${index}`);
    });
  }

  #value(value: unknown, type: FieldType, field: Field, path: readonly string[]): unknown {
    if (type.kind === "struct") return this.struct(value, type.fields, path);
    try {
      if (type.kind === "range") return readRange(value, type.element);
      if (type.kind === "array") throw new ValueError(`Field ${field.name} is an array of arrays`);
      if (type.name === "JSON" && this.#options.isJsonRaw) return readScalar(rawJsonText(value), type.name);
      return checkLimits(readScalar(toText(value, field.name), type.name), field);
    } catch (error) {
      if (error instanceof ValueError) return this.#fail(path, error.message);
      throw error;
    }
  }

  #fail(path: readonly string[], message: string): undefined {
    this.#errors.push({ location: path.join("."), message });
    return undefined;
  }
}

function toText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) throw new ValueError(`Array specified for non-repeated field: ${name}.`);
  throw new ValueError(`This field: ${name} is not a record.`);
}

/** `{"start": ..., "end": ...}` or `[start, end)`; a bound may be missing, NULL or UNBOUNDED. */
function readRange(value: unknown, element: "DATE" | "DATETIME" | "TIMESTAMP"): object {
  const [start, end] =
    typeof value === "string" ? boundsOf(value) : isObject(value) ? [value["start"], value["end"]] : [];
  const bound = (text: unknown) => {
    if (text === undefined || text === null || (typeof text === "string" && /^(UNBOUNDED|NULL)$/i.test(text)))
      return null;
    return readScalar(toText(text, "range"), element);
  };
  const [from, to] = [bound(start), bound(end)];
  if (from !== null && to !== null && from >= to) throw new ValueError(`Invalid RANGE value: start is not before end`);
  return { [keyOf(0)]: from, [keyOf(1)]: to };
}

function boundsOf(text: string): string[] {
  const parts = /^\[\s*([^,]*?)\s*,\s*([^,]*?)\s*\)$/.exec(text);
  if (parts === null) throw new ValueError(`Invalid RANGE value: ${text}`);
  return parts.slice(1);
}

/** Parameterized types. https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types#parameterized_data_types */
function checkLimits(text: string, field: Field): string {
  const { maxLength, precision, scale } = field.more ?? {};
  const type = field.type.kind === "array" ? field.type.element : field.type;
  if (type.kind !== "scalar") return text;
  if (maxLength !== undefined) {
    const length = type.name === "BYTES" ? Buffer.from(text, "base64").length : Array.from(text).length;
    if (length > Number(maxLength)) {
      throw new ValueError(
        `Field ${field.name}: ${type.name}(${maxLength}) has maximum length ${maxLength} but got a value with length ${length}`,
      );
    }
  }
  if (precision === undefined) return text;
  const digits = Number(scale ?? 0);
  const rounded = readDecimal(text, Number(precision) - digits, digits);
  if (rounded === undefined)
    throw new ValueError(
      `Field ${field.name}: ${type.name}(${precision}, ${digits}) has precision ${precision} and scale ${digits} but got a value that is not in range of [-10^${Number(precision) - digits}, 10^${Number(precision) - digits})`,
    );
  return rounded;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}
