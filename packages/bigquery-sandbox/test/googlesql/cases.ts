/** An expression or a query, and the value that BigQuery's documentation gives for its first column. */
export type Case = readonly [sql: string, expected: Expected];

/** REST's value of the only row; `rows(...)` of several; `refused(...)`. */
export type Expected = string | null | readonly unknown[] | object;

/** One value for each row. */
export const rows = (...values: readonly (string | null)[]): object => ({ rows: values.map((v) => ({ f: [{ v }] })) });

/** An error with this reason, whose message contains these words. */
export const refused = (message: string, reason = "invalidQuery"): object => ({ refused: { message, reason } });

/** An ARRAY's value. */
export const array = (...values: readonly unknown[]): object => values.map((v) => ({ v }));

/** A STRUCT's value. */
export const struct = (...values: readonly unknown[]): object => ({ f: values.map((v) => ({ v })) });

/** Cases of one page below https://cloud.google.com/bigquery/docs/reference/standard-sql/ */
export interface Page {
  readonly page: string;
  readonly cases: readonly Case[];
}
