import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { Rejects, RunDetail } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { formatCount } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { useMay } from "../../session/session.tsx";

/** Rows that were rejected instead of loaded, by reason; their values stay in the destination. */
export function RejectsCard({ run }: { readonly run: RunDetail }) {
  const mayOperate = useMay("operator");
  const params = { path: { id: run.id } };
  const { data, error } = useQuery({
    queryKey: ["run", run.id, "rejects"],
    queryFn: () => dataOf(api.GET("/api/v1/runs/{id}/rejects", { params })),
    enabled: run.rejected_count > 0,
  });
  const replay = useAction(
    () => dataOf(api.POST("/api/v1/runs/{id}/rejects/replay", { params })),
    () => "Replay started.",
  );
  if (run.rejected_count === 0) return null;
  return (
    <Card
      title={`${formatCount(run.rejected_count)} rejected rows`}
      end={
        mayOperate &&
        run.status === "success" && (
          <Button isSmall icon="retry" isBusy={replay.isPending} onClick={() => replay.mutate()}>
            Replay rejects
          </Button>
        )
      }
    >
      {error && <ErrorNotice error={error} />}
      {data && (
        <>
          <Table items={data.reasons} columns={columns} idOf={idOf} />
          {data.kept_in !== null && (
            <p className="card-body soft small">
              The rows are in <code>{data.kept_in}</code> of the destination.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

type Reason = Rejects["reasons"][number];

const idOf = ({ reason, sqlstate, columns: names }: Reason) => `${reason} ${sqlstate} ${names.join()}`;

const columns: readonly Column<Reason>[] = [
  {
    id: "reason",
    title: "Reason",
    cell: ({ reason, sqlstate }) => (
      <>
        {reason}
        {sqlstate !== null && <span className="mono faint"> {sqlstate}</span>}
      </>
    ),
  },
  { id: "columns", title: "Columns", className: "mono", cell: ({ columns: names }) => names.join(", ") },
  { id: "rows", title: "Rows", isNumber: true, cell: ({ row_count }) => formatCount(row_count) },
  { id: "replayed", title: "Replayed", isNumber: true, cell: ({ replayed_count }) => formatCount(replayed_count) },
  {
    id: "numbers",
    title: "Row numbers",
    className: "mono soft one-line",
    cell: ({ row_numbers }) => row_numbers.join(", "),
  },
];
