/**
 * Columns that BigQuery computes for a row and `SELECT *` leaves out: they order rows by when and where they arrived.
 * https://docs.cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table
 * https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables#filtering_selected_tables_using_table_suffix
 */
export interface PseudoColumn {
  /** In a query. */
  readonly name: string;
  /** In the rows: a result cannot have a column whose name begins with `_PARTITION` or `_TABLE_`. */
  readonly rowsName: string;
  readonly type: "TIMESTAMP" | "DATE" | "STRING";
}

const pseudoColumns: readonly PseudoColumn[] = [
  { name: "_PARTITIONTIME", rowsName: "partition_time", type: "TIMESTAMP" },
  { name: "_PARTITIONDATE", rowsName: "partition_date", type: "DATE" },
  { name: "_TABLE_SUFFIX", rowsName: "table_suffix", type: "STRING" },
];

/** Finds it by its name in queries, in any case. */
export function findPseudoColumn(name: string | undefined): PseudoColumn | undefined {
  return pseudoColumns.find((column) => column.name === name?.toUpperCase());
}

/** Name that a column of the source has in the rows. */
export function nameInRows<Name extends string | undefined>(name: Name): Name | string {
  return findPseudoColumn(name)?.rowsName ?? name;
}

/** True for tables whose names begin alike: https://docs.cloud.google.com/bigquery/docs/querying-wildcard-tables */
export function isWildcard({ table }: { readonly table?: string | undefined }): boolean {
  return table?.endsWith("*") ?? false;
}
