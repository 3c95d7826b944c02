/** Whom a table shows what, besides its schema. Plain data, stored with the table. */
export interface TableLimits {
  /** Absent: everybody sees all rows. */
  readonly rowPolicies?: readonly RowPolicy[];
  /** Rows outside BigQuery, which this user may not read. */
  readonly external?: { readonly sourceFormat: "GOOGLE_SHEETS"; readonly sourceUris: readonly string[] };
}

/** https://cloud.google.com/bigquery/docs/row-level-security-intro */
export interface RowPolicy {
  readonly name: string;
  /** True if it is for the sandbox's user too. */
  readonly isGranted: boolean;
  /** GoogleSQL's condition for the rows that it shows. */
  readonly filter: string;
}

/** `taxonomy : tag` of the policy tags in the sample data, by their resources. */
export const POLICY_TAG_LABELS: Readonly<Record<string, string>> = {
  "projects/sandbox/locations/us/taxonomies/1/policyTags/2": "Personal : email",
};
