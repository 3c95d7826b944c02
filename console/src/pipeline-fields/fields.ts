/**
 * Every option of a pipeline in the console: its section, its control and when it is shown. Label, help and values come
 * from its declaration in packages/api. An option without a row does not compile.
 */
import type { Pipeline } from "../api/types.ts";
import { declaredFields } from "../generated/pipeline-fields.ts";
import { describeSchedule } from "../schedule/schedule.ts";
import type { ControlName } from "./controls.ts";
import { describeMapping } from "./describe-mapping.ts";
import {
  isKeyed,
  isWhole,
  needsMaskKey,
  readsIncrements,
  type Draft,
  type DraftPath,
  type FieldPath,
  type Secrets,
} from "./draft.ts";

/** In the order of the form. */
export const sections = {
  name: { title: "Name", lead: "" },
  source: { title: "Source", lead: "BigQuery table or query" },
  destination: { title: "Destination", lead: "PostgreSQL table" },
  mapping: { title: "Columns", lead: "types, names, exclusions and masks" },
  mode: { title: "Mode and policies", lead: "how rows are written" },
  schedule: { title: "Schedule", lead: "when runs start" },
} as const;
export type SectionId = keyof typeof sections;

/** Options that most pipelines leave at their defaults are folded. */
export const folds = {
  identity: "Credentials and endpoint",
  tls: "TLS, certificates and authentication",
  limits: "Cost limit, location and labels",
  nested: "Nested types and invalid values",
  guards: "Guards",
  rejects: "Rejects",
  policies: "Schema changes, verification and batches",
  failures: "Waiting, deadline and retries",
  missed: "Missed runs",
} as const;
export type FoldId = keyof typeof folds;

export interface Row {
  readonly section: SectionId;
  readonly fold?: FoldId;
  readonly control: ControlName;
  /** Default: always. A hidden option keeps the pipeline's value. */
  readonly isShown?: (draft: Draft) => boolean;
  /** A hidden option is removed from the pipeline, because it would contradict the visible ones. */
  readonly isRemovedWhenHidden?: true;
  /** True if the pipeline requires it while it is shown. Default: false. */
  readonly isNeeded?: (draft: Draft) => boolean;
  readonly placeholder?: string;
  /** Replaces the declaration's label, if that is ambiguous in the form. */
  readonly label?: string;
  /** Selectable values, if not all, and their texts, if the value alone is unclear. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Replaces the control's own functions. */
  readonly load?: (pipeline: Pipeline) => Draft[DraftPath];
  readonly send?: (draft: Draft, base: Pipeline | undefined) => unknown;
  readonly words?: (value: never) => string;
}

interface WithoutControl {
  readonly hasNoControl: string;
}

const always = () => true;
const isTyped = (path: "source_config.connection_id" | "destination_config.connection_id") => (draft: Draft) =>
  draft[path] === "";
const ofSource = {
  section: "source",
  isShown: isTyped("source_config.connection_id"),
  isRemovedWhenHidden: true,
} as const;
const ofServer = {
  section: "destination",
  isShown: isTyped("destination_config.connection_id"),
  isRemovedWhenHidden: true,
} as const;
const ofTable = {
  section: "source",
  isShown: ({ reads }: Draft) => reads === "table",
  isRemovedWhenHidden: true,
} as const;
const limits = { section: "source", fold: "limits" } as const;
const guard = { section: "mode", fold: "guards", isShown: isWhole } as const;
const ofHistory = {
  section: "mode",
  control: "text",
  isShown: ({ mode }: Draft) => mode === "history",
} as const;
const policies = { section: "mode", fold: "policies" } as const;
const failures = { section: "schedule", fold: "failures" } as const;
const makesAgain = (draft: Draft) => draft["retry.times"] !== "";
const nested = { section: "mapping", fold: "nested" } as const;
const isScheduled = ({ mode }: Draft) => mode !== "stream";

const table = {
  name: { section: "name", control: "text", isNeeded: always },
  description: { section: "name", control: "text" },

  source_type: { hasNoControl: "BigQuery is the only source." },
  "source_config.connection_id": { section: "source", control: "bigquery-connection", label: "BigQuery connection" },
  "source_config.project": { ...ofSource, control: "text", isNeeded: always },
  "source_config.dataset": { ...ofTable, control: "text", isNeeded: always },
  "source_config.table": { ...ofTable, control: "text", isNeeded: always },
  "source_config.filter": { ...ofTable, control: "text", placeholder: "day >= '2026-01-01'" },
  "source_config.query": { ...ofTable, control: "area", isShown: ({ reads }) => reads === "query", isNeeded: always },
  "source_config.credentials": { ...ofSource, fold: "identity", control: "secret-area" },
  "source_config.impersonate_service_account": { ...ofSource, fold: "identity", control: "text" },
  "source_config.api_endpoint": {
    ...ofSource,
    fold: "identity",
    control: "text",
    placeholder: "https://bigquery.googleapis.com",
  },
  "source_config.maximum_bytes_billed": { ...limits, control: "bytes" },
  "source_config.location": { ...limits, control: "text", placeholder: "EU" },
  "source_config.data_project": { ...limits, control: "text" },
  "source_config.allow_query_billing": { ...limits, control: "check" },
  "source_config.query_priority": { ...limits, control: "choice" },
  "source_config.labels": { ...limits, control: "labels" },

  destination_type: { hasNoControl: "PostgreSQL is the only destination." },
  "destination_config.connection_id": {
    section: "destination",
    control: "postgres-connection",
    label: "PostgreSQL connection",
  },
  "destination_config.host": { ...ofServer, control: "text", isNeeded: always },
  "destination_config.port": { ...ofServer, control: "port" },
  "destination_config.database": { ...ofServer, control: "text", isNeeded: always },
  "destination_config.user": { ...ofServer, control: "text", isNeeded: always },
  "destination_config.password": { ...ofServer, control: "secret" },
  "destination_config.ssl_mode": { ...ofServer, fold: "tls", control: "choice" },
  "destination_config.ssl_root_cert": { ...ofServer, fold: "tls", control: "area" },
  "destination_config.ssl_cert": { ...ofServer, fold: "tls", control: "area" },
  "destination_config.ssl_key": { ...ofServer, fold: "tls", control: "text", placeholder: "file:client.key" },
  "destination_config.require_auth": { ...ofServer, fold: "tls", control: "choice" },
  "destination_config.schema": { section: "destination", control: "text", isNeeded: always },
  "destination_config.table": { section: "destination", control: "text", isNeeded: always },

  "mapping.columns": { section: "mapping", control: "mapping-grid", words: describeMapping },
  "mapping.mask_key": {
    section: "mapping",
    control: "secret",
    isShown: (draft) => needsMaskKey(draft["mapping.columns"]),
    isRemovedWhenHidden: true,
    isNeeded: always,
  },
  "mapping.structs": { ...nested, control: "choice" },
  "mapping.arrays": { ...nested, control: "choice" },
  "mapping.geography": { ...nested, control: "choice" },
  "mapping.unrepresentable": {
    ...nested,
    control: "choice",
    texts: { fail: "Fail the run", replace: "Replace the value", null: "Write NULL", reject: "Reject the row" },
  },

  mode: {
    section: "mode",
    control: "mode-choices",
    load: ({ mode, destination_config: { write_mode = "append" } }) => (mode === "batch" ? write_mode : mode),
    send: (draft, base) => (isBatchOf(draft, base) ? "batch" : draft.mode),
  },
  "destination_config.write_mode": {
    section: "mode",
    control: "choice",
    isShown: ({ mode }) => mode === "stream",
    texts: { append: "append", merge: "merge" },
    send: toWriteMode,
  },
  "source_config.read": {
    section: "mode",
    control: "choice",
    isShown: ({ mode }) => mode === "append" || mode === "merge",
    // The other modes require every row, and a stream reads increments.
    send: (draft) =>
      readsIncrements(draft) ? "incremental" : draft["source_config.read"] === "full" ? "full" : undefined,
  },
  "destination_config.key": {
    section: "mode",
    control: "key-columns",
    isShown: (draft) => isKeyed(draft) || draft["destination_config.key"].length > 0,
    isRemovedWhenHidden: true,
    isNeeded: isKeyed,
  },
  "source_config.cursor_column": {
    section: "mode",
    control: "cursor-column",
    isShown: (draft) => readsIncrements(draft) || isKeyed(draft) || draft["source_config.cursor_column"] !== "",
    isRemovedWhenHidden: true,
    isNeeded: readsIncrements,
  },
  "source_config.cursor_start": {
    section: "mode",
    control: "text",
    isShown: readsIncrements,
    isRemovedWhenHidden: true,
  },
  "source_config.interval_seconds": {
    section: "mode",
    control: "seconds",
    placeholder: "10",
    isShown: ({ mode }) => mode === "stream",
    isRemovedWhenHidden: true,
  },
  "source_config.lookback_seconds": {
    section: "mode",
    control: "seconds",
    isShown: readsIncrements,
    isRemovedWhenHidden: true,
  },
  "source_config.lookback_units": {
    section: "mode",
    control: "number",
    isShown: readsIncrements,
    isRemovedWhenHidden: true,
  },
  "source_config.cursor_nulls": {
    section: "mode",
    control: "choice",
    isShown: readsIncrements,
    isRemovedWhenHidden: true,
  },
  "source_config.skip_unchanged": {
    section: "mode",
    control: "switch",
    isShown: (draft) => !readsIncrements(draft),
    texts: { true: "Skip every run", false: "Read anyway" },
  },
  "destination_config.delete_mode": { section: "mode", control: "choice", isShown: ({ mode }) => mode === "mirror" },
  "destination_config.deleted_at_column": {
    section: "mode",
    control: "text",
    placeholder: "_deleted_at",
    isShown: (draft) => draft.mode === "mirror" && draft["destination_config.delete_mode"] === "soft",
  },
  "destination_config.valid_from_column": { ...ofHistory, placeholder: "valid_from" },
  "destination_config.valid_to_column": { ...ofHistory, placeholder: "valid_to" },
  "destination_config.replace_by": { section: "mode", control: "choice", isShown: ({ mode }) => mode === "replace" },
  "destination_config.keep_previous": {
    section: "mode",
    control: "number",
    isShown: ({ mode }) => mode === "replace",
    isRemovedWhenHidden: true,
  },
  "destination_config.guards.empty": { ...guard, control: "choice" },
  "destination_config.guards.shrink": { ...guard, control: "choice" },
  "destination_config.guards.shrink_threshold": { ...guard, control: "number", placeholder: "0.5" },
  "destination_config.guards.all_null": { ...guard, control: "choice" },
  "destination_config.rejects.max_rows": { section: "mode", fold: "rejects", control: "number" },
  "destination_config.rejects.max_share": { section: "mode", fold: "rejects", control: "number", placeholder: "0.01" },
  "destination_config.schema_drift": { ...policies, control: "choice" },
  "destination_config.verification": { ...policies, control: "choice" },
  batch_size: { ...policies, control: "number" },

  schedule: {
    section: "schedule",
    control: "schedule-builder",
    isShown: isScheduled,
    isRemovedWhenHidden: true,
    words: (cron: string) => (describeSchedule(cron) === cron ? cron : `${describeSchedule(cron)} (${cron})`),
  },
  timezone: { section: "schedule", control: "schedule-builder" },
  schedule_jitter_seconds: {
    section: "schedule",
    control: "seconds",
    isShown: (draft) => isScheduled(draft) && (draft.schedule !== null || draft.schedule_jitter_seconds !== ""),
    isRemovedWhenHidden: true,
  },
  "catch_up.policy": {
    section: "schedule",
    fold: "missed",
    control: "choice",
    isShown: (draft) => isScheduled(draft) && (draft.schedule !== null || draft["catch_up.policy"] !== ""),
    isRemovedWhenHidden: true,
  },
  "catch_up.window_seconds": {
    section: "schedule",
    fold: "missed",
    control: "seconds",
    placeholder: "86400",
    isShown: (draft) => isScheduled(draft) && draft["catch_up.policy"] !== "",
    isRemovedWhenHidden: true,
  },
  max_wait: { ...failures, control: "seconds", placeholder: "3600" },
  deadline_seconds: { ...failures, control: "seconds" },
  "retry.times": { ...failures, control: "number" },
  "retry.pause_seconds": {
    ...failures,
    control: "seconds",
    placeholder: "60",
    isShown: makesAgain,
    isRemovedWhenHidden: true,
  },
  "retry.errors": {
    ...failures,
    control: "choices",
    texts: {
      source: "BigQuery",
      destination: "PostgreSQL",
      data: "Rows",
      bus: "NATS",
      operator: "Settings and limits",
    },
    isShown: makesAgain,
    isRemovedWhenHidden: true,
  },
} satisfies Readonly<Record<FieldPath, Row | WithoutControl>>;

export type FormPath = DraftPath | keyof Secrets;

export interface Field extends Row {
  readonly path: FormPath;
  readonly label: string;
  readonly help: string;
  readonly values: readonly string[];
}

/** The options that have a control, in the order of the form. */
export const fields: readonly Field[] = Object.entries<Row | WithoutControl>(table).flatMap(([path, row]) => {
  if ("hasNoControl" in row) return [];
  const { values = [], ...declared } = declaredFields[path as FormPath] as Pick<Field, "label" | "help"> & {
    readonly values?: readonly string[];
  };
  return [{ ...declared, values: row.texts ? Object.keys(row.texts) : values, ...row, path: path as FormPath }];
});

export function fieldAt(path: string): Field | undefined {
  return fields.find((field) => field.path === path);
}

export function isShown({ isShown: asks = always }: Row, draft: Draft): boolean {
  return asks(draft);
}

/** True if the configuration uses the older `batch` mode with the same meaning. */
function isBatchOf({ mode }: Draft, base: Pipeline | undefined): boolean {
  return base?.mode === "batch" && (base.destination_config.write_mode ?? "append") === mode;
}

function toWriteMode(draft: Draft, base: Pipeline | undefined): unknown {
  if (draft.mode === "stream") return draft["destination_config.write_mode"] || undefined;
  return isBatchOf(draft, base) || draft.mode === base?.mode ? base?.destination_config.write_mode : undefined;
}
