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

/** One column of a page, in the order of its cells. Source: `TableFieldSchema` of BigQuery's REST reference. */
export interface Column {
  readonly name: string;
  readonly type: BigQueryType;
  readonly repeated: boolean;
  /** Of a STRUCT. */
  readonly fields?: readonly Column[];
  /** Of a RANGE. */
  readonly rangeElementType?: "DATE" | "DATETIME" | "TIMESTAMP";
}
