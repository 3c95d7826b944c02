import type { Pipeline } from "../../api/types.ts";
import type { Draft } from "./draft.ts";

export function toDraft(pipeline: Pipeline): Draft {
  const { source_config: source, destination_config: destination, mapping, catch_up } = pipeline;
  const { guards = {}, rejects = {} } = destination;
  return {
    name: pipeline.name,
    description: pipeline.description ?? "",
    // Empty where a stored connection says it.
    sourceConnection: source.connection_id ?? "",
    reads: source.query === undefined ? "table" : "query",
    project: source.project ?? "",
    dataProject: source.data_project ?? "",
    dataset: source.dataset ?? "",
    table: source.table ?? "",
    query: source.query ?? "",
    location: source.location ?? "",
    apiEndpoint: source.api_endpoint ?? "",
    impersonate: source.impersonate_service_account ?? "",
    maximumBytesBilled: source.maximum_bytes_billed ?? "",
    allowQueryBilling: source.allow_query_billing ?? false,
    labels: Object.entries(source.labels ?? {}).map(([name, value]) => ({ name, value })),
    cursorColumn: source.cursor_column ?? "",
    isIncremental: source.read === "incremental",
    lookbackSeconds: toText(source.lookback_seconds),
    skipUnchanged: source.skip_unchanged === undefined ? "" : source.skip_unchanged ? "always" : "never",
    destinationConnection: destination.connection_id ?? "",
    host: destination.host ?? "",
    port: toText(destination.port),
    database: destination.database ?? "",
    user: destination.user ?? "",
    sslMode: destination.ssl_mode ?? "",
    schema: destination.schema,
    targetTable: destination.table,
    target: "existing",
    columns: mapping?.columns ?? [],
    structs: mapping?.structs ?? "",
    arrays: mapping?.arrays ?? "",
    geography: mapping?.geography ?? "",
    unrepresentable: mapping?.unrepresentable ?? "",
    mode: pipeline.mode === "batch" ? (destination.write_mode ?? "append") : pipeline.mode,
    streamWrites: destination.write_mode === "merge" ? "merge" : "append",
    intervalSeconds: String(source.interval_seconds ?? 10),
    key: destination.key ?? [],
    replaceBy: destination.replace_by ?? "",
    deleteMode: destination.delete_mode ?? "",
    guardEmpty: guards.empty ?? "",
    guardShrink: guards.shrink ?? "",
    guardAllNull: guards.all_null ?? "",
    shrinkPercent: toPercent(guards.shrink_threshold),
    schemaDrift: destination.schema_drift ?? "",
    verification: destination.verification ?? "",
    maxRejectedRows: toText(rejects.max_rows),
    maxRejectedPercent: toPercent(rejects.max_share),
    batchSize: toText(pipeline.batch_size ?? undefined),
    schedule: pipeline.schedule,
    timezone: pipeline.timezone,
    catchUp: catch_up?.policy ?? "",
    catchUpSeconds: toText(catch_up?.window_seconds),
  };
}

function toText(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}

/** 0.07 as 7, not as 7.000000000000001. */
function toPercent(share: number | undefined): string {
  return share === undefined ? "" : String(Number((share * 100).toPrecision(15)));
}
