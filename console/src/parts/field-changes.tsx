import type { FieldChange } from "../api/types.ts";
import { diffLines } from "../format/line-diff.ts";
import { toYaml } from "../format/to-yaml.ts";

/** Longer values, and those of several lines, are compared line by line, folded away. */
const maxLength = 60;

/** What is different, field by field: before → after. */
export function FieldChanges({
  changes,
  secrets = [],
  secretText = "another secret",
}: {
  readonly changes: readonly FieldChange[];
  /** Fields of secrets, of which no value is known. */
  readonly secrets?: readonly string[];
  readonly secretText?: string;
}) {
  return (
    <ul className="field-changes">
      {changes.map((change) => (
        <li key={change.field}>
          <code>{change.field}</code>
          <Values before={toText(change.before)} after={toText(change.after)} />
        </li>
      ))}
      {secrets.map((field) => (
        <li key={field}>
          <code>{field}</code>
          <span className="soft">{secretText}</span>
        </li>
      ))}
    </ul>
  );
}

function Values({ before, after }: { readonly before: string | null; readonly after: string | null }) {
  if (isShort(before) && isShort(after)) {
    return (
      <span>
        <Value text={before} /> → <Value text={after} />
      </span>
    );
  }
  const lines = diffLines(before, after);
  const [removed, added] = (["removed", "added"] as const).map((kind) => lines.filter((line) => line.kind === kind));
  return (
    <details className="more">
      <summary>
        {added!.length} {added!.length === 1 ? "line" : "lines"} added, {removed!.length} removed
      </summary>
      <div className="diff" tabIndex={0} role="group" aria-label="Line by line">
        {lines.map(({ kind, text }, index) => (
          <div key={index} className={kind}>
            {kind === "removed" ? <del>{text}</del> : kind === "added" ? <ins>{text}</ins> : text}
          </div>
        ))}
      </div>
    </details>
  );
}

function Value({ text }: { readonly text: string | null }) {
  return text === null ? <span className="faint">nothing</span> : <code className="value">{text}</code>;
}

function isShort(text: string | null): boolean {
  return text === null || (text.length <= maxLength && !text.includes("\n"));
}

/** Null where there is nothing. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return isPlainList(value) ? value.join(", ") : toYaml(value).trimEnd();
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Such as the columns of a key. */
function isPlainList(value: object): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
