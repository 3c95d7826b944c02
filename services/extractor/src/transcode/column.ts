import type { MaskText } from "./mapped-columns/masks.ts";

/** BigQuery's type names in the standard dialect; the caller maps the legacy ones (INTEGER, FLOAT, BOOLEAN, RECORD). */
export type BigQueryType =
  | "INT64"
  | "FLOAT64"
  | "NUMERIC"
  | "BIGNUMERIC"
  | "BOOL"
  | "STRING"
  | "BYTES"
  | "DATE"
  | "DATETIME"
  | "TIME"
  | "TIMESTAMP"
  | "JSON"
  | "GEOGRAPHY"
  | "INTERVAL"
  | "RANGE"
  | "STRUCT";

export type ScalarType = Exclude<BigQueryType, "STRUCT">;

/** One column of a page, in the order of its cells, and what becomes of them. Source: `TableFieldSchema` of BigQuery's REST reference. */
export interface Column {
  readonly name: string;
  readonly type: BigQueryType;
  readonly repeated: boolean;
  /** Of a STRUCT. */
  readonly fields?: readonly Column[];
  /** Of a RANGE. */
  readonly rangeElementType?: "DATE" | "DATETIME" | "TIMESTAMP";
  /** The STRUCT becomes a field of the row for each of its `fields`. */
  readonly isFlattened?: boolean;
  /** PostgreSQL type of the field, as format_type writes it, when it is not the natural one. */
  readonly castTo?: string;
  /** The field is text. */
  readonly maskText?: MaskText;
}
