import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

/** Shows a secret that the API returns only once. */
export function SecretDialog({
  title,
  name,
  secret,
  said,
  onClose,
}: {
  readonly title: string;
  /** Name of the secret. */
  readonly name: string;
  /** Null where there is none. */
  readonly secret: string | null;
  readonly said?: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      {secret !== null && (
        <div className="stack tight">
          <Notice tone="warn" title={`${name} is shown this once`}>
            Save it in a password manager now. It is not shown again.
          </Notice>
          <div className="toolbar">
            <code className="secret">{secret}</code>
            <CopyButton text={secret} />
          </div>
        </div>
      )}
      {said !== undefined && <p className="soft">{said}</p>}
      <div className="dialog-end">
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
