/** What BigQuery requires of those who read a table, beside its columns. Plain data, stored with the table. */
export interface TableLimits {
  readonly partitioning?: {
    readonly type: "DAY";
    /** Undefined: by the time of a row's arrival. */
    readonly field?: string;
    readonly requireFilter?: boolean;
  };
  /** DuckDB's condition for the rows that row access policies let this user see. */
  readonly rowFilterSql?: string;
  /** Policy tags by the name of their column. This user may read none of them. */
  readonly policyTags?: Readonly<Record<string, PolicyTag>>;
  /** Rows outside BigQuery, which this user may not read. */
  readonly external?: { readonly sourceFormat: "GOOGLE_SHEETS"; readonly sourceUris: readonly string[] };
}

export interface PolicyTag {
  /** `projects/.../policyTags/...` */
  readonly resource: string;
  /** `taxonomy : tag` */
  readonly label: string;
}

/** The stored column that holds the time of a row's arrival; it is no column of the table. */
export const INGESTION_TIME_COLUMN = "$partition_time";
