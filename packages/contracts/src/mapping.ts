/** How source columns become target columns, and the report of what that does to their types. */

/**
 * How a column's values are hidden. They are masked by the extractor: no message, log or table ever has the original.
 * NULL stays NULL. What is masked is the text that a cast to text gives.
 */
export interface Mask {
  /**
   * `sha256`: digest in hexadecimal. `hmac`: HMAC-SHA-256 with the pipeline's mask key, in hexadecimal. `redact`:
   * `replacement`, or NULL without one. `partial`: `*` for each character but the first and last ones.
   */
  readonly method: "sha256" | "hmac" | "redact" | "partial";
  /** sha256: the mask key goes before the text. */
  readonly salted?: boolean | undefined;
  /** redact. */
  readonly replacement?: string | undefined;
  /** partial: characters at the beginning that stay. */
  readonly keep_first?: number | undefined;
  /** partial: characters at the end that stay. */
  readonly keep_last?: number | undefined;
}

/** What is said about one column, or about one field inside of a STRUCT. */
export interface ColumnMapping {
  /** Its name in the source; of a field the names from the column on, with dots: `address.city`. */
  readonly source: string;
  /** In the target; the source's own unless said, with `_` between the names of a flattened STRUCT. */
  readonly name?: string | undefined;
  /** Not read at all. */
  readonly exclude?: boolean | undefined;
  /** PostgreSQL type, one of `targetTypes`. */
  readonly cast?: string | undefined;
  readonly mask?: Mask | undefined;
  /** For this STRUCT or ARRAY, instead of what the mapping says for all. */
  readonly as?: "jsonb" | "flatten" | "native" | undefined;
}

/**
 * What becomes of a value that PostgreSQL cannot hold: the run fails (unless said otherwise), what cannot be held is
 * replaced, the cell becomes NULL, or the row goes to the rejects. docs/types.md says what is replaced by what.
 */
export type Unrepresentable = "fail" | "replace" | "null" | "reject";

/** How the source's columns become the target's. All of it is optional: nothing said is the table of docs/types.md. */
export interface Mapping {
  readonly columns?: readonly ColumnMapping[] | undefined;
  /** `flatten`: a column for each field. */
  readonly structs?: "jsonb" | "flatten" | undefined;
  /** `native`: an ARRAY of scalars becomes an array of PostgreSQL. */
  readonly arrays?: "jsonb" | "native" | undefined;
  /** `postgis`: GEOGRAPHY becomes the type `geography`, which the destination must have. */
  readonly geography?: "text" | "postgis" | undefined;
  readonly unrepresentable?: Unrepresentable | undefined;
}

/** `lossy`: a value may arrive as another one, and nothing says so. What is refused aloud is not a loss. */
export type Fidelity = "lossless" | "lossy" | "unsupported";

/** What becomes of one source column or field. */
export interface TypeReportColumn {
  /** As in `ColumnMapping.source`. */
  readonly source: string;
  /** In BigQuery's words: `ARRAY<INT64>`. */
  readonly source_type: string;
  /** Null when it is left out. */
  readonly target: string | null;
  readonly target_type: string | null;
  readonly fidelity: Fidelity;
  readonly notes: readonly string[];
  /** What the mapping could say instead: `cast: text, varchar`, `as: jsonb, flatten`, `exclude`. */
  readonly choices: readonly string[];
}

export interface TypeReport {
  readonly columns: readonly TypeReportColumn[];
  /** Why this mapping cannot run; empty when it can. */
  readonly problems: readonly string[];
}
