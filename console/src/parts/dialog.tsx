import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

interface ModalProps {
  readonly className: string;
  /** Label of a dialog without a visible title. */
  readonly label?: string;
  /** A click outside does not close it, because the input would be lost. */
  readonly keepsOpen?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: it traps the focus, closes by Escape, and restores the focus. */
export function Modal({ className, label, keepsOpen = false, onClose, children }: ModalProps) {
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()} disablePointerDismissal={keepsOpen}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={className} aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function Dialog({
  title,
  onClose,
  children,
}: Pick<ModalProps, "onClose" | "children"> & { readonly title: string }) {
  return (
    <Modal className="modal dialog" keepsOpen onClose={onClose}>
      <Base.Title>{title}</Base.Title>
      {children}
    </Modal>
  );
}
