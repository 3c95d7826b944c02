import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";

import { runsQuery } from "../../api/queries.ts";
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { RunsTable } from "../runs/runs-table.tsx";

export function RunsTab({ pipelineId }: { readonly pipelineId: string }) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    runsQuery({ pipeline_id: pipelineId }),
  );
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const runs = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Card>
        {isPending && <Skeleton />}
        {data && runs.length === 0 && (
          <Empty icon="runs" title="It has not run yet">
            Press Run now to see what it does; a schedule is not needed for that.
          </Empty>
        )}
        {runs.length > 0 && <RunsTable runs={runs} onEnd={onEnd} />}
      </Card>
    </>
  );
}
