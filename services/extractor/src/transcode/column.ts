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

/**
 * One column of a page, in the order of its cells, and its conversion. Source: `TableFieldSchema` of BigQuery's REST
 * reference.
 */
export interface Column {
  readonly name: string;
  readonly type: BigQueryType;
  readonly repeated: boolean;
  /** Fields of a STRUCT. */
  readonly fields?: readonly Column[];
  /** Element type of a RANGE. */
  readonly rangeElementType?: "DATE" | "DATETIME" | "TIMESTAMP";
  /** True if each of the STRUCT's `fields` becomes a field of the row. */
  readonly isFlattened?: boolean;
  /** PostgreSQL type of the field, as format_type writes it, if it is not the natural one. */
  readonly castTo?: string;
  /** The field is text. */
  readonly maskText?: MaskText;
  /** True if rows are ordered by its values: they are never replaced. */
  readonly isCursor?: boolean;
}
