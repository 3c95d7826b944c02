import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button, type ButtonProps } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNotice } from "./notice.tsx";

/** A question or a form in a dialog. If the API refuses the action, the dialog shows the error and stays open. */
export function FormDialog<Output>({
  title,
  action,
  submit,
  kind = "primary",
  icon,
  isReady = true,
  onClose,
  children,
}: {
  readonly title: string;
  readonly action: UseMutationResult<Output, Error, void>;
  /** Text of the button that submits. */
  readonly submit: string;
  readonly kind?: ButtonProps["kind"];
  readonly icon?: ButtonProps["icon"];
  readonly isReady?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate();
        }}
      >
        {children}
        {action.isError && <ErrorNotice error={action.error} />}
        <div className="dialog-end">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind={kind} {...(icon && { icon })} type="submit" disabled={!isReady} isBusy={action.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
