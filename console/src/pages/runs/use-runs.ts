import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { runsQuery } from "../../api/queries.ts";

/** Runs that match, newest first, more of them at each call of `onEnd`. */
export function useRuns(filter: Parameters<typeof runsQuery>[0]) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    runsQuery(filter),
  );
  const runs = useMemo(() => data?.pages.flatMap(({ items }) => items), [data]);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { runs, error, isPending, onRetry: () => void refetch(), onEnd, hasNextPage, isFetchingNextPage };
}
