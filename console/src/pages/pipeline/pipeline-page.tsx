import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";

import { duesQuery, pipelineQuery, runsQuery } from "../../api/queries.ts";
import type { Pipeline } from "../../api/types.ts";
import { useNow } from "../../format/use-now.ts";
import { HealthBadge } from "../../parts/badge.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, Fact, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { dataAsOf, healthOf, periodOf } from "../pipelines/health.ts";
import { destinationOf, scheduleOf, sourceOf } from "../pipelines/pipeline-words.ts";
import { ChangesTab } from "./changes-tab.tsx";
import { ConfigurationTab } from "./configuration-tab.tsx";
import { PipelineActions } from "./pipeline-actions.tsx";
import { pipelineTabs } from "./pipeline-tabs.ts";
import { RunsTab } from "./runs-tab.tsx";
import { ScheduleTab } from "./schedule-tab.tsx";
import { TypesTab } from "./types-tab.tsx";

const tabTexts = {
  runs: "Runs",
  configuration: "Configuration",
  types: "Types",
  schedule: "Schedule",
  changes: "Changes",
} as const;

export default function PipelinePage() {
  const { pipelineId } = useParams({ from: "/pipelines/$pipelineId" });
  const { data, error, refetch } = useQuery(pipelineQuery(pipelineId));
  if (data) return <OnePipeline pipeline={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />;
}

function OnePipeline({ pipeline }: { readonly pipeline: Pipeline }) {
  const { tab = "runs" } = useSearch({ from: "/pipelines/$pipelineId" });
  const runs = useInfiniteQuery(runsQuery({ pipeline_id: pipeline.id }));
  const dues = useQuery(duesQuery(pipeline.id, 10));
  const now = useNow(5_000);
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const asOf = dataAsOf(items);
  const health = healthOf(pipeline, items, periodOf(pipeline, dues.data?.next ?? []), now);
  return (
    <>
      <PageHead
        title={pipeline.name}
        crumbs={<Link to="/pipelines">Pipelines</Link>}
        beside={runs.isSuccess && <HealthBadge health={health} />}
        lead={pipeline.description ?? undefined}
      >
        <PipelineActions pipeline={pipeline} />
      </PageHead>
      <Card>
        <dl className="figures pipeline-facts">
          <Fact name="From">{sourceOf(pipeline)}</Fact>
          <Fact name="To">{destinationOf(pipeline)}</Fact>
          <Fact name="Mode">{pipeline.mode === "batch" ? "append" : pipeline.mode}</Fact>
          <Fact name="Schedule">
            {scheduleOf(pipeline)}
            {dues.data?.next[0] !== undefined && pipeline.is_active && (
              <span className="faint">
                {" "}
                · next <Time at={dues.data.next[0]} />
              </span>
            )}
          </Fact>
          <Fact name="Data as of">{asOf === undefined ? "no successful run yet" : <Time at={asOf} />}</Fact>
        </dl>
      </Card>
      <nav className="tabs" aria-label="Parts of this page">
        {pipelineTabs.map((one) => (
          <Link
            key={one}
            to="/pipelines/$pipelineId"
            params={{ pipelineId: pipeline.id }}
            search={one === "runs" ? {} : { tab: one }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {tabTexts[one]}
          </Link>
        ))}
      </nav>
      {tab === "runs" && <RunsTab pipelineId={pipeline.id} />}
      {tab === "configuration" && <ConfigurationTab pipeline={pipeline} />}
      {tab === "types" && <TypesTab pipelineId={pipeline.id} />}
      {tab === "schedule" && <ScheduleTab pipeline={pipeline} />}
      {tab === "changes" && <ChangesTab pipeline={pipeline} />}
    </>
  );
}
