import type { TableLimits } from "../storage/table-limits.ts";

/** A table of the seed data: its location and the statements that create it. */
export interface SeedTable {
  readonly dataset: string;
  readonly table: string;
  readonly statements: (sqlName: string) => readonly string[];
  readonly limits?: TableLimits;
  /** Further fields of the Table resource. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** By column. */
  readonly policyTags?: Readonly<Record<string, object>>;
}
