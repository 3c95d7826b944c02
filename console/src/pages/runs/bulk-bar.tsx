import { dataOf } from "@datamantri/client";

import { api } from "../../api/client.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";

interface BulkAction {
  readonly action: "retry" | "cancel";
  /** Start of a retry; the beginning by default. */
  readonly from?: "failure";
}

/** Actions on the selected runs. */
export function BulkBar({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) {
  const change = useAction(
    ({ action, from }: BulkAction) =>
      dataOf(api.POST("/api/v1/runs/bulk", { body: { action, run_ids: [...ids], ...(from && { from }) } })),
    ({ results }, { action }) => {
      onDone();
      const refused = results.filter(({ accepted }) => !accepted);
      const word = action === "retry" ? "retried" : "cancelled";
      const rest = refused.length === 0 ? "" : ` ${refused.length} refused: ${refused[0]?.detail ?? ""}`;
      return `${results.length - refused.length} of ${results.length} ${word}.${rest}`;
    },
  );
  return (
    <div className="bulk toolbar" role="region" aria-label="Selected runs">
      <strong>{ids.length} selected</strong>
      <Button icon="retry" isBusy={change.isPending} onClick={() => change.mutate({ action: "retry" })}>
        Retry
      </Button>
      <Button icon="play" isBusy={change.isPending} onClick={() => change.mutate({ action: "retry", from: "failure" })}>
        Resume from failure
      </Button>
      <Button icon="stop" isBusy={change.isPending} onClick={() => change.mutate({ action: "cancel" })}>
        Cancel
      </Button>
      <Button kind="quiet" onClick={onDone}>
        Clear
      </Button>
    </div>
  );
}
