import type { CellEncoder } from "./cell-encoder.ts";
import * as kinds from "./cell-kind.ts";
import type { Column } from "../column.ts";
import { encodeNestedOf, type NestedEncoder } from "../types/encode-nested.ts";
import { countFields, textWriterOf, valueWriterOf } from "../mapped-columns/field-writer.ts";
import { parseJson } from "../page-json/json-scan.ts";
import { scalarEncoder } from "./scalar-encoder.ts";

/** Encodes the cells of one column as fields. */
export interface ColumnEncoder {
  readonly name: string;
  /** One of the kinds of cell-kind.ts. */
  readonly kind: number;
  /** True if `encode` takes the cell's raw JSON, false if it takes the text of a JSON string. */
  readonly isNested: boolean;
  readonly encode: CellEncoder | NestedEncoder;
  /** Fields of the row for one cell; more than one for a flattened STRUCT. */
  readonly fieldCount: number;
}

export function columnEncoder(column: Column): ColumnEncoder {
  const { name, type } = column;
  const isNested = column.repeated || type === "STRUCT";
  if (isMapped(column)) return mappedEncoder(column, isNested);
  if (isNested) return { name, kind: kinds.KIND_OTHER, isNested, encode: encodeNestedOf(column), fieldCount: 1 };
  return { name, ...scalarEncoder(column), isNested, fieldCount: 1 };
}

function isMapped({ isFlattened, castTo, maskText }: Column): boolean {
  return isFlattened === true || castTo !== undefined || maskText !== undefined;
}

function mappedEncoder(column: Column, isNested: boolean): ColumnEncoder {
  const kind = column.isFlattened === true ? kinds.KIND_FLATTENED : kinds.KIND_OTHER;
  const shape = { name: column.name, kind, isNested, fieldCount: countFields(column) };
  if (isNested) {
    const write = valueWriterOf(column);
    return { ...shape, encode: (page, start, end, out) => write(parseJson(page, start, end), out) };
  }
  const write = textWriterOf(column);
  return { ...shape, encode: (text, start, end, out) => write(text.toString("utf8", start, end), out) };
}
