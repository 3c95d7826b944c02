/** Queries of all pages, each under one key. live/ decides how often they are repeated. */
import { dataOf } from "@datamantri/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { isOpen } from "../format/run-words.ts";
import { pace } from "../live/pace.ts";
import type { causes } from "./choices.ts";
import { api, pageOf } from "./client.ts";
import type { Occurrence, Pipeline, Run, RunStatus } from "./types.ts";

export interface RunFilter {
  readonly pipeline_id?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly cause?: (typeof causes)[number] | undefined;
  readonly error_code?: string | undefined;
  readonly since?: string | undefined;
}

/** Runs in one answer. */
const runsPerPage = 200;

/** Above this number of pipelines, their last runs are not requested one by one. */
const maxSingleQuestions = 100;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => dataOf(api.GET("/api/v1/auth/me")),
  retry: false,
  staleTime: 60_000,
});

/** The ways to sign in. Without a response: by password. */
export const signInMethodsQuery = queryOptions({
  queryKey: ["sign-in-methods"],
  queryFn: () => dataOf(api.GET("/api/v1/auth/methods")),
  staleTime: Infinity,
});

export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines"],
  queryFn: async () => {
    const all: Pipeline[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
      const { items, next } = await pageOf(api.GET("/api/v1/pipelines", { params: { query } }));
      all.push(...items);
      cursor = next;
    } while (cursor !== undefined);
    return all;
  },
  refetchInterval: pace.pipelines,
});

export const pipelineQuery = (id: string) =>
  queryOptions({
    queryKey: ["pipelines", id],
    queryFn: () => dataOf(api.GET("/api/v1/pipelines/{id}", { params: { path: { id } } })),
    refetchInterval: pace.pipelines,
  });

export const duesQuery = (id: string, count: number) =>
  queryOptions({
    queryKey: ["pipelines", id, "dues", count],
    queryFn: () =>
      dataOf(api.GET("/api/v1/pipelines/{id}/schedule-preview", { params: { path: { id }, query: { count } } })),
    staleTime: 30_000,
    refetchInterval: pace.schedule,
  });

export const typeReportQuery = (id: string) =>
  queryOptions({
    queryKey: ["pipelines", id, "types"],
    queryFn: () => dataOf(api.GET("/api/v1/pipelines/{id}/type-report", { params: { path: { id } } })),
    retry: false,
  });

/** Every version of a pipeline, newest first. */
export const changesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["pipelines", id, "changes"],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return pageOf(api.GET("/api/v1/pipelines/{id}/changes", { params: { path: { id }, query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : pace.pipelines()),
  });

export const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["pipelines", id, "changes", version],
    queryFn: () => dataOf(api.GET("/api/v1/pipelines/{id}/changes/{version}", { params: { path: { id, version } } })),
  });

/** Past due times of a pipeline's schedule with their outcomes, newest first. */
export const occurrencesQuery = (id: string, status: Occurrence["status"] | undefined) =>
  infiniteQueryOptions({
    queryKey: ["pipelines", id, "occurrences", status],
    queryFn: ({ pageParam }) => {
      const query = { limit: 50, status, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      const params = { path: { id }, query: withoutUndefined(query) };
      return pageOf(api.GET("/api/v1/pipelines/{id}/occurrences", { params }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : pace.schedule()),
    placeholderData: (previous) => previous,
  });

/** The newest runs of each pipeline, newest first, by pipeline. */
export const latestRunsQuery = (pipelineIds: readonly string[]) =>
  queryOptions({
    queryKey: ["runs", "latest", pipelineIds],
    queryFn: async () => {
      const { items } = await pageOf(api.GET("/api/v1/runs", { params: { query: { limit: 500 } } }));
      const runs = new Map<string, Run[]>();
      for (const run of items) runs.set(run.pipeline_id, [...(runs.get(run.pipeline_id) ?? []), run]);
      // A pipeline's last run may be older than the newest 500 runs of all.
      const rest = items.length < 500 ? [] : pipelineIds.filter((id) => !runs.has(id)).slice(0, maxSingleQuestions);
      await Promise.all(
        rest.map(async (pipeline_id) => {
          const query = { pipeline_id, limit: 10 };
          runs.set(pipeline_id, [...(await pageOf(api.GET("/api/v1/runs", { params: { query } }))).items]);
        }),
      );
      return runs;
    },
    refetchInterval: (query) => (hasOpenRun(query.state.data) ? pace.active() : pace.list()),
    placeholderData: (previous) => previous,
  });

function hasOpenRun(runs: ReadonlyMap<string, readonly Run[]> | undefined): boolean {
  return runs !== undefined && [...runs.values()].some((ofOne) => ofOne.some(isOpen));
}

/** Every run since a time, for sums; at most 2,000. */
export const recentRunsQuery = (since: string) =>
  queryOptions({
    queryKey: ["runs", "since", since],
    queryFn: async () => {
      const all: Run[] = [];
      let cursor: string | undefined;
      do {
        const query = { since, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
        const { items, next } = await pageOf(api.GET("/api/v1/runs", { params: { query } }));
        all.push(...items);
        cursor = next;
      } while (cursor !== undefined && all.length < 2_000);
      return { runs: all, isWhole: cursor === undefined };
    },
    refetchInterval: pace.list,
    placeholderData: (previous) => previous,
  });

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ["runs", "list", filter],
    queryFn: ({ pageParam }) => {
      const query = { ...filter, limit: runsPerPage, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return pageOf(api.GET("/api/v1/runs", { params: { query: withoutUndefined(query) } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    // Only the beginning of the list changes; a reader who has scrolled down is not disturbed.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : pace.active()),
    placeholderData: (previous) => previous,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id],
    queryFn: () => dataOf(api.GET("/api/v1/runs/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && !isOpen(query.state.data) ? false : pace.run()),
  });

/** The run that left the target as it was before this one; null if it is not among the pipeline's latest. */
export const runBeforeQuery = ({ id, pipeline_id, start_time }: Pick<Run, "id" | "pipeline_id" | "start_time">) =>
  queryOptions({
    queryKey: ["run", id, "before"],
    queryFn: async () => {
      const query = { pipeline_id, status: "success" as const, until: start_time, limit: runsPerPage };
      const runs = await dataOf(api.GET("/api/v1/runs", { params: { query } }));
      return runs.find(({ phase }) => phase !== "skipped") ?? null;
    },
  });

export const splitsQuery = (id: string, isRunning: boolean) =>
  queryOptions({
    queryKey: ["run", id, "splits", isRunning],
    queryFn: () => pageOf(api.GET("/api/v1/runs/{id}/splits", { params: { path: { id }, query: { limit: 500 } } })),
    refetchInterval: isRunning ? pace.run : false,
    placeholderData: (previous) => previous,
  });

export const eventsQuery = (id: string, isRunning: boolean) =>
  queryOptions({
    queryKey: ["run", id, "events", isRunning],
    queryFn: () => pageOf(api.GET("/api/v1/runs/{id}/events", { params: { path: { id }, query: { limit: 500 } } })),
    refetchInterval: isRunning ? pace.run : false,
    placeholderData: (previous) => previous,
  });

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: () => dataOf(api.GET("/api/v1/connections")),
  staleTime: 10_000,
});

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ["connections", id],
    queryFn: () => dataOf(api.GET("/api/v1/connections/{id}", { params: { path: { id } } })),
  });

/** The part of a server to list: all datasets or schemas, the tables of one, or a table. */
export interface Place {
  /** Dataset or schema. */
  readonly space?: string | undefined;
  readonly table?: string | undefined;
}

/** Lists a part of a server. A worker does the work, so it is repeated only on request. */
export const listingQuery = (id: string, kind: "bigquery" | "postgres", { space, table }: Place) =>
  queryOptions({
    queryKey: ["connections", id, "listing", space, table],
    queryFn: () => {
      const body = withoutUndefined({ [kind === "bigquery" ? "dataset" : "schema"]: space, table });
      return dataOf(api.POST("/api/v1/connections/{id}/browse", { params: { path: { id } }, body }));
    },
    retry: false,
    enabled: (query) => query.state.status === "pending",
  });

export const systemQuery = queryOptions({
  queryKey: ["system"],
  queryFn: () => dataOf(api.GET("/api/v1/system")),
  refetchInterval: pace.system,
});

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: () => dataOf(api.GET("/api/v1/users")),
});

export const apiKeysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: () => dataOf(api.GET("/api/v1/api-keys")),
});

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: () => dataOf(api.GET("/api/v1/webhooks")),
});

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: () => dataOf(api.GET("/api/v1/auth/sessions")),
});

/** @param object lists only entries about it; undefined for all. */
export const auditQuery = (object: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["audit", object],
    queryFn: ({ pageParam }) => {
      const query = { limit: 100, object, ...(pageParam === 0 ? {} : { before: pageParam }) };
      return dataOf(api.GET("/api/v1/audit", { params: { query: withoutUndefined(query) } }));
    },
    initialPageParam: 0,
    getNextPageParam: (entries) => (entries.length < 100 ? undefined : entries.at(-1)?.sequence),
    placeholderData: (previous) => previous,
  });

/** Omits undefined fields, which some clients would send as text. */
function withoutUndefined<Query extends object>(
  query: Query,
): { [Key in keyof Query]: Exclude<Query[Key], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never;
}
