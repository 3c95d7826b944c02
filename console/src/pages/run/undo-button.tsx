import { dataOf } from "@datamantri/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { runBeforeQuery, runQuery } from "../../api/queries.ts";
import type { RunDetail } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatExact } from "../../format/times.ts";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";

/** Undoes a run after a question, and shows the new run. */
export function UndoButton({ run }: { readonly run: RunDetail }) {
  return (
    <DialogButton text="Undo" kind="danger" icon="undo">
      {(onClose) => <UndoDialog run={run} onClose={onClose} />}
    </DialogButton>
  );
}

function UndoDialog({ run, onClose }: { readonly run: RunDetail; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: before } = useQuery(runBeforeQuery(run));
  const undo = useAction(
    () => dataOf(api.POST("/api/v1/runs/{id}/undo", { params: { path: { id: run.id } } })),
    ({ run_id }) => {
      void queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
      void navigate({ to: "/runs/$runId", params: { runId: run_id } });
    },
  );
  return (
    <FormDialog title="Undo this run?" action={undo} submit="Undo" kind="danger" icon="undo" onClose={onClose}>
      <p>
        The target gets back the rows that it had before this run
        {before && (
          <>
            : the {formatCount(before.records_processed)} rows of{" "}
            <Link to="/runs/$runId" params={{ runId: before.id }}>
              the run of {formatExact(before.start_time)}
            </Link>
          </>
        )}
        . What others have changed in it since is overwritten.
      </p>
      <p>The pipeline's next run loads again. Pause the pipeline before, if its source has to be corrected.</p>
    </FormDialog>
  );
}
