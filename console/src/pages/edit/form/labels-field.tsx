import { Button } from "../../../parts/button.tsx";
import type { Label } from "../../../pipeline-fields/draft.ts";
import type { ControlProps } from "./form.ts";

/** Labels of the BigQuery jobs, by which a bill can be split. */
export function LabelsField({ form, label, hint, error }: ControlProps) {
  const labels = form.draft["source_config.labels"];
  const onChange = (next: readonly Label[]) => form.change({ "source_config.labels": next });
  const set = (at: number, change: Partial<Label>) =>
    onChange(labels.map((one, index) => (index === at ? { ...one, ...change } : one)));
  const input = (at: number, part: keyof Label, placeholder: string) => (
    <input
      className="input"
      aria-label={`${part === "name" ? "Name" : "Value"} of label ${at + 1}`}
      placeholder={placeholder}
      value={labels[at]![part]}
      onChange={({ target }) => set(at, { [part]: target.value })}
    />
  );
  return (
    <fieldset className="field wide">
      <legend className="label small">{label}</legend>
      {labels.map((_, at) => (
        // Rows have no stable ids.
        <div key={at} className="label-row">
          {input(at, "name", "team")}
          {input(at, "value", "analytics")}
          <Button
            kind="quiet"
            icon="cross"
            aria-label={`Remove label ${at + 1}`}
            onClick={() => onChange(labels.filter((_label, index) => index !== at))}
          />
        </div>
      ))}
      <div>
        <Button isSmall icon="plus" onClick={() => onChange([...labels, { name: "", value: "" }])}>
          Add a label
        </Button>
      </div>
      <span className="hint">{hint} Lower-case letters, digits, _ and -.</span>
      {error && <span className="field-error">{error}</span>}
    </fieldset>
  );
}
