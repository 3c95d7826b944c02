import { useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Page } from "../api/client.ts";
import type { Run, RunDetail } from "../api/types.ts";
import { followEvents, type RunEventMessage } from "./events.ts";

/** Events arrive in bursts: one read after a burst shows the same as one after each event. */
const heapMs = 400;

/** Updates the pages' data from live events. */
export function useLiveEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const leaving = new AbortController();
    const heap = new Map<string, RunEventMessage>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      const events = [...heap.values()];
      heap.clear();
      for (const { run_id } of events) void queries.invalidateQueries({ queryKey: ["run", run_id] });
      // The event itself has the number of loaded rows, so lists are not reloaded for it.
      if (events.some(({ type }) => type !== "run_progressed")) void queries.invalidateQueries({ queryKey: ["runs"] });
    };
    followEvents((message) => {
      if (message.kind === "reload") void queries.invalidateQueries();
      if (message.kind !== "event") return;
      const { event } = message;
      if (event.type === "run_progressed") showProgress(queries, event);
      // A later progress event must not replace an event that is more than progress.
      const known = heap.get(event.run_id);
      if (known === undefined || known.type === "run_progressed") heap.set(event.run_id, event);
      timer ??= setTimeout(look, heapMs);
    }, leaving.signal);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [queries]);
}

function showProgress(queries: QueryClient, { run_id, data }: RunEventMessage): void {
  const { records_processed } = data;
  if (records_processed === undefined) return;
  // Progress that arrives after a newer answer must not move the count back.
  const update = <One extends Run | RunDetail>(run: One): One =>
    run.id === run_id && records_processed > run.records_processed ? { ...run, records_processed } : run;
  queries.setQueryData<RunDetail>(["run", run_id], (run) => run && update(run));
  queries.setQueriesData<InfiniteData<Page<Run>>>({ queryKey: ["runs", "list"] }, (list) =>
    list?.pages.some(({ items }) => items.some(({ id }) => id === run_id))
      ? { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(update) })) }
      : list,
  );
}
