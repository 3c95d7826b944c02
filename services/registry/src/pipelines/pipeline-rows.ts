/** A pipeline as its table holds it, as clients give it and as they see it. */
import { isDeepStrictEqual } from "node:util";
import type { Selectable } from "kysely";

import {
  defaultIntervalSeconds,
  configurationOf,
  type PipelineInput,
  type PipelineView,
  type Schedule,
} from "@datamantri/contracts";

import type { PipelinesTable } from "../database/schema.ts";

export type Pipeline = Selectable<PipelinesTable>;

export function toSchedule({
  id,
  mode,
  source_config,
  schedule,
  timezone,
  version,
  is_active,
}: Pipeline): Schedule | null {
  if (!is_active) return null;
  if (mode === "stream") {
    return { pipeline_id: id, interval_seconds: source_config.interval_seconds ?? defaultIntervalSeconds, version };
  }
  return schedule === null ? null : { pipeline_id: id, cron: schedule, timezone, version };
}

/** A view's columns, in its order: the others hold what is large, internal or secret. */
const isInView: Record<keyof PipelineView, true> = {
  id: true,
  name: true,
  description: true,
  source_type: true,
  source_config: true,
  destination_type: true,
  destination_config: true,
  mode: true,
  schedule: true,
  timezone: true,
  batch_size: true,
  mapping: true,
  catch_up: true,
  is_active: true,
  version: true,
  created_at: true,
  updated_at: true,
};

export const viewColumns = Object.keys(isInView) as (keyof PipelineView)[];

export function toPipelineView(pipeline: Pick<Pipeline, keyof PipelineView>): PipelineView {
  const view = Object.fromEntries(viewColumns.map((column) => [column, pipeline[column]])) as typeof pipeline;
  return { ...view, created_at: view.created_at.toISOString(), updated_at: view.updated_at.toISOString() };
}

/** What a client gives, as the table holds it. */
export function toColumns(input: PipelineInput) {
  return {
    ...input,
    source_config: JSON.stringify(input.source_config),
    destination_config: JSON.stringify(input.destination_config),
    mapping: toJsonOrNull(input.mapping),
    catch_up: toJsonOrNull(input.catch_up),
  };
}

export function isSame(pipeline: Pipeline, input: PipelineInput): boolean {
  return isDeepStrictEqual(configurationOf(pipeline), toComparable(input));
}

/** As `configurationOf` has it once it is kept: a field that is undefined is one that is not there. */
export function toComparable(input: PipelineInput): object {
  const { mapping = null, catch_up = null } = input;
  return JSON.parse(JSON.stringify({ ...input, mapping, catch_up })) as object;
}

/** For a jsonb column; nothing is SQL's NULL, not JSON's. */
export function toJsonOrNull(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
