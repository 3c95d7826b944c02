/** What the form holds: text as it is typed, and the choices. `to-draft.ts` and `to-input.ts` lead from and to the API. */
import type { ColumnMapping, Mapping, PipelineInput } from "../../api/types.ts";

type Destination = PipelineInput["destination_config"];
type Guards = NonNullable<Destination["guards"]>;

/** What is chosen of a few; empty is the product's own choice. */
type Choice<Value extends string | undefined> = "" | NonNullable<Value>;

export const writeModes = ["append", "replace", "merge", "mirror", "history", "stream"] as const;
export type WriteMode = (typeof writeModes)[number];

export interface Label {
  readonly name: string;
  readonly value: string;
}

export interface Draft {
  readonly name: string;
  readonly description: string;

  /** A stored connection's id; empty when the server is typed in. */
  readonly sourceConnection: string;
  readonly reads: "table" | "query";
  readonly project: string;
  readonly dataProject: string;
  readonly dataset: string;
  readonly table: string;
  readonly query: string;
  readonly location: string;
  readonly apiEndpoint: string;
  readonly impersonate: string;
  readonly maximumBytesBilled: string;
  readonly allowQueryBilling: boolean;
  readonly labels: readonly Label[];
  readonly cursorColumn: string;
  readonly isIncremental: boolean;
  readonly lookbackSeconds: string;
  readonly skipUnchanged: "" | "always" | "never";

  readonly destinationConnection: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly sslMode: Choice<Destination["ssl_mode"]>;
  readonly schema: string;
  readonly targetTable: string;
  /** What the person means; a run makes the table when there is none. */
  readonly target: "new" | "existing";

  readonly columns: readonly ColumnMapping[];
  readonly structs: Choice<Mapping["structs"]>;
  readonly arrays: Choice<Mapping["arrays"]>;
  readonly geography: Choice<Mapping["geography"]>;
  readonly unrepresentable: Choice<Mapping["unrepresentable"]>;

  readonly mode: WriteMode;
  /** What a stream does with the rows that it reads. */
  readonly streamWrites: "append" | "merge";
  readonly intervalSeconds: string;
  readonly key: readonly string[];
  readonly replaceBy: Choice<Destination["replace_by"]>;
  readonly deleteMode: Choice<Destination["delete_mode"]>;
  readonly guardEmpty: Choice<Guards["empty"]>;
  readonly guardShrink: Choice<Guards["shrink"]>;
  readonly guardAllNull: Choice<Guards["all_null"]>;
  /** Of the rows. */
  readonly shrinkPercent: string;
  readonly schemaDrift: Choice<Destination["schema_drift"]>;
  readonly verification: Choice<Destination["verification"]>;
  readonly maxRejectedRows: string;
  /** Of the rows. */
  readonly maxRejectedPercent: string;
  readonly batchSize: string;

  readonly schedule: string | null;
  readonly timezone: string;
  readonly catchUp: "" | "none" | "last" | "all";
  readonly catchUpSeconds: string;
}

/** Never kept anywhere but in the page: empty means that the stored one stays. */
export interface Secrets {
  readonly credentials: string;
  readonly password: string;
  readonly maskKey: string;
}

export const noSecrets: Secrets = { credentials: "", password: "", maskKey: "" };

export const emptyDraft: Draft = {
  name: "",
  description: "",
  sourceConnection: "",
  reads: "table",
  project: "",
  dataProject: "",
  dataset: "",
  table: "",
  query: "",
  location: "",
  apiEndpoint: "",
  impersonate: "",
  maximumBytesBilled: "",
  allowQueryBilling: false,
  labels: [],
  cursorColumn: "",
  isIncremental: false,
  lookbackSeconds: "",
  skipUnchanged: "",
  destinationConnection: "",
  host: "",
  port: "5432",
  database: "",
  user: "",
  sslMode: "",
  schema: "public",
  targetTable: "",
  target: "new",
  columns: [],
  structs: "",
  arrays: "",
  geography: "",
  unrepresentable: "",
  mode: "replace",
  streamWrites: "append",
  intervalSeconds: "10",
  key: [],
  replaceBy: "",
  deleteMode: "",
  guardEmpty: "",
  guardShrink: "",
  guardAllNull: "",
  shrinkPercent: "",
  schemaDrift: "",
  verification: "",
  maxRejectedRows: "",
  maxRejectedPercent: "",
  batchSize: "",
  schedule: null,
  timezone: "UTC",
  catchUp: "",
  catchUpSeconds: "",
};

/** What is written with the rows that are read. */
export function writesOf({ mode, streamWrites }: Draft): Exclude<WriteMode, "stream"> {
  return mode === "stream" ? streamWrites : mode;
}

/** Rows are found again by a key. */
export function isKeyed(draft: Draft): boolean {
  return ["merge", "mirror", "history"].includes(writesOf(draft));
}

/** A whole snapshot takes the place of an earlier one. */
export function isWhole(draft: Draft): boolean {
  return ["replace", "mirror", "history"].includes(writesOf(draft));
}

/** Only rows beyond the cursor are read. */
export function readsIncrements(draft: Draft): boolean {
  return draft.mode === "stream" || (draft.isIncremental && !isWhole(draft));
}

/** Whether a column is masked by a key, which is asked for each time (docs/api.md). */
export function needsMaskKey({ columns }: Pick<Draft, "columns">): boolean {
  return columns.some(({ mask }) => mask?.method === "hmac" || (mask?.method === "sha256" && mask.salted === true));
}
