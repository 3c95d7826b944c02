import { dataOf } from "@datamantri/client";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { Pipeline } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button, buttonClass } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useMay } from "../../session/session.tsx";

export function PipelineActions({ pipeline: { id, name, is_active } }: { readonly pipeline: Pipeline }) {
  const navigate = useNavigate();
  const mayOperate = useMay("operator");
  const mayEdit = useMay("editor");
  const [isDeleting, setDeleting] = useState(false);
  const params = { path: { id } };

  const run = useAction(
    () => dataOf(api.POST("/api/v1/pipelines/{id}/trigger", { params })),
    ({ task_id }) => void navigate({ to: "/runs/$runId", params: { runId: task_id } }),
  );
  const setActive = useAction(
    () =>
      is_active
        ? dataOf(api.POST("/api/v1/pipelines/{id}/pause", { params }))
        : dataOf(api.POST("/api/v1/pipelines/{id}/resume", { params })),
    (pipeline) => (pipeline.is_active ? "Back on its schedule." : "Paused: its schedule starts nothing."),
  );
  const duplicate = useAction(
    () => dataOf(api.POST("/api/v1/pipelines/{id}/duplicate", { params, body: {} })),
    (copy) => {
      void navigate({ to: "/pipelines/$pipelineId", params: { pipelineId: copy.id } });
      return `Made the paused copy ${copy.name}.`;
    },
  );
  return (
    <>
      {mayEdit && (
        <>
          <Button kind="quiet" icon="trash" onClick={() => setDeleting(true)}>
            Delete
          </Button>
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
      {isDeleting && <DeleteDialog id={id} name={name} onClose={() => setDeleting(false)} />}
    </>
  );
}

function DeleteDialog({
  id,
  name,
  onClose,
}: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = useAction(
    () => dataOf(api.DELETE("/api/v1/pipelines/{id}", { params: { path: { id } } })),
    ({ message }) => {
      void navigate({ to: "/pipelines" });
      return message;
    },
  );
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <p>
        It is archived: it is shown no more and no longer runs. Its runs are kept, and so is the table in PostgreSQL.
      </p>
      <div className="dialog-end">
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" icon="trash" isBusy={remove.isPending} onClick={() => remove.mutate()}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
