import { useMemo } from "react";

import type { SystemServer } from "../../api/types.ts";
import { formatCount, formatShort } from "../../format/numbers.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { TimeOr } from "../../parts/time.tsx";

const looks: Readonly<Record<SystemServer["state"], { tone: Tone; icon: IconName; text: string }>> = {
  working: { tone: "good", icon: "check", text: "Working" },
  failing: { tone: "bad", icon: "cross", text: "Failing" },
  unknown: { tone: "idle", icon: "dash", text: "Unknown" },
};

const columnsOf = (head: string): readonly Column<SystemServer>[] => [
  { id: "name", title: head, className: "mono place", cell: ({ name }) => name },
  {
    id: "state",
    title: "State",
    cell: ({ state, waiting, last_error_code }) => (
      <>
        <Badge {...looks[state]} />
        {waiting > 0 && (
          <div className="faint small">
            {waiting === 1 ? "a run waits" : `${formatCount(waiting)} runs wait`},{" "}
            <span className="mono">{last_error_code}</span>
          </div>
        )}
      </>
    ),
  },
  { id: "success", title: "Last success", cell: ({ last_success_at }) => <TimeOr at={last_success_at} none="none" /> },
  {
    id: "failure",
    title: "Last failure",
    cell: ({ last_failure_at, last_error_code, waiting }) => (
      <span title={errorAdvice[last_error_code ?? ""]?.solution}>
        <TimeOr at={last_failure_at} none="none" />
        {last_failure_at !== null && waiting === 0 && <span className="mono soft"> {last_error_code}</span>}
      </span>
    ),
  },
  {
    id: "runs",
    title: "Runs in 24 h",
    isNumber: true,
    cell: ({ runs, failed }) => formatCount(runs) + (failed > 0 ? `, ${formatCount(failed)} failed` : ""),
  },
  { id: "rows", title: "Rows in 24 h", isNumber: true, cell: ({ rows_loaded }) => formatShort(rows_loaded) },
];

/** Servers that runs read from or write to. */
export function ServersCard({
  title,
  head,
  servers,
}: {
  readonly title: string;
  readonly head: string;
  readonly servers: readonly SystemServer[];
}) {
  const columns = useMemo(() => columnsOf(head), [head]);
  return (
    <Card title={title} end={<span className="faint small">as the runs of 7 days found them</span>}>
      {servers.length === 0 ? (
        <p className="card-body soft">No run has ended yet.</p>
      ) : (
        <Table items={servers} columns={columns} idOf={({ name }) => name} label={title} />
      )}
    </Card>
  );
}
