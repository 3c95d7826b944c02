import { ApiError, dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { RunDetail } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatExact } from "../../format/times.ts";
import { Badge } from "../../parts/badge.tsx";
import { Card } from "../../parts/page.tsx";

/** The verification report of a run (docs/verification.md); nothing for a run without one. */
export function VerificationCard({ run }: { readonly run: RunDetail }) {
  const { data } = useQuery({
    queryKey: ["run", run.id, "verification"],
    queryFn: async () => {
      const call = api.GET("/api/v1/runs/{id}/verification", { params: { path: { id: run.id } } });
      return dataOf(call).catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      });
    },
    enabled: run.status === "success" && run.phase !== "skipped" && run.undo_of === null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  const { rows, target, columns } = data;
  return (
    <Card
      title="Verification"
      end={
        <Badge tone="good" icon="check" text={data.level === "full" ? "Every value compared" : "Row counts compared"} />
      }
    >
      <dl className="facts card-body">
        <dt>Source as of</dt>
        <dd>{formatExact(data.snapshot_taken_at)}</dd>
        <dt>Rows in the source</dt>
        <dd>{formatCount(rows.source)}</dd>
        <dt>Rows staged</dt>
        <dd>
          {formatCount(rows.staged)}
          {rows.rejected > 0 && `, and ${formatCount(rows.rejected)} rejected`}
        </dd>
        <dt>In the target</dt>
        <dd>
          {formatCount(target.inserted)} inserted, {formatCount(target.updated)} updated, {formatCount(target.deleted)}{" "}
          deleted
        </dd>
        {columns.length > 0 && (
          <>
            <dt>Columns</dt>
            <dd>
              {columns.filter(({ compared }) => compared === "values").length} of {columns.length} compared by value
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}
