/** The state of the form: the options by path, as text if they are typed. */
import { addsRows, needsKey } from "@datamantri/api/values";

import type { ColumnMapping, PipelineInput } from "../api/types.ts";
import type { declaredFields } from "../generated/pipeline-fields.ts";

export type FieldPath = keyof typeof declaredFields;

/** `batch` is shown as its equivalent write mode. */
export type DraftMode = Exclude<NonNullable<PipelineInput["mode"]>, "batch">;

export interface Label {
  readonly name: string;
  readonly value: string;
}

/** Options that are not text. */
interface Special {
  readonly "source_config.allow_query_billing": boolean;
  readonly "source_config.labels": readonly Label[];
  readonly "destination_config.key": readonly string[];
  readonly "retry.errors": readonly string[];
  readonly "mapping.columns": readonly ColumnMapping[];
  readonly mode: DraftMode;
  readonly schedule: string | null;
}

/** Choices that only the form has. */
export interface FormChoices {
  readonly reads: "table" | "query";
  /** The user's expectation; a run creates the table if it is missing. */
  readonly target: "new" | "existing";
}

/** Write-only, so never part of a draft. Empty: the stored one stays. */
export interface Secrets {
  readonly "source_config.credentials": string;
  readonly "destination_config.password": string;
  readonly "mapping.mask_key": string;
}

export type DraftPath = Exclude<FieldPath, keyof Secrets | "source_type" | "destination_type">;

/** An empty text means the product's default. */
export type Draft = Readonly<Record<Exclude<DraftPath, keyof Special>, string>> & Special & FormChoices;

export const noSecrets: Secrets = {
  "source_config.credentials": "",
  "destination_config.password": "",
  "mapping.mask_key": "",
};

/** Effect of a run on the target. */
export function writesOf(draft: Draft) {
  if (draft.mode !== "stream") return draft.mode;
  return draft["destination_config.write_mode"] === "merge" ? "merge" : "append";
}

export function isKeyed(draft: Draft): boolean {
  return needsKey(writesOf(draft));
}

/** True if each run reads the whole source and replaces an earlier snapshot. */
export function isWhole(draft: Draft): boolean {
  return !addsRows(writesOf(draft));
}

export function readsIncrements(draft: Draft): boolean {
  return draft.mode === "stream" || (draft["source_config.read"] === "incremental" && !isWhole(draft));
}

/** True if a column's mask uses a key, which every change requires again (docs/api.md). */
export function needsMaskKey(columns: readonly ColumnMapping[] | undefined): boolean {
  return (
    columns?.some(({ mask }) => mask?.method === "hmac" || (mask?.method === "sha256" && mask.salted === true)) === true
  );
}

/** Such as project.dataset.table. */
export function sourceOf(draft: Draft): string {
  if (draft.reads === "query") return "query";
  const { "source_config.dataset": dataset, "source_config.table": table } = draft;
  const project = draft["source_config.data_project"] || draft["source_config.project"];
  return [project, dataset || "…", table || "…"].filter(Boolean).join(".");
}

export function targetOf(draft: Draft): string {
  return `${draft["destination_config.schema"] || "…"}.${draft["destination_config.table"] || "…"}`;
}
