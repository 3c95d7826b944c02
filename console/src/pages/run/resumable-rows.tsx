import { dataOf } from "@datamantri/client";
import { useQueryClient } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { runQuery } from "../../api/queries.ts";
import type { RunDetail } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatExact } from "../../format/times.ts";
import { Button } from "../../parts/button.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { useRetry } from "./use-retry.ts";

/** The rows that a failed run loaded, with the actions to resume or discard them. */
export function ResumableRows({ run, until }: { readonly run: RunDetail; readonly until: string }) {
  const mayOperate = useMay("operator");
  return (
    <div className="resumable-rows card-body" role="region" aria-label="Loaded rows">
      <p>
        <strong>{describe(run)}</strong> in the destination until {formatExact(until)} (<Time at={until} />
        ): a retry can resume from there, at the same snapshot, once the cause is fixed.
      </p>
      {mayOperate && <Choices run={run} />}
    </div>
  );
}

function describe({ records_processed, rejected_count, records_total }: RunDetail): string {
  const [kept, all] = [records_processed + rejected_count, records_total ?? 0];
  const share = all === 0 ? "" : ` (${Math.floor((kept / all) * 100)} %)`;
  return `${formatCount(kept)} of ${formatCount(all)} rows${share} stay`;
}

function Choices({ run }: { readonly run: RunDetail }) {
  const queries = useQueryClient();
  const retry = useRetry(run.id);
  const drop = useAction(
    () => dataOf(api.POST("/api/v1/runs/{id}/discard", { params: { path: { id: run.id } } })),
    ({ message }) => {
      void queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
      return message;
    },
  );
  return (
    <div className="buttons">
      <Button
        kind="primary"
        icon="play"
        isBusy={retry.isPending && retry.variables === "failure"}
        onClick={() => retry.mutate("failure")}
      >
        Resume from failure
      </Button>
      <Button
        icon="retry"
        isBusy={retry.isPending && retry.variables === "start"}
        onClick={() => retry.mutate("start")}
      >
        Retry from the start
      </Button>
      <Button kind="quiet" icon="cross" isBusy={drop.isPending} onClick={() => drop.mutate()}>
        Discard the loaded rows
      </Button>
    </div>
  );
}
