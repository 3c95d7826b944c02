/** A pipeline's row, and its view for clients. */
import type { Selectable } from "kysely";

import type { Schedule } from "@datamantri/contracts";
import type { PipelineConfiguration, PipelineView } from "@datamantri/api";
import { defaultIntervalSeconds } from "@datamantri/api/values";

import type { PipelinesTable } from "../database/schema.ts";
import { compareFields } from "./compare-fields.ts";

export type Pipeline = Selectable<PipelinesTable>;

/** Null while it runs on demand only. */
export function toSchedule({
  id,
  configuration,
  version,
  is_active,
}: Pick<Pipeline, "id" | "configuration" | "version" | "is_active">): Schedule | null {
  if (!is_active) return null;
  const { mode, source_config, schedule, timezone, schedule_jitter_seconds: jitter } = configuration;
  if (mode === "stream") {
    return { pipeline_id: id, interval_seconds: source_config.interval_seconds ?? defaultIntervalSeconds, version };
  }
  if (schedule === null) return null;
  return { pipeline_id: id, cron: schedule, timezone, ...(jitter === null ? {} : { jitter_seconds: jitter }), version };
}

/** Columns of a view; the others are large, internal or secret. */
export const viewColumns = ["id", "configuration", "is_active", "version", "created_at", "updated_at"] as const;

export function toPipelineView(row: Pick<Pipeline, (typeof viewColumns)[number]>): PipelineView {
  const { id, configuration, is_active, version } = row;
  const [created_at, updated_at] = [row.created_at.toISOString(), row.updated_at.toISOString()];
  const status = is_active ? "active" : "paused";
  return { id, ...configuration, is_active, status, version, created_at, updated_at };
}

/** True if the history would show no difference to `wanted`. */
export function isSame({ configuration }: Pick<Pipeline, "configuration">, wanted: PipelineConfiguration): boolean {
  return compareFields(configuration, wanted).length === 0;
}

/** Value for a JSON column; null becomes SQL's NULL, not JSON's. */
export function toJsonOrNull(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
