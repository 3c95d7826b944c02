/** What a client sends to make a pipeline, checked and taken apart into configuration and secrets. */
import { z } from "@hono/zod-openapi";

import {
  addsRows,
  catchUpPolicies,
  defaultCatchUpSeconds,
  defaultIntervalSeconds,
  toWriteMode,
  type PipelineInput,
  type PipelineSecrets,
  type WriteMode,
} from "@datamantri/contracts";

import { mappingBody } from "./mapping-input.ts";
import {
  bigQueryServer,
  host,
  connectionId,
  credentialsText,
  defaultPort,
  name,
  postgresServer,
  project,
} from "./servers.ts";

/** Either a stored connection, or what it would say. */
function isOfOneConnection(required: readonly string[], optional: readonly string[]) {
  return (config: { readonly connection_id?: string | undefined }, context: z.RefinementCtx): void => {
    const given = config as Readonly<Record<string, unknown>>;
    const problem = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (config.connection_id === undefined) {
      for (const field of required) {
        if (given[field] === undefined) problem(field, "is needed, or a connection_id");
      }
      return;
    }
    for (const field of [...required, ...optional]) {
      if (given[field] !== undefined) problem(field, "is the connection's; leave it out, or connection_id");
    }
  };
}

const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/**
 * As BigQuery takes them: https://cloud.google.com/bigquery/docs/labels-intro#requirements
 * The names that begin with datamantri_ are those of the run and the pipeline.
 */
const labels = z
  .record(
    z
      .string()
      .regex(
        /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u,
        "a label's name has lower-case letters, digits, _ and -, at most 63",
      )
      .refine((key) => !key.startsWith("datamantri_"), "labels that begin with datamantri_ are ours"),
    z
      .string()
      .regex(labelValue, "a label's value has lower-case letters, digits, _ and -, at most 63")
      // A pattern with a flag would reach the API's document with its flag.
      .meta({ pattern: labelValue.source }),
  )
  .refine((all) => Object.keys(all).length <= 60, "BigQuery takes 64 labels, four of which are ours");

export const sourceConfig = z
  .strictObject({
    connection_id: connectionId,
    ...bigQueryServer,
    project: project.optional(),
    dataset: name.optional(),
    table: name.optional(),
    query: z.string().trim().min(1).max(1_000_000).optional(),
    data_project: project.optional(),
    location: name.optional(),
    maximum_bytes_billed: z
      .union([z.string().regex(/^\d{1,18}$/, "is no number of bytes"), z.int().nonnegative()])
      .transform(String)
      .optional(),
    allow_query_billing: z.boolean().optional(),
    labels: labels.optional(),
    cursor_column: name.optional(),
    read: z.enum(["full", "incremental"]).optional(),
    skip_unchanged: z.boolean().optional(),
    interval_seconds: z.int().min(1).max(3_600).optional(),
    lookback_seconds: z.int().min(0).max(31_536_000).optional(),
  })
  .refine(({ query, table }) => (query === undefined) !== (table === undefined), {
    error: "name either a table (with its dataset) or a query",
  })
  .refine(({ table, dataset }) => table === undefined || dataset !== undefined, {
    error: "is needed with table",
    path: ["dataset"],
  })
  .superRefine(isOfOneConnection(["project"], ["api_endpoint", "impersonate_service_account", "credentials"]))
  .meta({ id: "SourceInput" });

export const writeModes = ["append", "replace", "merge", "mirror", "history"] as const;
const keyedModes: ReadonlySet<WriteMode> = new Set(["merge", "mirror", "history"]);

export const modes = [...writeModes, "batch", "stream"] as const;

const guardPolicy = z.enum(["stop", "warn", "allow"]).optional();
const guards = z.strictObject({
  empty: guardPolicy,
  shrink: guardPolicy,
  shrink_threshold: z.number().gt(0).lt(1).optional(),
  all_null: guardPolicy,
});

const rejects = z
  .strictObject({
    max_rows: z.int().min(1).max(1_000_000).optional(),
    max_share: z.number().gt(0).max(1).optional().meta({ description: "Of the snapshot's rows." }),
  })
  .refine(({ max_rows, max_share }) => max_rows !== undefined || max_share !== undefined, {
    error: "needs max_rows or max_share",
  });

export const destinationConfig = z
  .strictObject({
    connection_id: connectionId,
    ...postgresServer,
    host: host.optional(),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .meta({ description: `${defaultPort} unless said.` }),
    database: name.optional(),
    user: name.optional(),
    schema: name.default("public"),
    table: name,
    write_mode: z.enum(writeModes).optional(),
    key: z.array(name).min(1).max(32).readonly().optional(),
    replace_by: z.enum(["auto", "swap", "in_place"]).optional(),
    delete_mode: z.enum(["hard", "soft"]).optional(),
    guards: guards.optional(),
    schema_drift: z.enum(["evolve", "freeze", "ignore_new"]).optional(),
    verification: z.enum(["none", "counts", "full"]).optional(),
    rejects: rejects.optional(),
  })
  .superRefine(isOfOneConnection(["host", "database", "user"], ["port", "password", "ssl_mode"]));

export const catchUp = z
  .strictObject({
    policy: z.enum(catchUpPolicies),
    window_seconds: z
      .int()
      .min(60)
      .max(30 * 86_400)
      .default(defaultCatchUpSeconds)
      .meta({ description: "What was due earlier is left." }),
  })
  .meta({ description: "What becomes of due times that nobody fired; `none` unless said (docs/schedules.md)." });

/** What they change in a row is no longer what the source has. */
const alteringPolicies: ReadonlySet<string> = new Set(["replace", "null"]);

const emptyToNull = (value: unknown): unknown => (value === "" ? null : value);

export const pipelineName = z.string().trim().min(1).max(200);

export const pipelineBody = z
  .strictObject({
    name: pipelineName,
    description: z.string().max(10_000).nullish(),
    source_type: z.literal("bigquery").default("bigquery"),
    source_config: sourceConfig,
    destination_type: z.enum(["postgres", "postgresql"]).default("postgres"),
    destination_config: destinationConfig.meta({ id: "DestinationInput" }),
    mode: z.enum(modes).default("batch"),
    schedule: z.preprocess(emptyToNull, z.string().trim().max(200).nullish()),
    timezone: z.string().trim().min(1).max(64).default("UTC"),
    batch_size: z.int().min(1).max(1_000_000).nullish(),
    mapping: mappingBody.nullish(),
    catch_up: catchUp.nullish(),
  })
  .refine(
    ({ mode, destination_config }) => !keyedModes.has(toWriteMode(mode, destination_config)) || destination_config.key,
    {
      error: "is needed with merge, mirror and history: the columns that identify a row",
      path: ["destination_config", "key"],
    },
  )
  .refine(
    ({ mode, source_config: { read, cursor_column } }) =>
      (read !== "incremental" && mode !== "stream") || cursor_column !== undefined,
    {
      error: "is needed with read: incremental, and with mode: stream",
      path: ["source_config", "cursor_column"],
    },
  )
  .refine(({ mode, source_config: { read } }) => mode !== "stream" || read !== "full", {
    error: "a stream reads by increments",
    path: ["source_config", "read"],
  })
  .refine(({ mode, source_config: { interval_seconds } }) => mode === "stream" || interval_seconds === undefined, {
    error: "goes with mode: stream; the others have a schedule",
    path: ["source_config", "interval_seconds"],
  })
  .refine(({ mode, schedule }) => mode !== "stream" || (schedule ?? null) === null, {
    error: "a stream runs by source_config.interval_seconds, not by a schedule",
    path: ["schedule"],
  })
  .refine(({ mode, catch_up }) => mode !== "stream" || (catch_up ?? null) === null, {
    error: "goes with a schedule; a stream reads what it missed by its next increment",
    path: ["catch_up"],
  })
  .refine(
    ({ mode, source_config: { read }, destination_config }) =>
      (read !== "incremental" && mode !== "stream") || addsRows(toWriteMode(mode, destination_config)),
    { error: "incremental goes with append and merge; the others need every row", path: ["source_config", "read"] },
  )
  .refine(
    ({ mapping: mapped, destination_config }) => mapped?.unrepresentable !== "reject" || destination_config.rejects,
    { error: "is needed with unrepresentable: reject: how many rows may be", path: ["destination_config", "rejects"] },
  )
  .refine(
    ({ mapping: mapped, destination_config: { verification } }) =>
      verification !== "full" || !alteringPolicies.has(mapped?.unrepresentable ?? "fail"),
    {
      error: "full compares every value, and unrepresentable replace and null change some: take fail, reject or counts",
      path: ["destination_config", "verification"],
    },
  )
  .meta({ id: "PipelineInput" });

export interface PipelineRequest {
  readonly pipeline: PipelineInput;
  readonly secrets: PipelineSecrets;
}

/** Takes the secrets out of the configurations, so that what is kept with them cannot be shown. */
export function toPipelineRequest(body: z.output<typeof pipelineBody>): PipelineRequest {
  const { credentials, ...given } = body.source_config;
  const source_config = body.mode === "stream" ? { ...given, ...streamDefaults(given) } : given;
  const { password, ...destination } = body.destination_config;
  const destination_config =
    destination.connection_id === undefined ? { ...destination, port: destination.port ?? defaultPort } : destination;
  const { mask_key, ...mapping } = body.mapping ?? {};
  return {
    pipeline: {
      ...body,
      description: body.description ?? null,
      schedule: body.schedule ?? null,
      batch_size: body.batch_size ?? null,
      source_config,
      destination_config,
      mapping: body.mapping ? mapping : null,
      catch_up: body.catch_up ?? null,
    },
    secrets: {
      ...(credentials === undefined ? {} : { source_credentials: credentialsText(credentials) }),
      ...(password === undefined ? {} : { destination_password: password }),
      ...(mask_key === undefined ? {} : { mask_key }),
    },
  };
}

/** Written out, so that whoever reads the pipeline sees them. */
function streamDefaults({ interval_seconds = defaultIntervalSeconds }: { interval_seconds?: number | undefined }) {
  return { read: "incremental", interval_seconds } as const;
}
