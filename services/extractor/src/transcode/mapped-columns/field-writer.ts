/** Fields created by a mapping: casts, masks, arrays of PostgreSQL, and the fields of a flattened STRUCT. */
import { naturalElementType } from "@datamantri/contracts";
import { parseTargetType } from "@datamantri/api/values";

import type { ByteWriter } from "../rows-to-copy/byte-writer.ts";
import { canonicalTextOf } from "./canonical-text.ts";
import { casts, writeText } from "./casts.ts";
import { fieldSlackBytes } from "../rows-to-copy/cell-encoder.ts";
import type { Column, ScalarType } from "../column.ts";
import { cellValue, columnToJson, writeJsonb } from "../types/encode-nested.ts";
import { CellRefusal, refuseShape, refuseValue } from "../unrepresentable/refusal.ts";
import { scalarEncoder } from "../rows-to-copy/scalar-encoder.ts";
import { holdsLoneSurrogate, holdsNul } from "../page-json/unescape.ts";

/** Writes one field for a text on the wire, JSON escapes resolved. @throws CellRefusal */
export type TextWriter = (text: string, out: ByteWriter) => void;

/** Writes the column's fields for a parsed cell. @throws CellRefusal */
export type ValueWriter = (wire: unknown, out: ByteWriter) => void;

const nullLength = -1;

/**
 * OIDs of element types, which PostgreSQL checks in arrays. Source: src/include/catalog/pg_type.dat; they never change.
 */
const elementOids: Readonly<Record<string, number>> = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  text: 25,
  "double precision": 701,
  date: 1082,
  "time without time zone": 1083,
  "timestamp without time zone": 1114,
  "timestamp with time zone": 1184,
  interval: 1186,
  numeric: 1700,
  jsonb: 3802,
  tsrange: 3908,
  tstzrange: 3910,
  daterange: 3912,
};

/** Number of fields of the row for one cell. */
export function countFields({ isFlattened, fields = [] }: Column): number {
  return isFlattened === true ? fields.reduce((sum, field) => sum + countFields(field), 0) : 1;
}

export function writeNulls(count: number, out: ByteWriter): void {
  out.reserve(4 * count);
  for (let index = 0; index < count; index++) out.int32(nullLength);
}

export function valueWriterOf(column: Column): ValueWriter {
  const write = writerOf(column);
  const fieldCount = countFields(column);
  return (wire, out) => (wire === null ? writeNulls(fieldCount, out) : write(wire, out));
}

function writerOf(column: Column): ValueWriter {
  if (column.isFlattened === true) return flattenedWriterOf(column.fields ?? []);
  if (column.type !== "STRUCT" && !column.repeated) return scalarWriterOf(column);
  const { maskText, castTo } = column;
  if (maskText !== undefined) return (_wire, out) => writeMasked(maskText(""), out);
  if (castTo?.endsWith("[]") === true) return arrayWriterOf(column);
  const toJson = columnToJson(column);
  return castTo === undefined
    ? (wire, out) => writeJsonb(toJson(wire), out)
    : (wire, out) => out.textField(toJson(wire));
}

/** A NULL STRUCT has NULL fields, also those that BigQuery marks REQUIRED. */
function flattenedWriterOf(fields: readonly Column[]): ValueWriter {
  const writers = fields.map((field) => ({ name: field.name, write: valueWriterOf(field) }));
  return (wire, out) => {
    const cells = (wire as { f?: unknown }).f;
    if (!Array.isArray(cells) || cells.length !== writers.length) {
      refuseShape("a struct does not have the fields of its column");
    }
    for (const [index, { name, write }] of writers.entries()) {
      try {
        write(cellValue((cells as unknown[])[index]), out);
      } catch (error) {
        throw error instanceof CellRefusal ? error.in(name) : error;
      }
    }
  };
}

function scalarWriterOf(column: Column): ValueWriter {
  const write = textWriterOf(column);
  return (wire, out) => {
    if (typeof wire !== "string") refuseShape("a nested scalar is not a string");
    if (wire.includes("\0")) refuseValue(holdsNul);
    if (!wire.isWellFormed()) refuseValue(holdsLoneSurrogate);
    write(wire, out);
  };
}

/** One dimension, counted from 1. Source: PostgreSQL's array_recv. */
function arrayWriterOf(column: Column): ValueWriter {
  const write = valueWriterOf({ name: column.name, type: column.type, repeated: false, ...rangeOf(column) });
  const oid = elementOids[naturalElementType({ type: column.type, rangeElementType: column.rangeElementType ?? "" })!]!;
  return (wire, out) => {
    if (!Array.isArray(wire)) refuseShape("a repeated cell is not an array");
    const elements = wire.map(cellValue);
    out.reserve(24);
    const fieldAt = out.length;
    out.int32(0);
    out.int32(elements.length === 0 ? 0 : 1);
    out.int32(elements.includes(null) ? 1 : 0);
    out.int32(oid);
    if (elements.length > 0) {
      out.int32(elements.length);
      out.int32(1);
    }
    for (const element of elements) write(element, out);
    out.int32At(fieldAt, out.length - fieldAt - 4);
  };
}

function rangeOf({ rangeElementType }: Column): Pick<Column, "rangeElementType"> {
  return rangeElementType === undefined ? {} : { rangeElementType };
}

/** Writer for a scalar. */
export function textWriterOf(column: Column): TextWriter {
  const { maskText, castTo } = column;
  if (maskText !== undefined) {
    const toText = canonicalTextOf(column);
    return (text, out) => writeMasked(maskText(toText(text)), out);
  }
  if (castTo === undefined) return naturalWriterOf(column);
  const type = parseTargetType(castTo);
  const cast = type === null ? undefined : casts[column.type as ScalarType][type.word];
  if (type === null || cast === undefined) throw new Error(`no cast from ${column.type} to ${castTo}`);
  const { write } = cast;
  if (write !== null) return (text, out) => write(text, out, type);
  const toText = canonicalTextOf(column);
  return (text, out) => writeText(toText(text), out, type);
}

function naturalWriterOf(column: Column): TextWriter {
  const { encode } = scalarEncoder(column);
  return (text, out) => {
    const bytes = Buffer.from(text);
    out.reserve(2 * bytes.length + fieldSlackBytes);
    encode(bytes, 0, bytes.length, out);
  };
}

function writeMasked(masked: string | null, out: ByteWriter): void {
  if (masked === null) writeNulls(1, out);
  else out.textField(masked);
}
