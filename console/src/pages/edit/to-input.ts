/**
 * The pipeline that a draft means.
 *
 * Editing loses nothing: what the form has no place for, or does not show for the chosen mode, stays as the pipeline has
 * it (`base`).
 */
import type { Pipeline, PipelineInput } from "../../api/types.ts";
import { isWhole, needsMaskKey, readsIncrements, type Draft, type Secrets } from "./draft.ts";

type Source = PipelineInput["source_config"];
type Destination = PipelineInput["destination_config"];
type MappingInput = NonNullable<PipelineInput["mapping"]>;

/** @param base the pipeline that is changed; absent for a new one. */
export function toInput(draft: Draft, secrets: Secrets, base?: Pipeline): PipelineInput {
  const isStream = draft.mode === "stream";
  const catchUp = draft.catchUp && {
    policy: draft.catchUp,
    ...defined({ window_seconds: toNumber(draft.catchUpSeconds) }),
  };
  return {
    name: draft.name,
    description: draft.description || null,
    source_config: toSource(draft, secrets, base?.source_config),
    destination_config: toDestination(draft, secrets, base),
    mode: isBatchOf(draft, base) ? "batch" : draft.mode,
    schedule: isStream ? null : draft.schedule,
    timezone: draft.timezone,
    batch_size: toNumber(draft.batchSize) ?? null,
    catch_up: isStream ? null : catchUp || null,
    mapping: toMapping(draft, secrets, base),
  };
}

/** Stands for a key that is not typed yet: what columns become does not depend on it. */
const anyMaskKey = "0".repeat(16);

/** Enough to look at the source: what is written, and when, does not matter for that and may not be chosen yet. */
export function toSourceInput(draft: Draft, secrets: Secrets): PipelineInput {
  const read = { ...draft, mode: "append", isIncremental: false, unrepresentable: "" } as const;
  const keyed = { ...secrets, maskKey: secrets.maskKey || (needsMaskKey(draft) ? anyMaskKey : "") };
  return {
    name: "check",
    source_config: toSource(read, keyed, undefined),
    destination_config: { host: "localhost", database: "any", user: "any", table: "any" },
    mapping: toMapping(read, keyed, undefined),
  };
}

function toSource(draft: Draft, secrets: Secrets, base: Pipeline["source_config"] | undefined): Source {
  const isStream = draft.mode === "stream";
  const isIncremental = readsIncrements(draft);
  const isTable = draft.reads === "table";
  const isStored = draft.sourceConnection !== "";
  const labels = draft.labels.filter(({ name }) => name !== "");
  return defined({
    ...base,
    connection_id: draft.sourceConnection || undefined,
    project: isStored ? undefined : draft.project || undefined,
    api_endpoint: isStored ? undefined : draft.apiEndpoint || undefined,
    impersonate_service_account: isStored ? undefined : draft.impersonate || undefined,
    credentials: isStored ? undefined : secrets.credentials || undefined,
    data_project: draft.dataProject || undefined,
    dataset: isTable ? draft.dataset : undefined,
    table: isTable ? draft.table : undefined,
    query: isTable ? undefined : draft.query,
    location: draft.location || undefined,
    maximum_bytes_billed: draft.maximumBytesBilled || undefined,
    allow_query_billing: draft.allowQueryBilling || (base?.allow_query_billing === undefined ? undefined : false),
    labels: labels.length > 0 ? Object.fromEntries(labels.map(({ name, value }) => [name, value])) : undefined,
    cursor_column: draft.cursorColumn || undefined,
    read: isIncremental ? "incremental" : base?.read === "full" ? "full" : undefined,
    lookback_seconds: isIncremental ? toNumber(draft.lookbackSeconds) : base?.lookback_seconds,
    skip_unchanged: draft.skipUnchanged === "" ? undefined : draft.skipUnchanged === "always",
    interval_seconds: isStream ? toNumber(draft.intervalSeconds) : undefined,
  });
}

function toDestination(draft: Draft, secrets: Secrets, base: Pipeline | undefined): Destination {
  const before = base?.destination_config;
  const isStored = draft.destinationConnection !== "";
  return defined({
    ...before,
    connection_id: draft.destinationConnection || undefined,
    host: isStored ? undefined : draft.host || undefined,
    port: isStored ? undefined : toNumber(draft.port),
    database: isStored ? undefined : draft.database || undefined,
    user: isStored ? undefined : draft.user || undefined,
    ssl_mode: isStored ? undefined : draft.sslMode || undefined,
    password: isStored ? undefined : secrets.password || undefined,
    schema: draft.schema,
    table: draft.targetTable,
    write_mode: toWriteMode(draft, base),
    key: draft.key.length > 0 ? [...draft.key] : undefined,
    replace_by: draft.mode === "replace" ? draft.replaceBy || undefined : before?.replace_by,
    delete_mode: draft.mode === "mirror" ? draft.deleteMode || undefined : before?.delete_mode,
    guards: isWhole(draft) ? toGuards(draft) : before?.guards,
    schema_drift: draft.schemaDrift || undefined,
    verification: draft.verification || undefined,
    rejects: orUndefined({
      max_rows: toNumber(draft.maxRejectedRows),
      max_share: toShare(draft.maxRejectedPercent),
    }),
  });
}

function toGuards(draft: Draft): Destination["guards"] {
  return orUndefined({
    empty: draft.guardEmpty || undefined,
    shrink: draft.guardShrink || undefined,
    shrink_threshold: toShare(draft.shrinkPercent),
    all_null: draft.guardAllNull || undefined,
  });
}

/** It says its mode in the older way, and still means the same. */
function isBatchOf({ mode }: Draft, base: Pipeline | undefined): boolean {
  return base?.mode === "batch" && (base.destination_config.write_mode ?? "append") === mode;
}

function toWriteMode(draft: Draft, base: Pipeline | undefined): Destination["write_mode"] {
  const before = base?.destination_config.write_mode;
  if (draft.mode === "stream") {
    return draft.streamWrites === "append" && before === undefined ? undefined : draft.streamWrites;
  }
  return isBatchOf(draft, base) || draft.mode === base?.mode ? before : undefined;
}

function toMapping(draft: Draft, secrets: Secrets, base: Pipeline | undefined): MappingInput | null {
  const mapping = orUndefined({
    ...base?.mapping,
    columns: draft.columns.length > 0 ? [...draft.columns] : undefined,
    structs: draft.structs || undefined,
    arrays: draft.arrays || undefined,
    geography: draft.geography || undefined,
    unrepresentable: draft.unrepresentable || undefined,
  });
  if (mapping === undefined) return null;
  return { ...mapping, ...(needsMaskKey(draft) ? defined({ mask_key: secrets.maskKey || undefined }) : {}) };
}

/** What is no number goes as it is to the API, which says so. */
function toNumber(text: string): number | undefined {
  if (text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? (text as never) : number;
}

/** 7 as 0.07. */
function toShare(percent: string): number | undefined {
  const number = toNumber(percent);
  return typeof number === "number" ? Number((number / 100).toPrecision(15)) : number;
}

/** Without the fields that are undefined. */
function defined<Fields extends object>(fields: Fields): { [Key in keyof Fields]: Exclude<Fields[Key], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** The same; undefined when nothing is left. */
function orUndefined<Fields extends object>(fields: Fields) {
  const rest = defined(fields);
  return Object.keys(rest).length > 0 ? rest : undefined;
}
