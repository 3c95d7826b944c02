import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { RunsTable } from "../runs/runs-table.tsx";
import { useRuns } from "../runs/use-runs.ts";

export function RunsTab({ pipelineId }: { readonly pipelineId: string }) {
  const { runs, error, isPending, onRetry, onEnd } = useRuns({ pipeline_id: pipelineId });
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={onRetry} />}
      <Card>
        {isPending && <Skeleton />}
        {runs?.length === 0 && (
          <Empty icon="runs" title="No runs yet">
            Press Run now to start one.
          </Empty>
        )}
        {runs && runs.length > 0 && <RunsTable runs={runs} onEnd={onEnd} />}
      </Card>
    </>
  );
}
