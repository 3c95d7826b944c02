import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { occurrenceStatuses } from "../../api/choices.ts";
import { occurrencesQuery } from "../../api/queries.ts";
import type { Occurrence, Pipeline } from "../../api/types.ts";
import { formatInZone } from "../../format/times.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { OlderButton } from "../../parts/older-button.tsx";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";

type Status = Occurrence["status"];

const looks: Record<Status, { readonly tone: Tone; readonly icon: IconName; readonly text: string }> = {
  fired: { tone: "good", icon: "check", text: "Fired" },
  late: { tone: "warn", icon: "clock", text: "Late" },
  caught_up: { tone: "good", icon: "retry", text: "Caught up" },
  skipped: { tone: "idle", icon: "dash", text: "Skipped" },
  missed: { tone: "bad", icon: "cross", text: "Missed" },
};

/** docs/schedules.md */
const reasons: Record<NonNullable<Occurrence["reason"]>, string> = {
  overlap: "Another run was waiting already.",
  paused: "The pipeline was paused.",
  schedule_changed: "The schedule was changed or resumed after this time.",
  clock_gap: "The clocks skipped this time.",
  policy_none: "Missed, and the pipeline does not catch up.",
  outside_window: "Missed, and older than the catch-up window.",
  superseded: "Only the latest missed run is caught up.",
  too_many_waiting: "A hundred runs were open.",
};

const clockChanges: Record<NonNullable<Occurrence["clock_change"]>, string> = {
  moved: "The clocks skipped its time: it was due at the change.",
  left_out: "The clocks skipped this time.",
  repeated: "The clocks showed its time twice that day.",
};

/** Each due time of the schedule, with its outcome. */
export function OccurrencesCard({ pipeline: { id, timezone } }: { readonly pipeline: Pipeline }) {
  const { occurrences: status } = useSearch({ from: "/pipelines/$pipelineId" });
  const navigate = useNavigate({ from: "/pipelines/$pipelineId" });
  const query = useInfiniteQuery(occurrencesQuery(id, status));
  const { data, error, isPending, refetch } = query;
  const columns = useMemo(() => toColumns(timezone), [timezone]);
  const occurrences = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Card
        title="Schedule history"
        end={
          <span className="toolbar">
            <FilterSelect
              label="Show"
              all="All due times"
              value={status}
              options={occurrenceStatuses.map((one) => [one, looks[one].text])}
              onChange={(occurrences) => void navigate({ search: (old) => ({ ...old, occurrences }), replace: true })}
            />
          </span>
        }
      >
        {isPending && <Skeleton />}
        {data && occurrences.length === 0 && (
          <p className="card-body soft">
            {status === undefined ? "No due times yet. Each is listed here for 90 days." : "No due times match."}
          </p>
        )}
        {occurrences.length > 0 && <Table items={occurrences} columns={columns} idOf={idOf} />}
      </Card>
      <OlderButton query={query} text="Earlier due times" />
    </>
  );
}

const idOf = ({ scheduled_for }: Occurrence) => scheduled_for;

const toColumns = (timezone: string): readonly Column<Occurrence>[] => [
  {
    id: "due",
    title: "Due",
    className: "nowrap",
    cell: ({ scheduled_for }) => (
      <>
        {formatInZone(scheduled_for, timezone)}
        <div className="faint small">
          <Time at={scheduled_for} />
        </div>
      </>
    ),
  },
  { id: "result", title: "Result", cell: ({ status }) => <Badge {...looks[status]} /> },
  {
    id: "reason",
    title: "Reason",
    className: "soft",
    cell: ({ reason, clock_change }) =>
      [reason && reasons[reason], clock_change && clockChanges[clock_change]].filter(Boolean).join(" "),
  },
  {
    id: "run",
    title: "Run",
    cell: ({ run_id }) =>
      run_id === null ? (
        <span className="faint">none</span>
      ) : (
        <Link to="/runs/$runId" params={{ runId: run_id }}>
          Open run
        </Link>
      ),
  },
];
