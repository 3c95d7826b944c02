import { useQueries, useQuery } from "@tanstack/react-query";

import { duesQuery, latestRunsQuery, pipelinesQuery } from "../../api/queries.ts";
import type { Pipeline, Run } from "../../api/types.ts";
import { useNow } from "../../format/use-now.ts";
import { healthOf, periodOf, type Health } from "./health.ts";

/** A pipeline with the facts shown in lists. */
export interface PipelineRow {
  readonly pipeline: Pipeline;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** The next due times. */
  readonly dues: readonly string[];
  readonly health: Health;
}

/** Due times in one answer: more than a day of runs every half hour. */
export const dueCount = 50;

/** Above this number of schedules, due times are not requested: each schedule needs a request. */
const maxSchedules = 200;

/** Rows are undefined until pipelines and runs are loaded. */
export function usePipelineRows() {
  const pipelines = useQuery(pipelinesQuery);
  const all = pipelines.data ?? [];
  const latest = useQuery({ ...latestRunsQuery(all.map(({ id }) => id)), enabled: pipelines.isSuccess });
  const scheduled = all.filter((pipeline) => pipeline.schedule !== null && pipeline.is_active).slice(0, maxSchedules);
  const dues = useQueries({ queries: scheduled.map(({ id }) => duesQuery(id, dueCount)) });
  const now = useNow(5_000);
  const duesOf = new Map(scheduled.map(({ id }, index) => [id, dues[index]?.data?.next ?? []]));
  const rows =
    latest.data &&
    all.map((pipeline): PipelineRow => {
      const runs = latest.data.get(pipeline.id) ?? [];
      const next = (duesOf.get(pipeline.id) ?? []).filter((due) => Date.parse(due) > now);
      const health = healthOf(pipeline, runs, periodOf(pipeline, duesOf.get(pipeline.id) ?? []), now);
      return { pipeline, runs, dues: next, health };
    });
  return {
    rows,
    error: pipelines.error ?? latest.error,
    refetch: () => void Promise.all([pipelines.refetch(), latest.refetch()]),
  };
}
