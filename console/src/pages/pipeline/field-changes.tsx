import type { FieldChange } from "../../api/types.ts";
import { diffLines } from "../../format/line-diff.ts";
import { toYaml } from "../../format/to-yaml.ts";
import { wordsOf } from "../../pipeline-fields/describe.ts";
import { fieldAt, type Field } from "../../pipeline-fields/fields.ts";

/** Longer or multi-line values are compared line by line in a fold. */
const maxLength = 60;

/** Changes of a pipeline, field by field: before → after. */
export function FieldChanges({
  changes,
  secrets = [],
  secretText = "changed",
}: {
  readonly changes: readonly FieldChange[];
  /** Fields of secrets, whose values are never shown. */
  readonly secrets?: readonly string[];
  readonly secretText?: string;
}) {
  return (
    <ul className="field-changes">
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <Name path={field} />
          <Values before={toText(before, fieldAt(field))} after={toText(after, fieldAt(field))} />
        </li>
      ))}
      {secrets.map((field) => (
        <li key={field}>
          <Name path={field} />
          <span className="soft">{secretText}</span>
        </li>
      ))}
    </ul>
  );
}

/** The form's label, and the path in files and API calls. */
function Name({ path }: { readonly path: string }) {
  const label = fieldAt(path)?.label;
  return (
    <span>
      {label !== undefined && `${label} `}
      <code>{path}</code>
    </span>
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
  return text === null ? <span className="faint">none</span> : <code className="value">{text}</code>;
}

function isShort(text: string | null): boolean {
  return text === null || (text.length <= maxLength && !text.includes("\n"));
}

/** Null if there is no value. */
function toText(value: unknown, field: Field | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && !isPlainList(value)) return toYaml(value).trimEnd();
  if (field) return wordsOf(field, value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Such as the columns of a key. */
function isPlainList(value: object): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}
