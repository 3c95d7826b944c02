/**
 * What the form holds, and the pipeline that it means.
 *
 * Editing loses nothing: fields that the form has no place for stay as the pipeline has them (`base`).
 */
import type { ColumnMapping, Pipeline, PipelineInput } from "../../api/types.ts";

export const writeModes = ["append", "replace", "merge", "mirror", "history", "stream"] as const;
export type WriteMode = (typeof writeModes)[number];

export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly reads: "table" | "query";
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
  readonly query: string;
  readonly location: string;
  readonly apiEndpoint: string;
  readonly maximumBytesBilled: string;
  readonly allowQueryBilling: boolean;
  readonly cursorColumn: string;
  readonly isIncremental: boolean;
  readonly skipUnchanged: boolean;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly schema: string;
  readonly targetTable: string;
  readonly sslMode: "" | "disable" | "require" | "verify-full";
  readonly columns: readonly ColumnMapping[];
  readonly mode: WriteMode;
  readonly key: readonly string[];
  readonly intervalSeconds: string;
  readonly schemaDrift: "" | "evolve" | "freeze" | "ignore_new";
  readonly schedule: string | null;
  readonly timezone: string;
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
  reads: "table",
  project: "",
  dataset: "",
  table: "",
  query: "",
  location: "",
  apiEndpoint: "",
  maximumBytesBilled: "",
  allowQueryBilling: false,
  cursorColumn: "",
  isIncremental: false,
  skipUnchanged: false,
  host: "",
  port: "5432",
  database: "",
  user: "",
  schema: "public",
  targetTable: "",
  sslMode: "",
  columns: [],
  mode: "replace",
  key: [],
  intervalSeconds: "10",
  schemaDrift: "",
  schedule: null,
  timezone: "UTC",
};

export function toDraft(pipeline: Pipeline): Draft {
  const { source_config: source, destination_config: destination } = pipeline;
  return {
    name: pipeline.name,
    description: pipeline.description ?? "",
    reads: source.query === undefined ? "table" : "query",
    // Empty where a stored connection says it.
    project: source.project ?? "",
    dataset: source.dataset ?? "",
    table: source.table ?? "",
    query: source.query ?? "",
    location: source.location ?? "",
    apiEndpoint: source.api_endpoint ?? "",
    maximumBytesBilled: source.maximum_bytes_billed ?? "",
    allowQueryBilling: source.allow_query_billing ?? false,
    cursorColumn: source.cursor_column ?? "",
    isIncremental: source.read === "incremental",
    skipUnchanged: source.skip_unchanged ?? false,
    host: destination.host ?? "",
    port: destination.port === undefined ? "" : String(destination.port),
    database: destination.database ?? "",
    user: destination.user ?? "",
    schema: destination.schema,
    targetTable: destination.table,
    sslMode: destination.ssl_mode ?? "",
    columns: pipeline.mapping?.columns ?? [],
    mode: pipeline.mode === "batch" ? (destination.write_mode ?? "append") : pipeline.mode,
    key: destination.key ?? [],
    intervalSeconds: String(source.interval_seconds ?? 10),
    schemaDrift: destination.schema_drift ?? "",
    schedule: pipeline.schedule,
    timezone: pipeline.timezone,
  };
}

/** @param base the pipeline that is changed; absent for a new one. */
export function toInput(draft: Draft, secrets: Secrets, base?: Pipeline): PipelineInput {
  const isStream = draft.mode === "stream";
  const isIncremental = isStream || (draft.isIncremental && (draft.mode === "append" || draft.mode === "merge"));
  const { write_mode: _writeMode, ...destination } = base?.destination_config ?? {};
  const mappingBase = base?.mapping ?? {};
  const hasMapping = draft.columns.length > 0 || Object.keys(mappingBase).length > 0;
  return {
    name: draft.name,
    description: draft.description || null,
    source_config: defined({
      ...base?.source_config,
      project: draft.project || undefined,
      dataset: draft.reads === "table" ? draft.dataset : undefined,
      table: draft.reads === "table" ? draft.table : undefined,
      query: draft.reads === "query" ? draft.query : undefined,
      location: draft.location || undefined,
      api_endpoint: draft.apiEndpoint || undefined,
      maximum_bytes_billed: draft.maximumBytesBilled || undefined,
      allow_query_billing: draft.allowQueryBilling || undefined,
      cursor_column: draft.cursorColumn || undefined,
      read: isIncremental ? "incremental" : undefined,
      skip_unchanged: draft.skipUnchanged || undefined,
      interval_seconds: isStream ? Number(draft.intervalSeconds) : undefined,
      credentials: secrets.credentials || undefined,
    }),
    destination_config: defined({
      ...destination,
      host: draft.host || undefined,
      port: draft.port === "" ? undefined : Number(draft.port),
      database: draft.database || undefined,
      user: draft.user || undefined,
      schema: draft.schema,
      table: draft.targetTable,
      ssl_mode: draft.sslMode || undefined,
      key: draft.key.length > 0 ? [...draft.key] : undefined,
      schema_drift: draft.schemaDrift || undefined,
      password: secrets.password || undefined,
    }),
    mode: draft.mode,
    schedule: isStream ? null : draft.schedule,
    timezone: draft.timezone,
    ...(base ? { batch_size: base.batch_size, catch_up: isStream ? null : base.catch_up } : {}),
    mapping: hasMapping
      ? defined({
          ...mappingBase,
          columns: draft.columns.length > 0 ? [...draft.columns] : undefined,
          mask_key: secrets.maskKey || undefined,
        })
      : null,
  };
}

/** Whether a column is masked by a key, which is asked for each time (docs/api.md). */
export function needsMaskKey(draft: Draft): boolean {
  return draft.columns.some(
    ({ mask }) => mask?.method === "hmac" || (mask?.method === "sha256" && mask.salted === true),
  );
}

/** Without the fields that are undefined. */
function defined<Fields extends object>(fields: Fields): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
