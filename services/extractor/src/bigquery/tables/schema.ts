import { isSameSourceName, type Column } from "@datamantri/contracts";

/** https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface FieldSchema {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly FieldSchema[];
  readonly rangeElementType?: { readonly type: string };
  readonly description?: string;
  /** Limits that STRING(10) and NUMERIC(10, 2) declare; whole numbers as texts. Without a scale it is 0. */
  readonly maxLength?: string;
  readonly precision?: string;
  readonly scale?: string;
  /** Order of a STRING; absent or empty: by bytes. */
  readonly collation?: string;
  readonly policyTags?: { readonly names?: readonly string[] };
}

/** REST uses the legacy names. */
const standardNames: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
  RECORD: "STRUCT",
  DECIMAL: "NUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
};

/** Finds a column of the source by its name. */
export function findColumn(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => isSameSourceName(column.name, name));
}

/**
 * Column as read without a mapping. A type newer than this product keeps its name. What a query's result declares means
 * nothing: `declareAs` takes that from the table.
 */
export function toColumn(field: FieldSchema): Column {
  return {
    name: field.name,
    type: standardNames[field.type] ?? field.type,
    repeated: field.mode === "REPEATED",
    required: field.mode === "REQUIRED",
    fields: (field.fields ?? []).map(toColumn),
    rangeElementType: field.rangeElementType?.type ?? "",
    sourcePath: [],
    targetType: "",
    mask: "",
    declaredType: "",
    notNull: false,
  };
}
