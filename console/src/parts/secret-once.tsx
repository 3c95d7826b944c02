import { CopyButton } from "./copy-button.tsx";
import { Notice } from "./notice.tsx";

/** A secret that the API says once and nobody can ask for again. */
export function SecretOnce({ name, secret }: { readonly name: string; readonly secret: string }) {
  return (
    <div className="stack tight">
      <Notice tone="warn" title={`${name} is shown this once`}>
        Keep it now, in a password manager. It is not stored here.
      </Notice>
      <div className="toolbar">
        <code className="secret">{secret}</code>
        <CopyButton text={secret} />
      </div>
    </div>
  );
}
