import { useQuery } from "@tanstack/react-query";

import { duesQuery } from "../../api/queries.ts";
import type { Pipeline } from "../../api/types.ts";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { DueTimes } from "../../schedule/due-times.tsx";
import { scheduleOf } from "../pipelines/pipeline-words.ts";
import { OccurrencesCard } from "./occurrences-card.tsx";

export function ScheduleTab({ pipeline }: { readonly pipeline: Pipeline }) {
  return (
    <>
      <DueCard pipeline={pipeline} />
      {/* A stream's ticks are not recorded. */}
      {pipeline.mode !== "stream" && <OccurrencesCard pipeline={pipeline} />}
    </>
  );
}

function DueCard({ pipeline }: { readonly pipeline: Pipeline }) {
  const { data, error } = useQuery(duesQuery(pipeline.id, 10));
  return (
    <Card title="Next runs" end={<span className="faint small">computed by the scheduler</span>}>
      <div className="card-body stack">
        <p>
          <strong>{scheduleOf(pipeline)}</strong>{" "}
          <span className="soft">
            {pipeline.schedule !== null && (
              <>
                <code>{pipeline.schedule}</code> in {pipeline.timezone}
              </>
            )}
          </span>
        </p>
        {error && <ErrorNotice error={error} />}
        {!data && !error && <Skeleton />}
        {data && data.next.length === 0 && pipeline.mode !== "stream" && (
          <p className="soft">Runs start manually or by API. Press Run now, or set a schedule.</p>
        )}
        {data && <DueTimes preview={data} timezone={pipeline.timezone} />}
      </div>
    </Card>
  );
}
