import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { RunDetail } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { formatCount } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { useMay } from "../../session/session.tsx";

/** Rows that were kept aside instead of loaded, by reason; their values stay in the destination. */
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
    () => "The rejects are loaded again, each once.",
  );
  if (run.rejected_count === 0) return null;
  return (
    <Card
      title={`${formatCount(run.rejected_count)} rejected rows`}
      end={
        mayOperate &&
        run.status === "success" && (
          <Button isSmall icon="retry" isBusy={replay.isPending} onClick={() => replay.mutate()}>
            Load them again
          </Button>
        )
      }
    >
      {error && <ErrorNotice error={error} />}
      {data && (
        <>
          <div className="table-scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Reason</th>
                  <th scope="col">Columns</th>
                  <th scope="col" className="number">
                    Rows
                  </th>
                  <th scope="col" className="number">
                    Loaded since
                  </th>
                  <th scope="col">Row numbers</th>
                </tr>
              </thead>
              <tbody>
                {data.reasons.map((reason) => (
                  <tr key={`${reason.reason} ${reason.sqlstate} ${reason.columns.join()}`}>
                    <td>
                      {reason.reason}
                      {reason.sqlstate !== null && <span className="mono faint"> {reason.sqlstate}</span>}
                    </td>
                    <td className="mono">{reason.columns.join(", ")}</td>
                    <td className="number">{formatCount(reason.row_count)}</td>
                    <td className="number">{formatCount(reason.replayed_count)}</td>
                    <td className="mono soft one-line">{reason.row_numbers.join(", ")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
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
