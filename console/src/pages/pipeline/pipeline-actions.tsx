import { dataOf } from "@datamantri/client";
import { Link, useNavigate } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import type { Pipeline } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button, buttonClass } from "../../parts/button.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useMay } from "../../session/session.tsx";

export function PipelineActions({ pipeline: { id, name, is_active } }: { readonly pipeline: Pipeline }) {
  const navigate = useNavigate();
  const mayOperate = useMay("operator");
  const mayEdit = useMay("editor");
  const params = { path: { id } };

  const run = useAction(
    () => dataOf(api.POST("/api/v1/pipelines/{id}/trigger", { params })),
    ({ run_id }) => void navigate({ to: "/runs/$runId", params: { runId: run_id } }),
  );
  const setActive = useAction(
    () =>
      is_active
        ? dataOf(api.POST("/api/v1/pipelines/{id}/pause", { params }))
        : dataOf(api.POST("/api/v1/pipelines/{id}/resume", { params })),
    (pipeline) => (pipeline.is_active ? "Resumed." : "Paused: the schedule starts no runs."),
  );
  const duplicate = useAction(
    () => dataOf(api.POST("/api/v1/pipelines/{id}/duplicate", { params, body: {} })),
    (copy) => {
      void navigate({ to: "/pipelines/$pipelineId", params: { pipelineId: copy.id } });
      return `Created ${copy.name}, paused.`;
    },
  );
  const remove = () => dataOf(api.DELETE("/api/v1/pipelines/{id}", { params }));
  return (
    <>
      {mayEdit && (
        <>
          <DialogButton kind="quiet" icon="trash" text="Delete">
            {(onClose) => (
              <DeleteDialog name={name} send={remove} list="/pipelines" onClose={onClose}>
                The pipeline is archived and no longer runs. Its runs and the table in PostgreSQL stay.
              </DeleteDialog>
            )}
          </DialogButton>
          <Button kind="quiet" icon="copy" isBusy={duplicate.isPending} onClick={() => duplicate.mutate()}>
            Duplicate
          </Button>
          <Link to="/pipelines/$pipelineId/edit" params={{ pipelineId: id }} className={buttonClass("plain")}>
            <Icon name="edit" />
            Edit
          </Link>
        </>
      )}
      {mayOperate && (
        <>
          <Button icon={is_active ? "pause" : "play"} isBusy={setActive.isPending} onClick={() => setActive.mutate()}>
            {is_active ? "Pause" : "Resume"}
          </Button>
          <Button kind="primary" icon="play" isBusy={run.isPending} onClick={() => run.mutate()}>
            Run now
          </Button>
        </>
      )}
    </>
  );
}
