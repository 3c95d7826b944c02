import { useState, type ReactNode } from "react";

import { Button, type ButtonProps } from "./button.tsx";

/** A button and the dialog that it opens. */
export function DialogButton({
  text,
  children,
  ...button
}: Pick<ButtonProps, "kind" | "icon" | "isSmall"> & {
  readonly text: string;
  /** The dialog; it calls the given function when it closes. */
  readonly children: (onClose: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {text}
      </Button>
      {isOpen && children(() => setOpen(false))}
    </>
  );
}
