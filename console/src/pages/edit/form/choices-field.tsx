import type { ControlProps } from "./form.ts";

/** Several of an option's values; none is the default. */
export function ChoicesField({ form, field, label, hint, error }: ControlProps) {
  const { path, values, texts } = field;
  const chosen = form.draft[path as "retry.errors"];
  const toggle = (value: string, isChosen: boolean) =>
    // In the declared order, so that choosing again changes nothing.
    form.change({ [path]: values.filter((one) => (one === value ? isChosen : chosen.includes(one))) });
  return (
    <fieldset className="field wide">
      <legend className="label small">{label}</legend>
      <div className="check-row">
        {values.map((value) => (
          <label key={value} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />
            {texts?.[value] ?? value}
          </label>
        ))}
      </div>
      <span className="hint">{hint}</span>
      {error && <span className="field-error">{error}</span>}
    </fieldset>
  );
}
