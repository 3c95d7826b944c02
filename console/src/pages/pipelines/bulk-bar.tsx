import { dataOf } from "@datamantri/client";

import { api } from "../../api/client.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import type { PipelineRow } from "./use-pipelines-health.ts";

type Change = "trigger" | "pause" | "resume";

const words: Record<Change, string> = { trigger: "started", pause: "paused", resume: "resumed" };

/** Actions on the selected pipelines. */
export function BulkBar({ rows, onDone }: { readonly rows: readonly PipelineRow[]; readonly onDone: () => void }) {
  const change = useAction(
    async (how: Change) => {
      const answers = await Promise.allSettled(rows.map(({ pipeline: { id } }) => changeOne(id, how)));
      const refused = answers.find((answer) => answer.status === "rejected");
      // Only the first refusal is shown; the list shows the result.
      if (refused) throw refused.reason;
    },
    (_, how) => {
      onDone();
      return `${rows.length} ${rows.length === 1 ? "pipeline" : "pipelines"} ${words[how]}.`;
    },
  );
  return (
    <div className="bulk toolbar" role="region" aria-label="Selected pipelines">
      <strong>{rows.length} selected</strong>
      <Button icon="play" isBusy={change.isPending} onClick={() => change.mutate("trigger")}>
        Run now
      </Button>
      <Button icon="pause" isBusy={change.isPending} onClick={() => change.mutate("pause")}>
        Pause
      </Button>
      <Button isBusy={change.isPending} onClick={() => change.mutate("resume")}>
        Resume
      </Button>
      <Button kind="quiet" onClick={onDone}>
        Clear
      </Button>
    </div>
  );
}

async function changeOne(id: string, how: Change): Promise<unknown> {
  const params = { path: { id } };
  if (how === "trigger") return dataOf(api.POST("/api/v1/pipelines/{id}/trigger", { params }));
  if (how === "pause") return dataOf(api.POST("/api/v1/pipelines/{id}/pause", { params }));
  return dataOf(api.POST("/api/v1/pipelines/{id}/resume", { params }));
}
