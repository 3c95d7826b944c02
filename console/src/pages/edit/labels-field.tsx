import { Button } from "../../parts/button.tsx";
import type { Label } from "./draft.ts";

/** Names and values that BigQuery's bill and its jobs show. */
export function LabelsField({
  labels,
  onChange,
  error,
}: {
  readonly labels: readonly Label[];
  readonly onChange: (labels: readonly Label[]) => void;
  readonly error: string | undefined;
}) {
  const set = (at: number, change: Partial<Label>) =>
    onChange(labels.map((label, index) => (index === at ? { ...label, ...change } : label)));
  return (
    <fieldset className="field">
      <legend className="label small">Labels of its jobs</legend>
      {labels.map(({ name, value }, at) => (
        // Rows have no names of their own that stay.
        <div key={at} className="label-row">
          <input
            className="input"
            aria-label={`Name of label ${at + 1}`}
            placeholder="team"
            value={name}
            onChange={({ target }) => set(at, { name: target.value })}
          />
          <input
            className="input"
            aria-label={`Value of label ${at + 1}`}
            placeholder="analytics"
            value={value}
            onChange={({ target }) => set(at, { value: target.value })}
          />
          <Button
            kind="quiet"
            icon="cross"
            aria-label={`Remove label ${at + 1}`}
            onClick={() => onChange(labels.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <Button isSmall icon="plus" onClick={() => onChange([...labels, { name: "", value: "" }])}>
          Add a label
        </Button>
      </div>
      <span className="hint">BigQuery's bill can be told apart by them. Lower-case letters, digits, _ and -.</span>
      {error && <span className="field-error">{error}</span>}
    </fieldset>
  );
}
