import { useQuery } from "@tanstack/react-query";

import { recentRunsQuery, systemQuery } from "../../api/queries.ts";
import { useNow } from "../../format/use-now.ts";
import { pace } from "../../live/pace.ts";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { NoPipelines } from "../pipelines/no-pipelines.tsx";
import { usePipelineRows } from "../pipelines/use-pipelines-health.ts";
import { AttentionCard } from "./attention-card.tsx";
import { FreshnessCard } from "./freshness-card.tsx";
import { HealthTiles } from "./health-tiles.tsx";
import { LastDayCard } from "./last-day-card.tsx";
import { NextDayCard } from "./next-day-card.tsx";
import { ProductTiles } from "./product-tiles.tsx";

const hourMs = 3_600_000;

/** Shows whether everything is healthy, with links to the problems. */
export default function DashboardPage() {
  const { rows, error, refetch } = usePipelineRows();
  const now = useNow(60_000);
  // Rounded to hours, so that the query's key changes once an hour and not at every read.
  const since = Math.floor(now / hourMs) * hourMs - 23 * hourMs;
  const recent = useQuery(recentRunsQuery(new Date(since).toISOString()));
  const system = useQuery({ ...systemQuery, refetchInterval: pace.systemSummary });
  const problem = error ?? recent.error;
  return (
    <>
      <PageHead title="Dashboard" lead="Health and activity: last and next 24 hours." />
      {problem && <ErrorNotice error={problem} onRetry={refetch} />}
      {system.data && <ProductTiles system={system.data} />}
      {!rows && !problem && <Skeleton rows={8} />}
      {rows?.length === 0 && (
        <Card>
          <NoPipelines />
        </Card>
      )}
      {rows && rows.length > 0 && (
        <>
          <HealthTiles rows={rows} />
          <AttentionCard rows={rows} problems={system.data?.problems ?? []} />
          {recent.data && <LastDayCard {...recent.data} since={since} />}
          <div className="columns">
            <NextDayCard rows={rows} now={now} />
            <FreshnessCard rows={rows} />
          </div>
        </>
      )}
    </>
  );
}
