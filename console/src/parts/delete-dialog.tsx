import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useAction } from "../api/use-action.ts";
import { FormDialog } from "./form-dialog.tsx";

/** Confirms the deletion of a page's object, and returns to its list. */
export function DeleteDialog({
  name,
  send,
  list,
  onClose,
  children,
}: {
  readonly name: string;
  readonly send: () => Promise<{ readonly message: string }>;
  readonly list: "/connections" | "/pipelines";
  readonly onClose: () => void;
  /** What is lost and what stays. */
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const remove = useAction(send, ({ message }) => {
    void navigate({ to: list });
    return message;
  });
  return (
    <FormDialog title={`Delete ${name}?`} action={remove} submit="Delete" kind="danger" icon="trash" onClose={onClose}>
      <p>{children}</p>
    </FormDialog>
  );
}
