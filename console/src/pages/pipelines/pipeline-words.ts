import type { Pipeline } from "../../api/types.ts";
import { describeSchedule } from "../../schedule/schedule.ts";

type Config = Pick<Pipeline, "source_config" | "destination_config">;

export function sourceOf({ source_config: { project, dataset, table, query } }: Config): string {
  // A stored connection contains the project.
  if (query !== undefined) return project === undefined ? "SQL" : `SQL in ${project}`;
  return [project, dataset, table].filter((part) => part !== undefined).join(".");
}

export function destinationOf({ destination_config: { database, schema, table } }: Config): string {
  return [database, schema ?? "public", table].filter((part) => part !== undefined).join(".");
}

export function scheduleOf({ mode, schedule, source_config }: Pick<Pipeline, "mode" | "schedule" | "source_config">) {
  if (mode === "stream") return `Every ${source_config.interval_seconds ?? 10} s`;
  return describeSchedule(schedule);
}

/** Source and target, without project and database. */
export function shortRouteOf({ source_config, destination_config }: Config): string {
  const { dataset, table, query } = source_config;
  const source = query === undefined ? `${dataset}.${table}` : "SQL";
  return `${source} → ${destination_config.schema ?? "public"}.${destination_config.table}`;
}
